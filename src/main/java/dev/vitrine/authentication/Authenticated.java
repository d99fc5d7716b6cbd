package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

/**
 * A user who has proved who they are.
 *
 * @param user the name, as stored
 */
public record Authenticated(long userId, String user) {
  public Authenticated {
    requireNonNull(user);
  }
}
