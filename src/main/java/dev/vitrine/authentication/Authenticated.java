package dev.vitrine.authentication;

import dev.vitrine.catalog.Claims;
import dev.vitrine.store.principal.CallerSnapshot;
import dev.vitrine.store.principal.LoginCredentials;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated user.
 *
 * @param user the name, as stored
 * @param claims group claims of the credentials
 * @param proof the kind of credentials
 * @param caller the principals that the user acts as, if they were read
 */
public record Authenticated(
    long userId,
    String user,
    Claims claims,
    LoginCredentials proof,
    @Nullable CallerSnapshot caller) {
  /** A user whose principals were not read. */
  public Authenticated(long userId, String user, Claims claims, LoginCredentials proof) {
    this(userId, user, claims, proof, null);
  }
}
