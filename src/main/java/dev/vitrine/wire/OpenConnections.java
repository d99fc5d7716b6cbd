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
 * The connections that are open, apart by owner: a connection's id, which its client chose, means
 * nothing to anybody else. Safe for use by several threads.
 */
final class OpenConnections {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

  /** Of connections that were terminated, to say so to clients that use them once more. */
  private static final int MOST_TERMINATED = 10_000;

  private final Map<Key, WireConnection> open = new ConcurrentHashMap<>();

  /** The oldest are forgotten; guarded by itself. */
  private final Map<Key, Boolean> terminated =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
          return size() > MOST_TERMINATED;
        }
      };

  /**
   * Whose a connection is. By id: whoever gets the name of a dropped user does not get the
   * connections. With the claims: what a token opened is none of the user's other tokens' business.
   */
  record Owner(long userId, Claims claims) {
    /** Of all connections in the client's own process. */
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

  /** Closes those that nobody has used for so long. */
  void closeIdle(Duration time, Runnable afterEach) {
    closeEvery(connection -> connection.isIdle(time), afterEach);
  }

  /** Closes those whose clients went so long ago. */
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
