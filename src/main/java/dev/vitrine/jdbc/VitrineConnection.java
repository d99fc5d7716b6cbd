package dev.vitrine.jdbc;

import dev.vitrine.protocol.Condition;
import dev.vitrine.protocol.ServiceException;
import dev.vitrine.protocol.SessionProperties;
import dev.vitrine.protocol.SessionState;
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
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A connection. Every change of its properties reaches the session at once. */
final class VitrineConnection extends PlainConnection {
  private static final Duration LONGEST_LOGIN = Duration.ofSeconds(60);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final int MOST_TRIES = 3;
  private static final Logger LOG = Logger.getLogger("dev.vitrine");

  private final Object moving = new Object();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ClientInfo clientInfo = new ClientInfo();
  private final Map<String, Class<?>> typeMap = new HashMap<>();
  private final String url;
  private final Sessions sessions;
  private final VitrineDatabaseMetaData metaData = new VitrineDatabaseMetaData(this);
  private volatile Link link;
  private volatile SQLWarning warnings;
  private volatile int holdability = ResultSet.HOLD_CURSORS_OVER_COMMIT;
  private volatile int networkTimeout;

  private VitrineConnection(String url, Sessions sessions, Link link) {
    this.url = url;
    this.sessions = sessions;
    this.link = link;
  }

