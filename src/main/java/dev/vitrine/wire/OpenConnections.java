package dev.vitrine.wire;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.vitrine.catalog.Claims;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections by owner: a connection's ID, chosen by its client, is valid for its owner
 * only. Safe for use by several threads.
 */
final class OpenConnections {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

  /** Maximum number of remembered terminated connections, for the error of their next request. */
  private static final int MOST_TERMINATED = 10_000;

  private final Map<Key, ClientConnection> open = new ConcurrentHashMap<>();

  private final Cache<Key, Boolean> terminated =
      Caffeine.newBuilder().maximumSize(MOST_TERMINATED).executor(Runnable::run).build();

  /**
   * The owner of a connection: the ID of the user, so that a new user with the name of a dropped
   * one does not get the connections, and the claims, so that another token of the user cannot use
   * them.
   */
  record Owner(long userId, Claims claims) {
    /** For all embedded connections. */
    static final Owner EMBEDDED = new Owner(0, Claims.NONE);
  }

  private record Key(Owner owner, String id) {}

  /** Adds one; returns false if there is one with the ID. */
  boolean add(Owner owner, String id, ClientConnection connection) {
    return open.putIfAbsent(new Key(owner, id), connection) == null;
  }

  Optional<ClientConnection> find(Owner owner, String id) {
    return Optional.ofNullable(open.get(new Key(owner, id)));
  }

  /** Closes one whose session was terminated, and remembers that. */
  void terminate(Owner owner, String id, Runnable afterClose) {
    Key key = new Key(owner, id);
    terminated.put(key, true);
    close(key, afterClose);
  }

  /** Whether a connection was terminated, and its client has not closed it yet. */
  boolean wasTerminated(Owner owner, String id) {
    return terminated.getIfPresent(new Key(owner, id)) != null;
  }

  int countOf(Owner owner) {
    return (int)
        open.keySet().stream().filter(key -> key.owner().userId() == owner.userId()).count();
  }

  /** Closes one, if it is open. */
  void close(Owner owner, String id, Runnable afterClose) {
    Key key = new Key(owner, id);
    terminated.invalidate(key);
    close(key, afterClose);
  }

  /** Closes connections that were idle for this time. */
  void closeIdle(Duration time, Runnable afterEach) {
    closeEvery(connection -> connection.isIdle(time), afterEach);
  }

  /** Closes connections whose clients disconnected this long ago. */
  void closeAbandoned(Duration time, Runnable afterEach) {
    closeEvery(connection -> connection.isAbandoned(time), afterEach);
  }

  void closeAll(Runnable afterEach) {
    closeEvery(connection -> true, afterEach);
  }

  private void closeEvery(Predicate<ClientConnection> which, Runnable afterEach) {
    open.forEach(
        (key, connection) -> {
          if (which.test(connection)) {
            try {
              close(key, afterEach);
            } catch (RuntimeException e) {
              LOG.warn("A connection did not close properly", e);
            }
          }
        });
  }

  private void close(Key key, Runnable afterClose) {
    ClientConnection connection = open.remove(key);
    if (connection != null) {
      try {
        connection.close();
      } finally {
        afterClose.run();
      }
    }
  }
}
