package dev.vitrine.store;

import dev.vitrine.store.connection.ConnectionPool;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.Vendor;
import dev.vitrine.store.vendor.VendorSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether the database responds, on a separate connection, and whether the pool provides a
 * connection, on the reserved one. Concurrent callers share one result. Safe for use by several
 * threads.
 */
final class StoreProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreProbe.class);

  /** Maximum deadlock_timeout of PostgreSQL without a warning, in milliseconds. */
  private static final int LATEST_DEADLOCK_MILLIS = 1_500;

  /** Time limit of validating a connection, in seconds. */
  private static final int VALID_SECONDS = 2;

  /** Time after which the database counts as unreachable and a new check may start. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final Result NONE = new Result(false, false);

  private final StoreLocation location;
  private final @Nullable ConnectionPool pool;

  /** These three are guarded by this. */
  private CompletableFuture<Result> running = CompletableFuture.completedFuture(NONE);

  private Optional<Connection> kept = Optional.empty();
  private boolean closed;

  /** Checks the database only. */
  StoreProbe(StoreLocation location) {
    this(location, null);
  }

  /**
   * @param pool pool to check, if any; its idle connections are closed after the database was lost
   */
  StoreProbe(StoreLocation location, @Nullable ConnectionPool pool) {
    this.location = location;
    this.pool = pool;
  }

  /**
   * The result of a check.
   *
   * @param database whether the database responds
   * @param pool whether the pool provides a usable connection
   */
  record Result(boolean database, boolean pool) {}

  /** Logs a warning, because an ordinary account cannot change when PostgreSQL looks for them. */
  static void warnOfLateDeadlocks(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet millis =
            statement.executeQuery(
                "SELECT setting FROM pg_settings WHERE name = 'deadlock_timeout'")) {
      if (millis.next() && millis.getInt(1) > LATEST_DEADLOCK_MILLIS) {
        LOG.warn(
            "The database detects deadlocks only after {} ms; set its deadlock_timeout to 1s",
            millis.getInt(1));
      }
    }
  }

  /** Whether the database and the pool respond within a time. */
  boolean responds(Duration within) {
    Result result = check(within);
    return result.database() && result.pool();
  }

  /** The result; negative without a response within the time. */
  Result check(Duration within) {
    try {
      return current().get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      LOG.debug("The store has not responded for {}", within);
      return NONE;
    } catch (ExecutionException failure) {
      LOG.warn("The store could not be checked", failure);
      return NONE;
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      return NONE;
    }
  }

  private synchronized CompletableFuture<Result> current() {
    if (running.isDone()) {
      CompletableFuture<Result> next = new CompletableFuture<>();
      Thread thread = new Thread(() -> complete(next), "store-probe");
      thread.setDaemon(true);
      thread.start();
      running = next;
    }
    return running;
  }

  private void complete(CompletableFuture<Result> probe) {
    if (location.vendor() == Vendor.H2 && pool != null) {
      // In this process nothing but the pool can fail.
      boolean connects = pool.connects();
      probe.complete(new Result(connects, connects));
    } else {
      completeRemote(probe);
    }
  }

  private void completeRemote(CompletableFuture<Result> probe) {
    Optional<Connection> connection = take();
    try {
      if (connection.isPresent() && !connection.get().isValid(VALID_SECONDS)) {
        // Other connections that were made before are as dead, and each costs a request 2 s.
        if (pool != null) {
          pool.evict();
        }
        connection.get().close();
        connection = Optional.empty();
      }
      if (connection.isEmpty()) {
        connection =
            Optional.of(
                DriverConnections.connect(location, VendorSettings.of(location.vendor(), LONGEST)));
      }
      giveBack(connection.get());
      probe.complete(new Result(true, pool == null || pool.connects()));
    } catch (SQLException unreachable) {
      LOG.debug("The store does not respond", unreachable);
      probe.complete(NONE);
    } catch (RuntimeException failure) {
      probe.completeExceptionally(failure);
    }
  }

  private synchronized Optional<Connection> take() {
    Optional<Connection> taken = kept;
    kept = Optional.empty();
    return taken;
  }

  private synchronized void giveBack(Connection connection) throws SQLException {
    if (closed) {
      connection.close();
    } else {
      kept = Optional.of(connection);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (kept.isPresent()) {
        kept.get().close();
      }
    } catch (SQLException failure) {
      LOG.debug("The connection of the probe did not close properly", failure);
    }
  }
}
