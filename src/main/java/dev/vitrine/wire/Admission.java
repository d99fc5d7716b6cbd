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

/**
 * The user of new connections and the limit of their number.
 *
 * @param user authenticated by the server; empty for embedded clients, which name their user
 */
record Admission(
    Optional<RemoteUser> user, ConnectionLimits limits, Semaphore free, Runnable afterClose) {
  /** In the client's own process. */
  static Admission embedded(Runnable afterClose) {
    return new Admission(
        Optional.empty(), ConnectionLimits.NONE, new Semaphore(Integer.MAX_VALUE), afterClose);
  }

  /** For a user of a server; {@code free} counts the connections left for all users. */
  static Admission served(RemoteUser user, ConnectionLimits limits, Semaphore free) {
    return new Admission(Optional.of(user), limits, free, () -> {});
  }

  /** Takes one of the connections there are; {@link #leave()} gives it back. */
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

  /** The session that a connection gets. A white list: nothing else that a client sends is read. */
  Session session(Engine engine, Map<String, String> info) {
    String named = info.getOrDefault("user", "");
    Optional<String> client = Optional.ofNullable(info.get("client"));
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
