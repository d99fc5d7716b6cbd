package dev.vitrine.jdbc;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.apache.calcite.avatica.remote.Service;

/**
 * A connection. It speaks to the service itself: Avatica's client keeps changed properties to
 * itself until the next statement is created, so that a rollback after {@code setAutoCommit(false)}
 * undid nothing, and lets unchecked exceptions out.
 */
final class VitrineConnection extends PlainConnection {
  private static final Duration LONGEST_LOGIN = Duration.ofSeconds(60);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final IdleStatements idleStatements = new IdleStatements();
  private final ClientInfo clientInfo = new ClientInfo();
  private final Map<String, Class<?>> typeMap = new HashMap<>();
  private final String url;
  private volatile SQLWarning warnings;
  private volatile int holdability = ResultSet.HOLD_CURSORS_OVER_COMMIT;
  private volatile int networkTimeout;

  VitrineConnection(
      UnregisteredDriver driver, AvaticaFactory factory, String url, Properties info) {
    super(driver, factory, url, info);
    this.url = url;
  }

  /** Opens the session; {@code who} says whose it is where the transport does not. */
  void open(Map<String, String> who) throws SQLException {
    int asked = DriverManager.getLoginTimeout();
    Service service = within(asked > 0 ? Duration.ofSeconds(asked) : LONGEST_LOGIN);
    call(() -> service.apply(new Service.OpenConnectionRequest(id, who)));
  }

