package dev.vitrine.session;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Claims;
import dev.vitrine.store.Proof;

/**
 * A user of a server, who has proved who they are.
 *
 * @param id of the account, which decides
 * @param name of the user, as stored
 * @param claims what counts for what is asked with the same token
 * @param proof what the user signed in with
 * @param address where the user calls from
 */
public record RemoteUser(long id, String name, Claims claims, Proof proof, String address) {
  public RemoteUser {
    requireNonNull(proof);
    requireNonNull(name);
    requireNonNull(claims);
    requireNonNull(address);
  }
}
