package dev.vitrine.jdbc;

import dev.vitrine.protocol.PreparedText;
import dev.vitrine.protocol.ServiceException;
import dev.vitrine.protocol.SessionProperties;
import dev.vitrine.protocol.SqlService;
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
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A connection. Every change of its properties reaches the session at once. */
final class VitrineConnection extends PlainConnection {
  private static final Duration LONGEST_LOGIN = Duration.ofSeconds(60);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final IdleStatements idleStatements = new IdleStatements();
  private final ClientInfo clientInfo = new ClientInfo();
  private final Map<String, Class<?>> typeMap = new HashMap<>();
  private final String id = UUID.randomUUID().toString();
  private final String url;
  private final VitrineDatabaseMetaData metaData = new VitrineDatabaseMetaData(this);
  private volatile SqlService service;
  private volatile SQLWarning warnings;
  private volatile int holdability = ResultSet.HOLD_CURSORS_OVER_COMMIT;
  private volatile int networkTimeout;

  private VitrineConnection(String url, SqlService service) {
    this.url = url;
    this.service = service;
  }

  /** A connection with a session; {@code who} says whose it is where the transport does not. */
  static VitrineConnection open(String url, SqlService service, Map<String, String> who)
      throws SQLException {
    VitrineConnection connection = new VitrineConnection(url, service);
    int asked = DriverManager.getLoginTimeout();
    SqlService patient = connection.within(asked > 0 ? Duration.ofSeconds(asked) : LONGEST_LOGIN);
    connection.tell(() -> patient.open(connection.id, who));
    return connection;
  }

  /** Goes where the session is to start. */
  void start(String catalog, String schema) throws SQLException {
    if (catalog == null && schema == null) {
      return;
    }
    try {
      sync(
          new SessionProperties(
              Optional.empty(),
              Optional.empty(),
              Optional.ofNullable(catalog),
              Optional.ofNullable(schema)));
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  String url() {
    return url;
  }

  String id() {
    return id;
  }

  SqlService service() {
    return service;
  }

  /** A request to the service, whose failure is always an SQLException. */
  <T> T call(Supplier<T> request) throws SQLException {
    try {
      return request.get();
    } catch (RuntimeException e) {
      throw SqlErrors.from(e);
    }
  }

  /** As {@link #call}, of a request that is answered with nothing. */
  void tell(Runnable request) throws SQLException {
    call(
        () -> {
          request.run();
          return null;
        });
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
  void checkOpen() throws SQLException {
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
    SqlService hasty = within(LONGEST_CLOSE);
    closing(() -> hasty.close(id));
  }

  /** The service, which must answer in time if it is a server. */
  private SqlService within(Duration time) {
    return service instanceof HttpService http ? http.within(time) : service;
  }

  /** As {@link #tell}; of a server that is gone or lets one in no more, nothing is to close. */
  void closing(Runnable request) throws SQLException {
    try {
      tell(request);
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
    SqlService asked = timeout > 0 ? within(Duration.ofSeconds(timeout)) : service;
    try {
      asked.check(id);
      return true;
    } catch (ServiceException e) {
      return false;
    }
  }

  @Override
  public VitrineDatabaseMetaData getMetaData() throws SQLException {
    checkOpen();
    return metaData;
  }

  // Properties: each reaches the session at once.

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    sync(SessionProperties.NONE.withAutoCommit(autoCommit));
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return sync(SessionProperties.NONE).autoCommit().orElseThrow();
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    sync(SessionProperties.NONE.withReadOnly(readOnly));
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return sync(SessionProperties.NONE).readOnly().orElseThrow();
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
    return sync(SessionProperties.NONE).catalog().orElseThrow();
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
    return sync(SessionProperties.NONE).schema().orElseThrow();
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
    tell(() -> service.commit(id));
  }

  @Override
  public void rollback() throws SQLException {
    checkOpen();
    tell(() -> service.rollback(id));
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
    if (service instanceof HttpService http) {
      service = milliseconds == 0 ? http.patient() : http.within(Duration.ofMillis(milliseconds));
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

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  private SessionProperties sync(SessionProperties wanted) throws SQLException {
    checkOpen();
    return call(() -> service.sync(id, wanted));
  }

  private VitrineStatement statement(int wanted) throws SQLException {
    checkOpen();
    Optional<IdleStatements.Idle> idle = idleStatements.take();
    int statement = idle.isPresent() ? idle.get().id() : call(() -> service.createStatement(id));
    VitrineStatement created = new VitrineStatement(this, statement, wanted);
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
    PreparedText prepared = call(() -> service.prepare(id, sql));
    return new VitrinePreparedStatement(this, prepared, wanted);
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
