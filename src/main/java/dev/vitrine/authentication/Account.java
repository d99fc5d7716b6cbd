package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A user as far as signing in is concerned.
 *
 * @param passwordHash empty if the user cannot sign in with a password
 */
public record Account(long userId, String user, Optional<String> passwordHash) {
  public Account {
    requireNonNull(user);
    requireNonNull(passwordHash);
  }

  @Override
  public String toString() {
    return "Account[userId=" + userId + ", user=" + user + "]";
  }
}
