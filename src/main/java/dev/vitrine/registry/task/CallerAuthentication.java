package dev.vitrine.registry.task;

import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.principal.LoginRow;
import java.util.function.BiConsumer;

/**
 * The authentication of a statement's caller.
 *
 * @param sessionId public ID of the session
 * @param passwords verifies a user's password, counting failures as failed logins; throws
 *     AUTHENTICATION_FAILED when it is wrong
 */
public record CallerAuthentication(
    LoginCredentials proof, String sessionId, BiConsumer<LoginRow, String> passwords) {}
