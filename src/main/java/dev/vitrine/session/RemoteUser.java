package dev.vitrine.session;

import dev.vitrine.catalog.Claims;
import dev.vitrine.store.principal.LoginCredentials;

/**
 * An authenticated user of a server.
 *
 * @param id ID of the account; identifies the user
 * @param name of the user, as stored
 * @param claims group claims of the token
 * @param proof kind of credentials
 * @param address client address
 */
public record RemoteUser(
    long id, String name, Claims claims, LoginCredentials proof, String address) {}
