package dev.vitrine.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Connections straight from the vendor's driver, for the pool and the migrations. */
final class UnpooledSource implements DataSource {
  /** How long the pool waits, when it is closed, for a connection that is just being made. */
  private static final int LOGIN_SECONDS = 5;

  private final StoreLocation location;

  UnpooledSource(StoreLocation location) {
    this.location = location;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return Store.connect(location);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
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
