package dev.vitrine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

/** An open registry store. Safe for use by several threads. */
public final class Store implements AutoCloseable {
  static final int H2_IN_USE = 90020;
  private static final int POOL_SIZE = 32;
  private static final int AUDIT_POOL_SIZE = 2;

  private final StoreLocation location;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final SecuredRelations secured;
  private final StoreProbe probe;
  private final ExclusiveGate gate = new ExclusiveGate();
  private final Reach reach = new Reach();
  private final SentStatements sent = new SentStatements();

  /** Made with the first refusal, and guarded by this. */
  private HikariDataSource auditPool;

  /** On {@link #auditPool}. */
  private Jdbi auditJdbi;

  private Store(StoreLocation location, HikariDataSource pool) {
    this.location = location;
    this.pool = pool;
    this.jdbi = jdbi(pool);
    this.secured = new SecuredRelations(location.vendor());
    this.probe = new StoreProbe(location);
  }

  /**
   * Opens the store at a location, migrating it if it is older than this release.
   *
   * @throws VitrineException CANNOT_CONNECT when it cannot be opened, or is newer
   */
  @SuppressWarnings("try") // The connection keeps a file store open until the pool is there.
  public static Store open(StoreLocation location) {
    // Drivers are found by name, since a service loader may see another class path than ours.
    try (Connection first = Migrations.open(location)) {
      return new Store(location, pool(location, "store", POOL_SIZE));
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
    }
    Connection connection = driver.connect(location.jdbcUrl(), settings);
    if (connection == null) {
      throw new SQLException("the driver does not know the URL", "08001");
    }
    return connection;
  }

  private static HikariDataSource pool(StoreLocation location, String name, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("vitrine-" + name);
    config.setDataSource(new UnpooledSource(location));
    config.setSchema(Migrations.SCHEMA);
    config.setConnectionInitSql("SET TIME ZONE 'UTC'");
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
   */
  public boolean reachesFew(long userId, boolean asking) {
    Optional<Boolean> known = reach.known(userId);
    if (known.isPresent() || !asking || vendor() != Vendor.POSTGRESQL) {
      return known.orElse(false);
    }
    try (Handle handle = jdbi.open()) {
      return reach.ask(userId, handle);
    } catch (RuntimeException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  /** What this store sends to the database. */
  SentStatements sent() {
    return sent;
  }

  /** Begins a transaction; whoever calls ends it. */
  public StoreTransaction begin() {
    return begin(false);
  }

  /** For statements that only read, and need no transaction; whoever calls closes it. */
  public StoreTransaction beginReading() {
    return begin(true);
  }

  private StoreTransaction begin(boolean reading) {
    try {
      return new StoreTransaction(jdbi.open(), location.vendor(), gate, sent, reading);
    } catch (RuntimeException exception) {
      throw connectionFailure(exception);
    }
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
      if (vendor() == Vendor.H2) {
        SessionTimeout.setAmple(handle.getConnection());
      }
      return work.apply(new AccountReads(handle));
    } catch (RuntimeException | SQLException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  /**
   * What reads small answers outside of transactions; whoever calls closes it. Empty where there is
   * no round trip to save.
   */
  public Optional<SmallRead> small() {
    if (!vendor().answersSeveral()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SmallRead(jdbi.open(), vendor(), sent));
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
      return new StoreTransaction(auditJdbi().open(), location.vendor(), gate, sent, false);
    } catch (RuntimeException exception) {
      throw connectionFailure(exception);
    }
  }

  private synchronized Jdbi auditJdbi() {
    if (auditPool == null) {
      auditPool = pool(location, "audit", AUDIT_POOL_SIZE);
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
