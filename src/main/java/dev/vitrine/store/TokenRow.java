package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A personal access token, without what proves it.
 *
 * @param user the name of the user whose it is
 * @param credentialsVersion how often that user's credentials were changed
 */
public record TokenRow(
    long id,
    long userId,
    String user,
    LocalDateTime expiresAt,
    Optional<LocalDateTime> lastUsedAt,
    long credentialsVersion) {
  public TokenRow {
    requireNonNull(user);
    requireNonNull(expiresAt);
    requireNonNull(lastUsedAt);
  }

  /** Whether it has not expired yet. */
  public boolean isLive(LocalDateTime now) {
    return expiresAt.isAfter(now);
  }
}
