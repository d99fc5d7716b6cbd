package dev.vitrine.store.share;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A recipient without the hash of its token.
 *
 * @param expiresAt expiry of its token, UTC
 * @param lastUsedAt last use of its token, UTC, rounded to the hour
 */
public record RecipientRow(
    long id,
    String name,
    long ownerId,
    LocalDateTime expiresAt,
    Optional<LocalDateTime> lastUsedAt) {}
