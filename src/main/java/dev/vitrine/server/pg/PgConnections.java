package dev.vitrine.server.pg;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.wire.ConnectionLimits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections and their number per user. Safe for use by several threads. */
final class PgConnections {
  /** Maximum number of connections that have not signed in; more close the oldest one. */
  private static final int MOST_UNKNOWN = 100;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ConnectionLimits limits;
  private final Map<Integer, PgConnection> open = new ConcurrentHashMap<>();

  /** Guarded by this, as is {@link #signedIn}. */
  private final Map<String, Integer> users = new HashMap<>();

  private int signedIn;

  PgConnections(ConnectionLimits limits) {
    this.limits = limits;
  }

  /** A number for a secret or a connection that cannot be guessed. */
  static int random() {
    return RANDOM.nextInt();
  }

  /** Adds a connection under a free process ID. */
  void add(PgConnection connection) {
    int id;
    do {
      id = random() & Integer.MAX_VALUE;
      connection.processId(id);
    } while (id == 0 || open.putIfAbsent(id, connection) != null);
    List<PgConnection> unknown =
        new ArrayList<>(open.values().stream().filter(PgConnection::isUnknown).toList());
    if (unknown.size() > MOST_UNKNOWN) {
      unknown.stream()
          .min(Comparator.comparingLong(PgConnection::opened))
          .ifPresent(PgConnection::drop);
    }
  }

  void remove(PgConnection connection) {
    open.remove(connection.processId(), connection);
  }

  /**
   * Counts a connection of a user.
   *
   * @throws VitrineException TOO_MANY_CONNECTIONS
   */
  synchronized void enter(String user) {
    if (users.getOrDefault(user, 0) >= limits.connectionsOfUser()) {
      throw tooMany("You have too many connections.");
    }
    if (signedIn >= limits.connections()) {
      throw tooMany("The server has too many connections.");
    }
    users.merge(user, 1, Integer::sum);
    signedIn++;
  }

  synchronized void leave(String user) {
    users.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    signedIn--;
  }

  private static VitrineException tooMany(String problem) {
    return new VitrineException(ErrorCode.TOO_MANY_CONNECTIONS, problem)
        .withHint("Close unused connections, and try again.");
  }

  Optional<PgConnection> find(int processId) {
    return Optional.ofNullable(open.get(processId));
  }

  /** All connections, also those that have not signed in. */
  List<PgConnection> all() {
    return List.copyOf(open.values());
  }

  /** Number of connections that have signed in. */
  synchronized int count() {
    return signedIn;
  }
}
