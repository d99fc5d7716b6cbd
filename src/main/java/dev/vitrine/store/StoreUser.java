package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Claims;

/**
 * The user whose statements use the store.
 *
 * @param embedded whether the user's session is in the process that opened the store
 */
public record StoreUser(long id, Claims claims, boolean embedded) {
  public StoreUser {
    requireNonNull(claims);
  }
}
