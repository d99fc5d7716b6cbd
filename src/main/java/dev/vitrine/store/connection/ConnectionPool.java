package dev.vitrine.store.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.vitrine.store.connection.ConnectionShares.Permit;
import dev.vitrine.store.h2.H2Disk;
import dev.vitrine.store.vendor.StoreErrors;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.Vendor;
import dev.vitrine.store.vendor.VendorSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pooled connections to the database of one store: those that are shared among users, and a few
 * for the audit trail, so that sessions that hold all others cannot delay a refusal. Safe for use
 * by several threads.
 */
public final class ConnectionPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

  /** Connections for the audit trail, besides the pool. */
  private static final int AUDIT_POOL_SIZE = 2;

  /** Time limit of opening a connection, in milliseconds. */
  private static final long CONNECT_MILLIS = 10_000;

  /** Time limit of validating a connection, in milliseconds. */
  private static final long VALIDATION_MILLIS = 2_000;

  /** Interval of checking idle connections, in milliseconds. */
  private static final long KEEPALIVE_MILLIS = 30_000;

  private final DataSource source;
  private final Vendor vendor;
  private final SqlLogger logger;
  private final Duration lockTime;
  private final Optional<H2Disk> disk;
  private final Optional<LostConnections> lost;
  private final ConnectionShares shares;
  private final Map<Connection, Permit> permits =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  /** Created for the first refusal; guarded by this, as is {@link #auditJdbi}. */
  private @Nullable HikariDataSource auditPool;

  private @Nullable Jdbi auditJdbi;

  /** Opens no connection before the first request. */
  public ConnectionPool(
      UnpooledSource source, StoreLocation location, SqlLogger logger, StoreSettings settings) {
    this.source = source;
    this.vendor = location.vendor();
    this.disk =
        vendor == Vendor.H2 && !location.inMemory()
            ? Optional.of(new H2Disk(location, this::evict))
            : Optional.empty();
    disk.ifPresent(source::use);
    this.lost =
        vendor == Vendor.POSTGRESQL
            ? Optional.of(new LostConnections(location, settings.silence(), this::evict))
            : Optional.empty();
    lost.ifPresent(source::use);
    this.logger = logger;
    this.lockTime = settings.lockTime();
    this.shares =
        new ConnectionShares(settings.connections(), settings.shareWait(), settings.poolWait());
    this.pool = pool("store", settings.connections());
    this.jdbi =
        jdbi(
            new ConnectionFactory() {
              @Override
              public Connection openConnection() throws SQLException {
                return pool.getConnection();
              }

              @Override
              public void closeConnection(Connection connection) throws SQLException {
                giveBack(connection);
              }
            });
  }

  private HikariDataSource pool(String name, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("vitrine-" + name);
    config.setDataSource(source);
    config.setSchema(StoreLocation.SCHEMA);
    config.setConnectionInitSql(VendorSettings.initialSql(vendor, lockTime));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setValidationTimeout(VALIDATION_MILLIS);
    config.setKeepaliveTime(KEEPALIVE_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setExceptionOverride(new KeptConnections(disk.orElse(null)));
    return new HikariDataSource(config);
  }

  private Jdbi jdbi(ConnectionFactory factory) {
    Jdbi created = Jdbi.create(factory);
    created.setSqlLogger(logger);
    created.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    return created;
  }

  /** The shares of users in the ordinary connections. */
  public ConnectionShares shares() {
    return shares;
  }

  /** Changes the size of the pool and the waiting times of requests. */
  public void configure(StoreSettings settings) {
    shares.configure(settings.connections(), settings.shareWait(), settings.poolWait());
    pool.getHikariConfigMXBean().setMaximumPoolSize(settings.connections());
  }

  /** A connection, which counts against the request's share until the handle is closed. */
  public Handle open(ConnectionRequest request) throws InterruptedException {
    return open(shares.take(request));
  }

  /** The same, or empty if it would have to wait for its share. */
  public Optional<Handle> tryOpen(ConnectionRequest request) {
    return shares.tryTake(request).map(this::open);
  }

  private Handle open(Permit permit) {
    boolean opened = false;
    try {
      Handle handle = jdbi.open();
      permits.put(handle.getConnection(), permit);
      opened = true;
      return handle;
    } catch (ConnectionException unavailable) {
      // With the permit a connection is free, so the database is the reason for the failure.
      throw StoreErrors.unreachable(unavailable);
    } finally {
      if (!opened) {
        permit.close();
      }
    }
  }

  /** The permit ends after the connection is free, so that the next holder finds it. */
  private void giveBack(Connection connection) throws SQLException {
    Permit permit = permits.remove(connection);
    try {
      connection.close();
    } finally {
      if (permit != null) {
        permit.close();
      }
    }
  }

  /** A connection for the audit trail. */
  public Handle openAudit() {
    return auditJdbi().open();
  }

  private synchronized Jdbi auditJdbi() {
    if (auditJdbi == null) {
      HikariDataSource audit = pool("audit", AUDIT_POOL_SIZE);
      auditPool = audit;
      auditJdbi = jdbi(audit::getConnection);
    }
    return auditJdbi;
  }

  /** Closes idle connections now, and those in use when they are given back. */
  public synchronized void evict() {
    pool.getHikariPoolMXBean().softEvictConnections();
    if (auditPool != null) {
      auditPool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  /** Whether the connection that is reserved for the health check can be had. */
  public boolean connects() {
    try (Handle handle = open(ConnectionRequest.ofHealth())) {
      if (vendor == Vendor.H2) {
        // The driver calls a connection valid whose database has closed.
        return handle.createQuery("SELECT COUNT(*) FROM metastore").mapTo(int.class).one() >= 0;
      }
      return handle.getConnection().isValid((int) (VALIDATION_MILLIS / 1_000));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (SQLException | RuntimeException failure) {
      LOG.debug("The pool provides no connection", failure);
      return false;
    }
  }

  /** Whether the store takes no changes since its disk is full. */
  public boolean readOnly() {
    return disk.map(H2Disk::readOnly).orElse(false);
  }

  /** The connections in use, and the waiting requests. */
  public PoolFigures figures() {
    HikariPoolMXBean figures = pool.getHikariPoolMXBean();
    ShareFigures divided = shares.figures();
    return new PoolFigures(
        figures.getActiveConnections(),
        figures.getIdleConnections(),
        figures.getThreadsAwaitingConnection() + divided.waiting(),
        pool.getHikariConfigMXBean().getMaximumPoolSize(),
        divided);
  }

  @Override
  public synchronized void close() {
    disk.ifPresent(H2Disk::close);
    lost.ifPresent(LostConnections::close);
    if (auditPool != null) {
      auditPool.close();
    }
    pool.close();
  }
}
