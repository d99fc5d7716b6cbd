package dev.vitrine.catalog;

import java.time.LocalDateTime;

/**
 * Creation and last change of an object.
 *
 * @param createdAt in UTC, as is {@code updatedAt}
 */
public record ChangeHistory(
    LocalDateTime createdAt, String createdBy, LocalDateTime updatedAt, String updatedBy) {}
