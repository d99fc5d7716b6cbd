package dev.vitrine.store.principal;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A session as all servers of a store see it.
 *
 * @param id public: it names the session, and gives no access to it
 * @param client name that the client reports
 */
public record SessionRow(
    String id,
    String serverId,
    long userId,
    LoginCredentials proof,
    Optional<String> client,
    Optional<String> sourceIp,
    LocalDateTime connectedAt) {}
