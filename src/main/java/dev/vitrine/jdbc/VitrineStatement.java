package dev.vitrine.jdbc;

import dev.vitrine.jdbc.transport.SessionHandle;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.ExecutionResult;
import dev.vitrine.protocol.Frame;
import dev.vitrine.protocol.StatementControl.SetLimits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A statement, and the results of its last execution. */
class VitrineStatement extends StatementHints {
  private final VitrineConnection owner;
  private final ResultSetKind resultSets;
  private final EngineStatement engine;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final List<String> batch = new ArrayList<>();
  private final Deque<ExecutionResult> results = new ArrayDeque<>();
  private final List<List<Object>> keys = new ArrayList<>();
  private Optional<VitrineResultSet> current = Optional.empty();
  private Optional<FrameRows> cursor = Optional.empty();
  private long currentCount = -1;
  private boolean closesOnCompletion;

  VitrineStatement(VitrineConnection owner, ResultSetKind resultSets) {
    this(owner, EngineStatement.plain(owner.session()), resultSets);
  }

  VitrineStatement(VitrineConnection owner, EngineStatement engine, ResultSetKind resultSets) {
    this.owner = owner;
    this.engine = engine;
    this.resultSets = resultSets;
  }

  /** Opens the statement of the engine. */
  final void open() throws SQLException {
    engine.open(limits());
  }

  private SetLimits limits() {
    return new SetLimits(maxRows(), timeoutSeconds() * 1000L);
  }

  final Frame fetch(SessionHandle there, long offset, int rows) throws SQLException {
    return engine.fetch(there, offset, rows);
  }

  /** Called by the current result set when it is closed. */
  final void resultSetClosed(VitrineResultSet closedSet) throws SQLException {
    owner.commitCursors().remove(closedSet);
    if (closesOnCompletion && current.filter(set -> set == closedSet).isPresent()) {
      close();
    }
  }

  /** Best effort: closing the statement does it too. */
  final void closeCursor() {
    if (!isClosed.get() && !owner.isClosed()) {
      try {
        engine.closeCursor();
      } catch (SQLException e) {
        warnOfClose(e);
      }
    }
  }

  final void warnOfClose(SQLException failure) {
    owner.warn("Closing did not succeed: " + failure.getMessage());
  }

  // Execution

  @Override
  public boolean execute(String sql) throws SQLException {
    checkPlain();
    kind(sql);
    run(text(sql));
    return current.isPresent();
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    checkPlain();
    if (kind(sql) == StatementKind.UPDATE) {
      requireValid(sql);
      throw SqlErrors.noRows();
    }
    run(text(sql));
    return current().orElseThrow(SqlErrors::noRows);
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    checkPlain();
    return update(sql);
  }

  @Override
  public final int executeUpdate(String sql) throws SQLException {
    return saturated(executeLargeUpdate(sql));
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    checkPlain();
    kind(sql);
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch.clear();
  }

  /** One request per entry, so that a failure shows which entry failed. */
  @Override
  public long[] executeLargeBatch() throws SQLException {
    checkOpen();
    List<String> entries = List.copyOf(batch);
    batch.clear();
    return BatchRun.run(this, entries, this::update);
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return LongStream.of(executeLargeBatch()).mapToInt(VitrineStatement::saturated).toArray();
  }

  /**
   * Cancels the running statement, from any thread, without a lock; does nothing for an idle
   * statement.
   */
  @Override
  public void cancel() throws SQLException {
    checkOpen();
    engine.cancel();
  }

  /** Executes the statement, after closing the results of the execution before. */
  final void run(EngineStatement.Execution execution) throws SQLException {
    checkOpen();
    reset();
    open();
    boolean inTransaction = owner.session().inTransaction();
    for (ExecutionResult result : engine.execute(limits(), execution)) {
      if (result.sql().equals(ExecutionResult.GENERATED_KEYS)) {
        keys.addAll(result.first().rows());
      } else if (result.sql().equals(ExecutionResult.WARNINGS)) {
        result.first().rows().forEach(row -> warnings().add(String.valueOf(row.get(0))));
      } else {
        results.add(result);
      }
    }
    if (inTransaction && !owner.session().inTransaction()) {
      owner.commitCursors().transactionEnded();
    }
    advance();
  }

