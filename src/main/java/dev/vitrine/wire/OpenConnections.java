package dev.vitrine.wire;

import dev.vitrine.catalog.Claims;
import java.time.Duration;
import java.util.LinkedHashMap;
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

  private final Map<Key, WireConnection> open = new ConcurrentHashMap<>();

  /** The oldest are evicted; guarded by itself. */
  private final Map<Key, Boolean> terminated =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
          return size() > MOST_TERMINATED;
        }
      };

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

  /** Adds one; false if there is one of the id. */
  boolean add(Owner owner, String id, WireConnection connection) {
    return open.putIfAbsent(new Key(owner, id), connection) == null;
  }

  Optional<WireConnection> find(Owner owner, String id) {
    return Optional.ofNullable(open.get(new Key(owner, id)));
  }

  /** Closes one whose session was terminated, and remembers that. */
  void terminate(Owner owner, String id, Runnable afterClose) {
    Key key = new Key(owner, id);
    synchronized (terminated) {
      terminated.put(key, true);
    }
    close(key, afterClose);
  }

  /** Whether a connection was terminated, and its client has not closed it yet. */
  boolean wasTerminated(Owner owner, String id) {
    synchronized (terminated) {
      return terminated.containsKey(new Key(owner, id));
    }
  }

  int countOf(Owner owner) {
    return (int)
        open.keySet().stream().filter(key -> key.owner().userId() == owner.userId()).count();
  }

  /** Closes one, if it is open, and says so. */
  void close(Owner owner, String id, Runnable afterClose) {
    Key key = new Key(owner, id);
    synchronized (terminated) {
      terminated.remove(key);
    }
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

  private void closeEvery(Predicate<WireConnection> which, Runnable afterEach) {
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
    WireConnection connection = open.remove(key);
    if (connection != null) {
      try {
        connection.close();
      } finally {
        afterClose.run();
      }
    }
  }
}