  /** Goes where the session is to start. */
  void start(String catalog, String schema) throws SQLException {
    if (catalog == null && schema == null) {
      return;
    }
    try {
      sync(new ConnectionPropertiesImpl(null, null, null, catalog, schema));
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  String url() {
    return url;
  }

  String driverVersion() {
    return driver.getDriverVersion().versionString;
  }

  /** A request to the service, whose failure is always an SQLException. */
  <T> T call(Supplier<T> request) throws SQLException {
    try {
      return request.get();
    } catch (RuntimeException e) {
      throw SqlErrors.from(e);
    }
  }

  void warn(String message) {
    SQLWarning warning = new SQLWarning(message, "01000", 0);
    synchronized (this) {
      if (warnings == null) {
        warnings = warning;
      } else {
        warnings.setNextWarning(warning);
      }
    }
  }

  @Override
  protected void checkOpen() throws SQLException {
    if (isClosed()) {
      throw SqlErrors.connectionClosed();
    }
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      end();
    }
  }

  private void end() throws SQLException {
    Service service = within(LONGEST_CLOSE);
    closing(() -> service.apply(new Service.CloseConnectionRequest(id)));
  }

  /** The service, which must answer in time if it is a server. */
  private Service within(Duration time) {
    return getService() instanceof HttpService http ? http.within(time) : getService();
  }

  /** As {@link #call}; of a server that is gone or lets one in no more, nothing is to close. */
  <T> void closing(Supplier<T> request) throws SQLException {
    try {
      call(request);
    } catch (SQLException e) {
      if (!e.getSQLState().startsWith("08") && !e.getSQLState().startsWith("28")) {
        throw e;
      }
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
              end();
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
    Service service = timeout > 0 ? within(Duration.ofSeconds(timeout)) : getService();
    try {
      service.apply(new Service.DatabasePropertyRequest(id));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public VitrineDatabaseMetaData getMetaData() throws SQLException {
    checkOpen();
    return (VitrineDatabaseMetaData) metaData;
  }

  // Properties: each reaches the session at once.

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    sync(new ConnectionPropertiesImpl().setAutoCommit(autoCommit));
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return sync(new ConnectionPropertiesImpl()).isAutoCommit();
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    sync(new ConnectionPropertiesImpl().setReadOnly(readOnly));
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return sync(new ConnectionPropertiesImpl()).isReadOnly();
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    checkOpen();
    if (catalog != null && !catalog.isEmpty()) {
      sync(new ConnectionPropertiesImpl().setCatalog(catalog));
    }
  }

  @Override
  public String getCatalog() throws SQLException {
    return sync(new ConnectionPropertiesImpl()).getCatalog();
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    checkOpen();
    if (schema != null && !schema.isEmpty()) {
      sync(new ConnectionPropertiesImpl().setSchema(schema));
    }
  }

  @Override
  public String getSchema() throws SQLException {
    return sync(new ConnectionPropertiesImpl()).getSchema();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    checkOpen();
    switch (level) {
      case TRANSACTION_READ_COMMITTED -> {}
      case TRANSACTION_READ_UNCOMMITTED, TRANSACTION_REPEATABLE_READ, TRANSACTION_SERIALIZABLE ->
          throw SqlErrors.unsupported("Any isolation but READ COMMITTED");
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
    checkOpen();
    call(() -> getService().apply(new Service.CommitRequest(id)));
  }

  @Override
  public void rollback() throws SQLException {
    checkOpen();
    call(() -> getService().apply(new Service.RollbackRequest(id)));
  }

  @Override
  public void setHoldability(int wanted) throws SQLException {
    checkOpen();
    checkHoldability(wanted);
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
    if (getService() instanceof HttpService http) {
      setService(milliseconds == 0 ? http.patient() : http.within(Duration.ofMillis(milliseconds)));
    }
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    checkOpen();
    return networkTimeout;
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    checkOpen();
    return typeMap;
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    checkOpen();
    typeMap.clear();
    if (map != null) {
      typeMap.putAll(map);
    }
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
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
  public String getClientInfo(String name) throws SQLException {
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
    return statement(holdability);
  }

  @Override
  public VitrineStatement createStatement(int type, int concurrency) throws SQLException {
    return createStatement(type, concurrency, holdability);
  }

  @Override
  public VitrineStatement createStatement(int type, int concurrency, int wanted)
      throws SQLException {
    checkOpen();
    checkResultSets(type, concurrency, wanted);
    return statement(wanted);
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepare(sql, holdability);
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
    checkResultSets(type, concurrency, wanted);
    return prepare(sql, wanted);
  }

  /** Generated keys are always kept, so that asking for them changes nothing. */
  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return prepare(sql, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return prepare(sql, holdability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return prepare(sql, holdability);
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    checkOpen();
    return sql;
  }

  @Override
  public TextClob createClob() throws SQLException {
    checkOpen();
    return new TextClob("");
  }

  @Override
  public TextClob createNClob() throws SQLException {
    checkOpen();
    return new TextClob("");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlErrors.invalidArgument("The connection wraps no " + type.getName() + ".");
  }

  private Meta.ConnectionProperties sync(Meta.ConnectionProperties wanted) throws SQLException {
    checkOpen();
    return call(() -> getService().apply(new Service.ConnectionSyncRequest(id, wanted))).connProps;
  }

  private VitrineStatement statement(int wanted) throws SQLException {
    checkOpen();
    Optional<IdleStatements.Idle> idle = idleStatements.take();
    int statement =
        idle.isPresent()
            ? idle.get().id()
            : call(() -> getService().apply(new Service.CreateStatementRequest(id))).statementId;
    VitrineStatement created =
        new VitrineStatement(this, new Meta.StatementHandle(id, statement, null), wanted);
    idle.ifPresent(created::continuing);
    return created;
  }

  IdleStatements idleStatements() {
    return idleStatements;
  }

  private VitrinePreparedStatement prepare(String sql, int wanted) throws SQLException {
    checkOpen();
    if (sql == null) {
      throw SqlErrors.invalidArgument("There is no SQL text.");
    }
    Service.PrepareResponse prepared =
        call(() -> getService().apply(new Service.PrepareRequest(id, sql, -1)));
    return new VitrinePreparedStatement(this, prepared.statement, wanted);
  }

  /** What is wanted beyond reading forward is given up with a warning, as JDBC allows. */
  private void checkResultSets(int type, int concurrency, int wanted) throws SQLException {
    switch (type) {
      case ResultSet.TYPE_FORWARD_ONLY -> {}
      case ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_SCROLL_SENSITIVE ->
          warn("Result sets are forward only.");
      default -> throw SqlErrors.invalidArgument("There is no result set type " + type + ".");
    }
    switch (concurrency) {
      case ResultSet.CONCUR_READ_ONLY -> {}
      case ResultSet.CONCUR_UPDATABLE -> warn("Result sets are read only.");
      default -> throw SqlErrors.invalidArgument("There is no concurrency " + concurrency + ".");
    }
    checkHoldability(wanted);
  }

  private static void checkHoldability(int wanted) throws SQLException {
    if (wanted != ResultSet.HOLD_CURSORS_OVER_COMMIT
        && wanted != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
      throw SqlErrors.invalidArgument("There is no holdability " + wanted + ".");
    }
  }
}
