package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Claims;
import dev.vitrine.store.Proof;

/**
 * A user who has proved who they are.
 *
 * @param user the name, as stored
 * @param claims what counts for what is asked with the same credentials
 * @param proof what the user signed in with
 */
public record Authenticated(long userId, String user, Claims claims, Proof proof) {
  public Authenticated {
    requireNonNull(user);
    requireNonNull(proof);
    requireNonNull(claims);
  }
}
