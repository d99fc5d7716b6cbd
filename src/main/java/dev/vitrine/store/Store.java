package dev.vitrine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open registry store. Safe for use by several threads. */
public final class Store implements AutoCloseable {
  static final int H2_IN_USE = 90020;

  private static final Logger LOG = LoggerFactory.getLogger(Store.class);
  private static final int LATEST_DEADLOCK_MILLIS = 1_500;
  private static final int POOL_SIZE = 32;
  private static final int AUDIT_POOL_SIZE = 2;

  /** How long statements wait for a lock of another transaction, if nothing else is set. */
  public static final Duration LOCK_TIME = Duration.ofSeconds(10);

  private final StoreLocation location;
  private final Duration lockTime;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final SecuredRelations secured;
  private final StoreProbe probe;
  private final H2Locks h2Locks = new H2Locks();
  private final Reach reach = new Reach();
  private final SentStatements sent = new SentStatements();

  /** Made with the first refusal, and guarded by this. */
  private HikariDataSource auditPool;

  /** On {@link #auditPool}. */
  private Jdbi auditJdbi;

  private Store(StoreLocation location, Duration lockTime, HikariDataSource pool) {
    this.location = location;
    this.lockTime = lockTime;
    this.pool = pool;
    this.jdbi = jdbi(pool);
    this.secured = new SecuredRelations(location.vendor());
    this.probe = new StoreProbe(location);
  }

  /** As {@link #open(StoreLocation, Duration)}, with {@link #LOCK_TIME}. */
  public static Store open(StoreLocation location) {
    return open(location, LOCK_TIME);
  }

