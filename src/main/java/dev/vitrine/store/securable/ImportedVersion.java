package dev.vitrine.store.securable;

import java.time.LocalDateTime;

/**
 * What a version was in the registry that it is imported from.
 *
 * @param number above every number used by the model
 * @param createdAt UTC, milliseconds
 */
public record ImportedVersion(long number, String author, LocalDateTime createdAt) {}
