package dev.vitrine.store.connection;

import dev.vitrine.store.connection.ObservedSockets.ObservedSocket;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.VendorSettings;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects connections to PostgreSQL that were lost silently while a statement waits on them. A
 * statement without a response for some time is looked up on another connection: if its backend is
 * gone or idle, no response will arrive, and the connection is closed. A running statement is not
 * touched. If the database does not respond at all for twice the time, all waiting connections are
 * closed. Safe for use by several threads.
 */
final class LostConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LostConnections.class);

  /** Time limit of the look-up of silent statements. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** Backends that run something, or that have stopped running it only just now. */
  private static final String BUSY =
      "SELECT pid FROM pg_stat_activity WHERE pid = ANY (?) AND (state NOT LIKE 'idle%'"
          + " OR state IS NULL OR state_change > clock_timestamp() - ? * INTERVAL '1 millisecond')";

  private final StoreLocation location;
  private final Duration silence;
  private final Runnable evict;
  private final Set<Observed> observed = ConcurrentHashMap.newKeySet();

  private final CountDownLatch closed = new CountDownLatch(1);

  /** Guarded by this. */
  private boolean running;

  /** A connection, its socket, and its process at the database. */
  private record Observed(Connection connection, ObservedSocket socket, int backend) {
    boolean isClosed() {
      try {
        return connection.isClosed();
      } catch (SQLException exception) {
        LOG.debug("A connection does not know whether it is closed", exception);
        return true;
      }
    }
  }

  /**
   * @param silence time without a response before the statement is looked up
   * @param evict closes the other connections of the pool when they are idle
   */
  LostConnections(StoreLocation location, Duration silence, Runnable evict) {
    this.location = location;
    this.silence = silence;
    this.evict = evict;
  }

  /** A new connection, which is observed until it is closed. */
  Connection connect(Properties settings) throws SQLException {
    String key = ObservedSockets.newKey();
    Optional<ObservedSocket> socket;
    Connection connection;
    try {
      settings.setProperty("socketFactory", ObservedSockets.class.getName());
      settings.setProperty("socketFactoryArg", key);
      connection = DriverConnections.connect(location, settings);
    } finally {
      socket = ObservedSockets.take(key);
    }
    if (socket.isPresent()) {
      observe(connection, socket.get());
    }
    return connection;
  }

  private void observe(Connection connection, ObservedSocket socket) throws SQLException {
    int backend = connection.unwrap(PGConnection.class).getBackendPID();
    if (backend == ownBackend(connection)) {
      observed.add(new Observed(connection, socket, backend));
      start();
    }
  }

  /** Behind a pooler of connections it is another one than the driver knows. */
  private static int ownBackend(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private synchronized void start() {
    if (!running) {
      running = true;
      Thread thread = new Thread(this::watch, "vitrine-lost-connections");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** False if there is nothing left to observe; {@link #observe} starts the thread again. */
  private synchronized boolean goesOn() {
    observed.removeIf(Observed::isClosed);
    running = !observed.isEmpty();
    return running;
  }

  private void watch() {
    try {
      long pause = Math.max(50, silence.toMillis() / 4);
      while (!closed.await(pause, TimeUnit.MILLISECONDS) && goesOn()) {
        List<Observed> silent = silentFor(silence);
        if (!silent.isEmpty()) {
          lookUp(silent);
        }
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Observed> silentFor(Duration time) {
    return observed.stream().filter(each -> each.socket().waiting().compareTo(time) > 0).toList();
  }

  private void lookUp(List<Observed> silent) {
    try {
      Set<Integer> busy = busy(silent);
      close(silent.stream().filter(each -> !busy.contains(each.backend())).toList());
    } catch (SQLException unreachable) {
      LOG.debug("The database cannot be queried about silent connections", unreachable);
      close(silentFor(silence.multipliedBy(2)));
    }
  }

  private Set<Integer> busy(List<Observed> silent) throws SQLException {
    Object[] backends = silent.stream().map(Observed::backend).toArray();
    try (Connection other =
            DriverConnections.connect(location, VendorSettings.of(location.vendor(), ANSWER));
        PreparedStatement statement = other.prepareStatement(BUSY)) {
      Array all = other.createArrayOf("int4", backends);
      statement.setArray(1, all);
      statement.setLong(2, silence.toMillis() / 2);
      Set<Integer> busy = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          busy.add(rows.getInt(1));
        }
      }
      return busy;
    }
  }

  private void close(List<Observed> lost) {
    if (lost.isEmpty()) {
      return;
    }
    LOG.warn("The network lost {} connections to the store; they are replaced", lost.size());
    for (Observed each : lost) {
      try {
        // Closes the socket without waiting; the statement fails.
        each.connection().abort(Runnable::run);
        each.socket().close();
      } catch (SQLException | IOException exception) {
        LOG.debug("A lost connection did not close properly", exception);
      }
      observed.remove(each);
    }
    evict.run();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
