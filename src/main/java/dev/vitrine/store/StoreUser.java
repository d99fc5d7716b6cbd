package dev.vitrine.store;

import dev.vitrine.catalog.Claims;

/**
 * The user whose statements use the store.
 *
 * @param embedded whether the user's session is in the process that opened the store
 */
public record StoreUser(long id, Claims claims, boolean embedded) {}