  final long currentCount() {
    return currentCount;
  }

  final Optional<ResultSet> current() {
    return current.map(VitrineResultSet::proxy);
  }

  /** The generated keys of the last execution. */
  final List<List<Object>> keys() {
    return keys;
  }

  private long update(String sql) throws SQLException {
    if (kind(sql) == StatementKind.QUERY) {
      requireValid(sql);
      throw SqlErrors.returnsRows();
    }
    run(text(sql));
    if (current.isPresent()) {
      throw SqlErrors.returnsRows();
    }
    return Math.max(currentCount, 0);
  }

  private EngineStatement.Execution text(String sql) {
    int rows = rowsPerFetch();
    return (service, connection, statement) -> service.execute(connection, statement, sql, rows);
  }

  /** Reports an error of the text itself rather than of the method that was called with it. */
  private void requireValid(String sql) throws SQLException {
    owner
        .session()
        .requestRepeatable(
            now -> {
              int prepared = now.service().prepare(now.id(), sql).statement();
              now.service().closeStatement(now.id(), prepared);
              return prepared;
            });
  }

  private static StatementKind kind(String sql) throws SQLException {
    if (sql == null) {
      throw SqlErrors.invalidArgument("There is no SQL text.");
    }
    return StatementKind.of(sql);
  }

  private static int saturated(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  // Results

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    checkOpen();
    return current().orElse(null);
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    checkOpen();
    return currentCount;
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return saturated(getLargeUpdateCount());
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  @Override
  public boolean getMoreResults(int which) throws SQLException {
    checkOpen();
    switch (which) {
      case CLOSE_CURRENT_RESULT, CLOSE_ALL_RESULTS -> closeCurrent();
      case KEEP_CURRENT_RESULT -> {}
      default -> throw SqlErrors.invalidArgument("Invalid constant: " + which + ".");
    }
    advance();
    return current.isPresent();
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    checkOpen();
    return ResultTable.of(ResultTable.number("version")).rows(List.copyOf(keys));
  }

  private void advance() throws SQLException {
    ExecutionResult next = results.poll();
    current = Optional.empty();
    currentCount = next == null ? -1 : next.updateCount();
    if (next != null && next.isRows()) {
      FrameRows rows = new FrameRows(this, engine.handle(), next.first());
      cursor = Optional.of(rows);
      VitrineResultSet set = new VitrineResultSet(this, next.columns(), resultSets.cursor(rows));
      current = Optional.of(set);
      if (resultSets.closesAtCommit()) {
        owner.commitCursors().add(set);
      }
    }
  }

  private void closeCurrent() throws SQLException {
    Optional<VitrineResultSet> open = current;
    current = Optional.empty();
    if (open.isPresent()) {
      open.get().close();
    }
  }

  private void reset() throws SQLException {
    closeCurrent();
    results.clear();
    keys.clear();
    warnings().clear();
    currentCount = -1;
  }

  // Life

  @Override
  public void close() throws SQLException {
    if (isClosed.compareAndSet(false, true)) {
      boolean held = cursor.filter(FrameRows::holdsCursor).isPresent();
      closeCurrent();
      if (!owner.isClosed()) {
        engine.close(!held && isReusable());
      }
    }
  }

  /** A prepared statement keeps its text. */
  boolean isReusable() {
    return true;
  }

  @Override
  public boolean isClosed() throws SQLException {
    return isClosed.get() || owner.isClosed();
  }

  @Override
  void checkOpen() throws SQLException {
    if (owner.isClosed()) {
      throw SqlErrors.connectionClosed();
    }
    if (isClosed.get()) {
      throw SqlErrors.statementClosed();
    }
  }

  /** Prepared statements have their text already. */
  void checkPlain() throws SQLException {
    checkOpen();
  }

  @Override
  public VitrineConnection getConnection() throws SQLException {
    checkOpen();
    return owner;
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    checkOpen();
    closesOnCompletion = true;
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    checkOpen();
    return closesOnCompletion;
  }

  @Override
  public int getResultSetType() {
    return resultSets.type();
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    checkOpen();
    return resultSets.holdability();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlErrors.invalidArgument("The statement wraps no " + type.getName() + ".");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