  /** A connection whose session starts there. */
  static VitrineConnection open(
      String url, Sessions sessions, Optional<String> catalog, Optional<String> schema)
      throws SQLException {
    VitrineConnection connection;
    try {
      connection = new VitrineConnection(url, sessions, sessions.open(loginTimeout()));
    } catch (RuntimeException e) {
      throw SqlErrors.from(e);
    }
    if (catalog.isPresent() || schema.isPresent()) {
      try {
        connection.sync(new SessionProperties(Optional.empty(), Optional.empty(), catalog, schema));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  private static Duration loginTimeout() {
    int asked = DriverManager.getLoginTimeout();
    return asked > 0 ? Duration.ofSeconds(asked) : LONGEST_LOGIN;
  }

  String url() {
    return url;
  }

  // Requests

  /**
   * A request that may change something: if it was not sent, because the server is gone, another
   * server gets it; if it was sent and no answer came, it is never sent again.
   */
  <T> T ask(Function<Link, T> request) throws SQLException {
    return ask(request, false);
  }

  /** A request that changes nothing outside the session, so that it may be sent again. */
  <T> T askAnyTimes(Function<Link, T> request) throws SQLException {
    return ask(request, true);
  }

  private <T> T ask(Function<Link, T> request, boolean repeatable) throws SQLException {
    for (int tries = 1; ; tries++) {
      Link now = current();
      try {
        return request.apply(now);
      } catch (RuntimeException e) {
        boolean lost = note(now, e);
        if (!lost || !(repeatable || isUnseen(e)) || !canMove(now) || tries == MOST_TRIES) {
          throw SqlErrors.from(e);
        }
      }
    }
  }

  /** A request about something that is in this session and in no other. */
  <T> T askThere(Link there, Function<Link, T> request) throws SQLException {
    try {
      return request.apply(there);
    } catch (RuntimeException e) {
      note(there, e);
      throw SqlErrors.from(e);
    }
  }

  /** Remembers that a session is lost; answers whether it is, as far as this failure tells. */
  private static boolean note(Link link, RuntimeException e) {
    boolean lost =
        e instanceof ServiceException known
            && (known.is(Condition.CONNECTION_LOST) || known.is(Condition.CONNECTION_CLOSED));
    if (lost) {
      link.lose();
    }
    return lost;
  }

  /** Whether it was not sent, or is about a session that the server does not have. */
  private static boolean isUnseen(RuntimeException e) {
    return e instanceof ServiceException known
        && (known.unsent() || known.is(Condition.CONNECTION_CLOSED));
  }

  /** Whether nothing would be missed if the session went on elsewhere. */
  private boolean canMove(Link from) {
    return sessions.haveSpares()
        && !from.hasCursors()
        && from.state().filter(state -> !state.inTransaction()).isPresent();
  }

  /** The session; another one, just like it, if it is lost and nothing is missed. */
  private Link current() throws SQLException {
    Link now = link;
    if (!now.isLost() || !sessions.haveSpares()) {
      return now;
    }
    if (!canMove(now)) {
      throw SqlErrors.lost(
          now.hasCursors()
              ? "The server is lost, and the rest of the rows that were being read with it."
                  + " Hint: close the result set and go on."
              : "The server is lost, and the open transaction with it. Hint: roll back and begin"
                  + " again.");
    }
    return movedFrom(now);
  }

  /** A session like the one that is lost, on a server that answers. */
  private Link movedFrom(Link lost) throws SQLException {
    synchronized (moving) {
      if (link == lost) {
        try {
          Link fresh = sessions.open(loginTimeout());
          fresh.service().sync(fresh.id(), lost.state().orElseThrow().properties());
          fresh.limit(networkLimit());
          link = fresh;
        } catch (RuntimeException e) {
          throw SqlErrors.from(e);
        }
        forget(lost);
      }
      return link;
    }
  }

  /** The server may be there still, and only have been too slow. */
  private static void forget(Link lost) {
    try {
      lost.within(SHORT).close(lost.id());
    } catch (ServiceException e) {
      LOG.log(Level.FINE, "The session that is given up cannot be closed", e);
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
    closing(link, now -> now.within(LONGEST_CLOSE).close(now.id()));
  }

  /** A request to end something; of a server that is gone or lets one in no more, nothing is. */
  void closing(Link there, Consumer<Link> request) throws SQLException {
    if (there.isLost() && sessions.haveSpares()) {
      return;
    }
    try {
      askThere(
          there,
          now -> {
            request.accept(now);
            return null;
          });
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
    try {
      askAnyTimes(
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
    if (link.state().filter(state -> !state.inTransaction()).isPresent()) {
      askAnyTimes(VitrineConnection::commit);
      return;
    }
    Link now = current();
    try {
      commit(now);
    } catch (RuntimeException e) {
      throw note(now, e) && !isUnseen(e)
          ? SqlErrors.caused(
              SqlErrors.of(
                  Condition.OUTCOME_UNKNOWN,
                  "The server was lost while it committed; whether it did is not known."),
              e)
          : SqlErrors.from(e);
    }
  }

  private static Void commit(Link now) {
    now.service().commit(now.id());
    return null;
  }

  /** A transaction that is lost with its server is rolled back. */
  @Override
  public void rollback() throws SQLException {
    checkOpen();
    Link now = link;
    try {
      askThere(
          now,
          there -> {
            there.service().rollback(there.id());
            return null;
          });
    } catch (SQLException e) {
      if (!now.isLost() || !sessions.haveSpares()) {
        throw e;
      }
      movedFrom(now);
    }
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
    link.limit(networkLimit());
  }

  private Optional<Duration> networkLimit() {
    return networkTimeout == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(networkTimeout));
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

  private void sync(SessionProperties wanted) throws SQLException {
    checkOpen();
    ask(now -> now.service().sync(now.id(), wanted));
  }

  /** As the last answer told; only a server that tells nothing is asked. */
  private SessionProperties properties() throws SQLException {
    checkOpen();
    Optional<SessionState> told = link.state();
    return told.isPresent()
        ? told.get().properties()
        : askAnyTimes(now -> now.service().sync(now.id(), SessionProperties.NONE));
  }

  private VitrineStatement statement(int wanted) throws SQLException {
    checkOpen();
    return new VitrineStatement(this, wanted);
  }

  private VitrinePreparedStatement prepare(String sql, int wanted) throws SQLException {
    checkOpen();
    if (sql == null) {
      throw SqlErrors.invalidArgument("There is no SQL text.");
    }
    VitrinePreparedStatement statement = new VitrinePreparedStatement(this, sql, wanted);
    statement.prepare();
    return statement;
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
