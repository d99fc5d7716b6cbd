package dev.vitrine.store.connection;

import dev.vitrine.store.h2.H2Disk;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.VendorSettings;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections straight from the vendor's driver, for the pool and the migrations. */
public final class UnpooledSource implements DataSource {
  /** How long a closing pool waits for a connection that is being opened. */
  private static final int LOGIN_SECONDS = 5;

  private final StoreLocation location;
  private volatile Duration statementTime;
  private volatile Optional<H2Disk> disk = Optional.empty();
  private volatile Optional<LostConnections> lost = Optional.empty();

  /** Connections whose statements have no limit. */
  public UnpooledSource(StoreLocation location) {
    this(location, Duration.ZERO);
  }

  /**
   * @param statementTime time limit of a statement; zero means no limit
   */
  public UnpooledSource(StoreLocation location, Duration statementTime) {
    this.location = location;
    this.statementTime = statementTime;
  }

  /** Lets the disk's state decide how connections are made. */
  void use(H2Disk state) {
    disk = Optional.of(state);
  }

  /** Lets the connections be observed. */
  void use(LostConnections observer) {
    lost = Optional.of(observer);
  }

  /** For the connections that are made from now on. */
  public void setStatementTime(Duration time) {
    statementTime = time;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (disk.isPresent()) {
      return disk.get().connect();
    }
    Properties settings = VendorSettings.forStatements(location.vendor(), statementTime);
    return lost.isPresent()
        ? lost.get().connect(settings)
        : DriverConnections.connect(location, settings);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // Logging goes through SLF4J.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The pool has its own timeout.
  }

  @Override
  public int getLoginTimeout() {
    return LOGIN_SECONDS;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("not a wrapper", "0A000");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
