package dev.vitrine.server.pg.catalog;

import dev.vitrine.error.Cancellation;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded number of private databases, each made when it is first needed; statements of one user
 * have at most half of them. Safe for use by several threads.
 */
final class CatalogDatabases implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogDatabases.class);

  /** Maximum number of databases, and so of catalog statements that run at once. */
  private static final int MOST = 4;

  /** Databases that one user has at a time; the rest stay for others. */
  private static final int MOST_OF_USER = 2;

  /** Guarded by this, as are the other fields. */
  private final Deque<CatalogDatabase> free = new ArrayDeque<>();

  private final Map<String, Integer> users = new HashMap<>();
  private int taken;

  /**
   * Waits for a database.
   *
   * @throws dev.vitrine.error.VitrineException QUERY_CANCELED or STATEMENT_TIMEOUT when the call
   *     ends before
   */
  synchronized CatalogDatabase take(String user, Cancellation call) {
    call.interruptibly(
        () -> {
          while (taken == MOST || users.getOrDefault(user, 0) == MOST_OF_USER) {
            wait();
          }
          return taken;
        });
    CatalogDatabase database = free.isEmpty() ? new CatalogDatabase() : free.pop();
    taken++;
    users.merge(user, 1, Integer::sum);
    return database;
  }

  /** Ends the use of a database that {@link #take} returned. */
  synchronized void giveBack(String user, CatalogDatabase database) {
    free.push(database);
    taken--;
    users.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  @Override
  public synchronized void close() {
    while (!free.isEmpty()) {
      try {
        free.pop().close();
      } catch (SQLException failure) {
        LOG.warn("A private database could not be closed", failure);
      }
    }
  }
}