  /**
   * Opens the store at a location, migrating it if it is older than this release.
   *
   * @param lockTime how long statements wait for a lock of another transaction
   * @throws VitrineException CANNOT_CONNECT when it cannot be opened, or is newer
   */
  @SuppressWarnings("try") // The connection keeps a file store open until the pool is there.
  public static Store open(StoreLocation location, Duration lockTime) {
    // Drivers are found by name, since a service loader may see another class path than ours.
    try (Connection first = Migrations.open(location)) {
      if (location.vendor() == Vendor.POSTGRESQL) {
        warnOfLateDeadlocks(first);
      }
      return new Store(location, lockTime, pool(location, lockTime, "store", POOL_SIZE));
    } catch (SQLException exception) {
      throw cannotOpen(location, exception);
    } catch (FlywayException exception) {
      for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw cannotOpen(location, sql);
        }
      }
      throw new VitrineException(
              ErrorCode.CANNOT_CONNECT, "The store's schema could not be brought up to date.")
          .withCause(exception)
          .withHint("The log says why; the store is as it was.");
    }
  }

  /** An ordinary account cannot change when PostgreSQL looks for deadlocks. */
  private static void warnOfLateDeadlocks(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet millis =
            statement.executeQuery(
                "SELECT setting FROM pg_settings WHERE name = 'deadlock_timeout'")) {
      if (millis.next() && millis.getInt(1) > LATEST_DEADLOCK_MILLIS) {
        LOG.warn(
            "The database looks for deadlocks after {} ms only; set its deadlock_timeout to 1s",
            millis.getInt(1));
      }
    }
  }

  static Connection connect(StoreLocation location) throws SQLException {
    return connect(location, new Properties());
  }

  /** A connection with settings of the vendor's driver. */
  static Connection connect(StoreLocation location, Properties settings) throws SQLException {
    Driver driver =
        switch (location.vendor()) {
          case H2 -> new org.h2.Driver();
          case POSTGRESQL -> new org.postgresql.Driver();
        };
    if (location.vendor() == Vendor.POSTGRESQL) {
      settings.setProperty("maxResultBuffer", String.valueOf(FetchedBytes.MOST));
      settings.setProperty("socketFactory", MeteredSocketFactory.class.getName());
      // Texts of statements that each connection keeps; users write them, and can make them long.
      settings.setProperty("preparedStatementCacheSizeMiB", "1");
    }
    Connection connection = driver.connect(location.jdbcUrl(), settings);
    if (connection == null) {
      throw new SQLException("the driver does not know the URL", "08001");
    }
    return connection;
  }

  private static HikariDataSource pool(
      StoreLocation location, Duration lockTime, String name, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("vitrine-" + name);
    config.setDataSource(new UnpooledSource(location));
    config.setSchema(Migrations.SCHEMA);
    config.setConnectionInitSql("SET TIME ZONE 'UTC'; " + location.vendor().lockTime(lockTime));
    config.setExceptionOverride(new KeptConnections());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(10_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private Jdbi jdbi(HikariDataSource pool) {
    Jdbi jdbi = Jdbi.create(pool);
    jdbi.setSqlLogger(sent);
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    return jdbi;
  }

  private static VitrineException cannotOpen(StoreLocation location, SQLException exception) {
    if (exception.getErrorCode() == H2_IN_USE) {
      return new VitrineException(
              ErrorCode.CANNOT_CONNECT,
              "The store "
                  + location.url().substring("jdbc:vitrine:".length())
                  + " is in use by another process.")
          .withCause(exception)
          .withHint(
              "An embedded file store belongs to one process at a time: close the other one,"
                  + " or use PostgreSQL.");
    }
    // The driver's message names hosts, users and databases of the store, never passwords.
    return new VitrineException(
            ErrorCode.CANNOT_CONNECT,
            "The registry store cannot be opened: " + firstLine(exception.getMessage()))
        .withCause(exception)
        .withHint("Check the URL, and that the database is up and lets you in.");
  }

  private static String firstLine(String message) {
    String line = message == null ? "no reason given." : message.lines().findFirst().orElse("");
    return line.endsWith(".") ? line : line + ".";
  }

  /** The kind of database. */
  public Vendor vendor() {
    return location.vendor();
  }

  /** The relations' security text for this kind of database. */
  public SecuredRelations securedRelations() {
    return secured;
  }

  /**
   * Whether a user has rights on so few of so many models that it is faster to look for them from
   * the rights. It may be out of date; both ways find the same.
   *
   * @param asking whether to ask the database if that is not known
   * @param calls the call of which the question is a part
   */
  public boolean reachesFew(long userId, boolean asking, Supplier<Cancellation> calls) {
    Optional<Boolean> known = reach.known(userId);
    if (known.isPresent() || !asking || vendor() != Vendor.POSTGRESQL) {
      return known.orElse(false);
    }
    try (Handle handle = calls.get().interruptibly(jdbi::open)) {
      handle.setStatementBuilder(statements(handle, calls).builder());
      return reach.ask(userId, handle);
    } catch (RuntimeException | SQLException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  /** What this store sends to the database. */
  SentStatements sent() {
    return sent;
  }

  /** The call of work that nobody can cancel. */
  private static Cancellation nobody() {
    return Cancellation.NEVER;
  }

  /** Begins a transaction, which the caller ends, and which nobody can cancel. */
  public StoreTransaction begin() {
    return begin(Store::nobody);
  }

  /**
   * Begins a transaction, which the caller ends.
   *
   * @param calls answers the call of which the next statement is a part
   */
  public StoreTransaction begin(Supplier<Cancellation> calls) {
    return begin(calls, false);
  }

  /** As {@link #begin()}, for statements that only read and need no transaction. */
  public StoreTransaction beginReading() {
    return begin(Store::nobody, true);
  }

  /** As {@link #begin(Supplier)}, for statements that only read and need no transaction. */
  public StoreTransaction beginReading(Supplier<Cancellation> calls) {
    return begin(calls, true);
  }

  private StoreTransaction begin(Supplier<Cancellation> calls, boolean reading) {
    try {
      Handle handle = calls.get().interruptibly(jdbi::open);
      return new StoreTransaction(
          handle, location.vendor(), h2Locks, sent, calls, lockTime, reading);
    } catch (RuntimeException exception) {
      throw connectionFailure(exception);
    }
  }

  private WatchedStatements statements(Handle handle, Supplier<Cancellation> calls)
      throws SQLException {
    return new WatchedStatements(handle.getConnection(), vendor(), calls, lockTime);
  }

  /** Reads of accounts. */
  public <T> T reading(Function<AccountReads, T> work) {
    Handle handle;
    try {
      handle = jdbi.open();
    } catch (RuntimeException exception) {
      throw connectionFailure(exception);
    }
    try (handle) {
      return work.apply(new AccountReads(handle));
    } catch (RuntimeException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  /**
   * What reads small answers outside of transactions; whoever calls closes it. Empty where there is
   * no round trip to save.
   *
   * @param calls answers the call of which the next statement is a part
   */
  public Optional<SmallRead> small(Supplier<Cancellation> calls) {
    if (!vendor().answersSeveral()) {
      return Optional.empty();
    }
    try {
      Handle handle = calls.get().interruptibly(jdbi::open);
      return Optional.of(new SmallRead(handle, vendor(), sent, statements(handle, calls)));
    } catch (SQLException exception) {
      throw StoreErrors.unreachable(exception);
    } catch (RuntimeException exception) {
      throw connectionFailure(exception);
    }
  }

  /**
   * Begins a transaction for writing down a refusal, on a connection that is never used for
   * anything else: sessions that hold every other connection cannot keep each other waiting.
   */
  public StoreTransaction beginAudit() {
    try {
      return new StoreTransaction(auditJdbi().open(), location.vendor(), h2Locks, sent, Store::nobody, lockTime, false);
    } catch (RuntimeException exception) {
      throw connectionFailure(exception);
    }
  }

  private synchronized Jdbi auditJdbi() {
    if (auditPool == null) {
      auditPool = pool(location, lockTime, "audit", AUDIT_POOL_SIZE);
      auditJdbi = jdbi(auditPool);
    }
    return auditJdbi;
  }

  /** Product name and version of the database. */
  public String version() {
    try (Connection connection = pool.getConnection()) {
      return connection.getMetaData().getDatabaseProductName()
          + " "
          + connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException exception) {
      throw StoreErrors.unreachable(exception);
    }
  }

  /** Whether the database answers within a time. */
  public boolean isReachable(Duration within) {
    return probe.answers(within);
  }

  /** The connections of sessions. */
  public PoolFigures pool() {
    HikariPoolMXBean figures = pool.getHikariPoolMXBean();
    return new PoolFigures(
        figures.getActiveConnections(),
        figures.getIdleConnections(),
        figures.getThreadsAwaitingConnection(),
        POOL_SIZE);
  }

  private static RuntimeException connectionFailure(RuntimeException exception) {
    if (exception instanceof VitrineException known) {
      return known;
    }
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.sql.SQLTransientConnectionException timeout
          && timeout.getCause() == null) {
        return new VitrineException(
                ErrorCode.TOO_MANY_CONNECTIONS, "All connections to the store are in use.")
            .withCause(exception)
            .withHint("Close result sets and transactions that are not needed, and try again.");
      }
    }
    return StoreErrors.unreachable(exception);
  }

  /**
   * In a thread of its own, for whoever closes the last connection may be interrupted, as pools do
   * with their threads, and a store that is half closed would stay open to nobody's use.
   */
  @Override
  public void close() {
    Thread closing = new Thread(this::closePools, "vitrine-close");
    closing.start();
    boolean interrupted = false;
    while (closing.isAlive()) {
      try {
        closing.join();
      } catch (InterruptedException exception) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closePools() {
    probe.close();
    if (auditPool != null) {
      auditPool.close();
    }
    pool.close();
  }
}
