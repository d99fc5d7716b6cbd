package dev.vitrine.jdbc;

import dev.vitrine.jdbc.transport.FailoverSession;
import dev.vitrine.jdbc.transport.SessionSource;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.SessionProperties;
import dev.vitrine.protocol.SqlService;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection. Every change of its properties reaches the session at once. */
final class VitrineConnection extends PlainConnection {

  private final AtomicBoolean closed = new AtomicBoolean();
  private final ClientInfo clientInfo = new ClientInfo();
  private final String url;
  private final FailoverSession session;
  private final DatabaseMetaData metaData = VitrineDatabaseMetaData.of(this);
  private final CommitCursors commitCursors = new CommitCursors();
  private volatile @Nullable SQLWarning warnings;
  private volatile int holdability = ResultSet.HOLD_CURSORS_OVER_COMMIT;
  private volatile int networkTimeout;

  private VitrineConnection(String url, FailoverSession session) {
    this.url = url;
    this.session = session;
  }

  /** A connection with a new session of a source. */
  static VitrineConnection open(
      String url, SessionSource source, @Nullable String catalog, @Nullable String schema)
      throws SQLException {
    VitrineConnection connection = new VitrineConnection(url, FailoverSession.begin(source));
    if (catalog != null || schema != null) {
      try {
        connection.sync(
            new SessionProperties(
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(catalog),
                Optional.ofNullable(schema)));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  String url() {
    return url;
  }

  FailoverSession session() {
    return session;
  }

  /** The result sets that end with the transaction. */
  CommitCursors commitCursors() {
    return commitCursors;
  }

  void warn(String message) {
    SQLWarning warning = new SQLWarning(message, "01000", 0);
    synchronized (this) {
      SQLWarning first = warnings;
      if (first == null) {
        warnings = warning;
      } else {
        first.setNextWarning(warning);
      }
    }
  }

  @Override
  void checkOpen() throws SQLException {
    if (isClosed()) {
      throw SqlErrors.connectionClosed();
    }
  }

  @Override
  public boolean isClosed() {
    return closed.get() || session.isGivenUp();
  }

  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      session.end();
    }
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    if (executor == null) {
      throw SqlErrors.invalidArgument("abort needs an executor.");
    }
    if (closed.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            try {
              session.end();
            } catch (SQLException e) {
              warn("Aborting did not succeed: " + e.getMessage());
            }
          });
    }
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw SqlErrors.invalidArgument("The timeout is negative.");
    }
    if (isClosed()) {
      return false;
    }
    try {
      session.requestRepeatable(
          now -> {
            SqlService asked =
                timeout > 0 ? now.within(Duration.ofSeconds(timeout)) : now.service();
            asked.check(now.id());
            return null;
          });
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    checkOpen();
    return metaData;
  }

  // Properties: each reaches the session at once.

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    boolean commits = autoCommit && !getAutoCommit();
    sync(SessionProperties.NONE.withAutoCommit(autoCommit));
    if (commits) {
      commitCursors.transactionEnded();
    }
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return properties().autoCommit().orElseThrow();
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    sync(SessionProperties.NONE.withReadOnly(readOnly));
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return properties().readOnly().orElseThrow();
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    checkOpen();
    if (catalog != null && !catalog.isEmpty()) {
      sync(SessionProperties.NONE.withCatalog(catalog));
    }
  }

  @Override
  public String getCatalog() throws SQLException {
    return properties().catalog().orElseThrow();
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    checkOpen();
    if (schema != null && !schema.isEmpty()) {
      sync(SessionProperties.NONE.withSchema(schema));
    }
  }

  @Override
  public String getSchema() throws SQLException {
    return properties().schema().orElseThrow();
  }

  /** JDBC lets a driver apply a stricter level than the one requested, but no weaker one. */
  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    checkOpen();
    switch (level) {
      case TRANSACTION_READ_COMMITTED, TRANSACTION_READ_UNCOMMITTED -> {}
      case TRANSACTION_REPEATABLE_READ, TRANSACTION_SERIALIZABLE ->
          throw SqlErrors.unsupported("An isolation level above READ COMMITTED");
      default -> throw SqlErrors.invalidArgument("There is no isolation level " + level + ".");
    }
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    checkOpen();
    return TRANSACTION_READ_COMMITTED;
  }

  @Override
  public void commit() throws SQLException {
    requireExplicitTransactions("commit()");
    session.commit();
    commitCursors.transactionEnded();
  }

  @Override
  public void rollback() throws SQLException {
    requireExplicitTransactions("rollback()");
    session.rollback();
    commitCursors.transactionEnded();
  }

  /**
   * In autocommit mode a rollback could undo nothing, and must not look as if it had. A transaction
   * that BEGIN opened can be ended.
   */
  private void requireExplicitTransactions(String method) throws SQLException {
    if (getAutoCommit() && !session.inTransaction()) {
      throw SqlErrors.invalidTransactionState(
          method + " is not allowed in autocommit mode. Hint: call setAutoCommit(false) first.");
    }
  }

  @Override
  public void setHoldability(int wanted) throws SQLException {
    checkOpen();
    ResultSetKind.checkHoldability(wanted);
    holdability = wanted;
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return holdability;
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    checkOpen();
    if (milliseconds < 0) {
      throw SqlErrors.invalidArgument("The timeout is negative.");
    }
    networkTimeout = milliseconds;
    session.limit(milliseconds == 0 ? null : Duration.ofMillis(milliseconds));
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    checkOpen();
    return networkTimeout;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return warnings;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
    warnings = null;
  }

  @Override
  public void setClientInfo(String name, String value) throws SQLClientInfoException {
    clientInfo.set(this, name, value);
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    clientInfo.replace(this, properties);
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    checkOpen();
    return clientInfo.get(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    checkOpen();
    return clientInfo.all();
  }

  // Statements

  @Override
  public VitrineStatement createStatement() throws SQLException {
    return statement(ResultSetKind.forward(holdability));
  }

  @Override
  public VitrineStatement createStatement(int type, int concurrency) throws SQLException {
    return createStatement(type, concurrency, holdability);
  }

  @Override
  public VitrineStatement createStatement(int type, int concurrency, int wanted)
      throws SQLException {
    checkOpen();
    return statement(ResultSetKind.of(this, type, concurrency, wanted));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepare(sql, ResultSetKind.forward(holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return prepareStatement(sql, type, concurrency, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int wanted)
      throws SQLException {
    checkOpen();
    return prepare(sql, ResultSetKind.of(this, type, concurrency, wanted));
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlErrors.invalidArgument("The connection wraps no " + type.getName() + ".");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  private void sync(SessionProperties wanted) throws SQLException {
    checkOpen();
    session.request(now -> now.service().sync(now.id(), wanted));
  }

  private SessionProperties properties() throws SQLException {
    checkOpen();
    return session.properties();
  }

  private VitrineStatement statement(ResultSetKind wanted) throws SQLException {
    checkOpen();
    return new VitrineStatement(this, wanted);
  }

  private VitrinePreparedStatement prepare(String sql, ResultSetKind wanted) throws SQLException {
    checkOpen();
    if (sql == null) {
      throw SqlErrors.invalidArgument("There is no SQL text.");
    }
    VitrinePreparedStatement statement = new VitrinePreparedStatement(this, sql, wanted);
    statement.prepare();
    return statement;
  }
}
