package dev.vitrine.store.principal;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A personal access token without its hash.
 *
 * @param credentialsVersion version of its user's credentials
 * @param caller the principals that its user acts as
 */
public record TokenRow(
    long id,
    LocalDateTime expiresAt,
    Optional<LocalDateTime> lastUsedAt,
    long credentialsVersion,
    CallerSnapshot caller) {
  /** ID of its user. */
  public long userId() {
    return caller.caller().id();
  }

  /** Name of its user. */
  public String user() {
    return caller.caller().name();
  }

  /** Whether it has not expired yet. */
  public boolean isLive(LocalDateTime now) {
    return expiresAt.isAfter(now);
  }
}
