package dev.vitrine.wire;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.session.Session;
import dev.vitrine.wire.OpenConnections.Owner;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The client of a request: its user, its limits, and the count of its connections.
 *
 * @param user authenticated by the server; empty for embedded clients, which name their user
 */
record ClientContext(
    Optional<RemoteUser> user, ConnectionLimits limits, Semaphore free, Runnable afterClose) {
  /** For an embedded driver. */
  static ClientContext embedded(Runnable afterClose) {
    return new ClientContext(
        Optional.empty(), ConnectionLimits.NONE, new Semaphore(Integer.MAX_VALUE), afterClose);
  }

  /** For a user of a server; {@code free} counts the connections left for all users. */
  static ClientContext served(RemoteUser user, ConnectionLimits limits, Semaphore free) {
    return new ClientContext(Optional.of(user), limits, free, () -> {});
  }

  /**
   * Takes one of the connections that are left; {@link #leave()} returns it.
   *
   * @param already connections of the user
   */
  void enter(int already) {
    if (already >= limits.connectionsOfUser()) {
      throw tooMany("You have too many connections.");
    }
    if (!free.tryAcquire()) {
      throw tooMany("The server has too many connections.");
    }
  }

  void leave() {
    free.release();
    afterClose.run();
  }

  Owner owner() {
    return user.map(known -> new Owner(known.id(), known.claims())).orElse(Owner.EMBEDDED);
  }

  /** Client address of requests; empty for embedded clients. */
  Optional<String> address() {
    return user.map(RemoteUser::address);
  }

  /**
   * Opens a session. Of the properties that a client sends, only {@code user} and {@code client}
   * are read.
   */
  Session session(Engine engine, Map<String, String> properties) {
    String named = properties.getOrDefault("user", "");
    @Nullable String client = properties.get("client");
    if (user.isEmpty()) {
      return engine.connect(named, client);
    }
    if (!named.isEmpty() && !named.equalsIgnoreCase(user.get().name())) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED, "The connection requests another user.")
          .withHint("Connect as the user who signed in.");
    }
    return engine.connect(user.get(), client);
  }

  private static VitrineException tooMany(String problem) {
    return new VitrineException(ErrorCode.TOO_MANY_CONNECTIONS, problem)
        .withHint("Close unused connections, and try again.");
  }
}
