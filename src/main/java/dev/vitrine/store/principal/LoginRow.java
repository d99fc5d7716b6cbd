package dev.vitrine.store.principal;

import java.util.Optional;

/**
 * A user who can log in. {@code toString} omits the hash.
 *
 * @param passwordHash empty for a service principal
 * @param credentialsVersion how often the user's credentials were changed
 */
public record LoginRow(
    long id, String name, Optional<String> passwordHash, long credentialsVersion) {

  @Override
  public String toString() {
    return "LoginRow[id=" + id + ", name=" + name + "]";
  }
}
