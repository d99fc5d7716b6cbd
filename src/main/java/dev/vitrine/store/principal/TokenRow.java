package dev.vitrine.store.principal;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A personal access token without its hash.
 *
 * @param user name of its user
 * @param credentialsVersion version of the user's credentials
 */
public record TokenRow(
    long id,
    long userId,
    String user,
    LocalDateTime expiresAt,
    Optional<LocalDateTime> lastUsedAt,
    long credentialsVersion) {

  /** Whether it has not expired yet. */
  public boolean isLive(LocalDateTime now) {
    return expiresAt.isAfter(now);
  }
}
