package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A user who may log in. Prints without the hash.
 *
 * @param passwordHash empty for a service principal
 */
public record LoginRow(long id, String name, Optional<String> passwordHash) {
  public LoginRow {
    requireNonNull(name);
    requireNonNull(passwordHash);
  }

  @Override
  public String toString() {
    return "LoginRow[id=" + id + ", name=" + name + "]";
  }
}
