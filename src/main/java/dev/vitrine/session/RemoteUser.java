package dev.vitrine.session;

import dev.vitrine.catalog.Claims;
import dev.vitrine.store.principal.CallerSnapshot;
import dev.vitrine.store.principal.LoginCredentials;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated user of a server.
 *
 * @param id ID of the account; identifies the user
 * @param name of the user, as stored
 * @param claims group claims of the token
 * @param proof kind of credentials
 * @param address client address
 * @param caller the principals that the user acts as, if they were read with the credentials
 */
public record RemoteUser(
    long id,
    String name,
    Claims claims,
    LoginCredentials proof,
    String address,
    @Nullable CallerSnapshot caller) {
  /** A user whose principals were not read. */
  public RemoteUser(long id, String name, Claims claims, LoginCredentials proof, String address) {
    this(id, name, claims, proof, address, null);
  }
}
