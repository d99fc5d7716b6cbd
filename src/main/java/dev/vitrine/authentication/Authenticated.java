package dev.vitrine.authentication;

import dev.vitrine.catalog.Claims;
import dev.vitrine.store.principal.LoginCredentials;

/**
 * An authenticated user.
 *
 * @param user the name, as stored
 * @param claims group claims of the credentials
 * @param proof the kind of credentials
 */
public record Authenticated(long userId, String user, Claims claims, LoginCredentials proof) {}
