package dev.vitrine.store.principal;

import java.util.Optional;

/**
 * A user who can log in. {@code toString} omits the hash.
 *
 * @param passwordHash empty for a service principal
 * @param credentialsVersion how often the user's credentials were changed
 * @param caller the principals that the user acts as, without those that an identity provider names
 */
public record LoginRow(
    long id,
    String name,
    Optional<String> passwordHash,
    long credentialsVersion,
    CallerSnapshot caller) {
  @Override
  public String toString() {
    return "LoginRow[id=" + id + ", name=" + name + "]";
  }
}
