package dev.vitrine.store.principal;

import java.util.Optional;

/**
 * A user who can log in. {@code toString} omits the hash and the verifier.
 *
 * @param passwordHash empty for a service principal
 * @param scramVerifier empty if the password was set by an older release
 * @param credentialsVersion how often the user's credentials were changed
 * @param caller the principals that the user acts as, without those that an identity provider names
 */
public record LoginRow(
    long id,
    String name,
    Optional<String> passwordHash,
    Optional<String> scramVerifier,
    long credentialsVersion,
    CallerSnapshot caller) {
  @Override
  public String toString() {
    return "LoginRow[id=" + id + ", name=" + name + "]";
  }
}
