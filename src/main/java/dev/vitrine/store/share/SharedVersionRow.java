package dev.vitrine.store.share;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A READY version of a shared model.
 *
 * @param createdAt in UTC
 * @param files ID of its set of files; empty if they are not in Vitrine
 */
public record SharedVersionRow(
    long version,
    Optional<String> comment,
    Optional<String> signature,
    LocalDateTime createdAt,
    OptionalLong files) {}
