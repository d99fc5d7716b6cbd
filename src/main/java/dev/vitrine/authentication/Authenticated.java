package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

/** A user who has proved to be who they are. */
public record Authenticated(long userId, String user) {
  public Authenticated {
    requireNonNull(user);
  }
}
