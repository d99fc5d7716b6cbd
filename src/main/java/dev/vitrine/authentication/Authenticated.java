package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Claims;

/**
 * A user who has proved who they are.
 *
 * @param user the name, as stored
 * @param claims what counts for what is asked with the same credentials
 */
public record Authenticated(long userId, String user, Claims claims) {
  public Authenticated {
    requireNonNull(user);
    requireNonNull(claims);
  }
}
