package dev.vitrine.wire;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.protocol.SessionState;
import dev.vitrine.session.Engine;
import dev.vitrine.session.Prepared;
import dev.vitrine.session.Session;
import dev.vitrine.session.SessionRefusals;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.calcite.avatica.AvaticaUtils;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.NoSuchConnectionException;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * Avatica's requests, answered by sessions of an engine. Errors leave as Avatica's own exception,
 * the only one whose SQLSTATE reaches the client. Safe for use by several threads.
 */
public final class VitrineMeta extends MetaImpl {

  private final Engine engine;
  private final Admission admission;
  private final OpenConnections connections;
  private final RunningRequest request;

  /**
   * @param afterClose runs after each connection is closed
   */
  public VitrineMeta(Engine engine, Runnable afterClose) {
    this(engine, Admission.embedded(afterClose), new OpenConnections(), RunningRequest.inProcess());
  }

  /**
   * @param request the request of this response
   */
  VitrineMeta(
      Engine engine, Admission admission, OpenConnections connections, RunningRequest request) {
    // Only a client's Meta has a connection. All methods that use it are overridden here.
    super(null);
    this.engine = engine;
    this.admission = admission;
    this.connections = connections;
    this.request = request;
  }

  @Override
  public void openConnection(ConnectionHandle ch, Map<String, String> info) {
    // Avatica's messages know no difference between an empty map and none.
    Map<String, String> properties = info == null ? Map.of() : info;
    translating(
        () -> {
          admission.enter(connections.countOf(admission.owner()));
          boolean opened = false;
          try {
            Session session = admission.session(engine, properties);
            WireConnection connection =
                new WireConnection(session, admission.limits().statements());
            if (!connections.add(admission.owner(), ch.id, connection)) {
              session.close();
              throw WireErrors.of(ErrorCode.CANNOT_CONNECT, "The connection exists already.");
            }
            session
                .end()
                .with(
                    () -> connections.terminate(admission.owner(), ch.id, admission::leave),
                    connection::undo);
            opened = true;
            return null;
          } finally {
            if (!opened) {
              admission.leave();
            }
          }
        });
  }

  @Override
  public void closeConnection(ConnectionHandle ch) {
    translating(
        () -> {
          connections.close(admission.owner(), ch.id, admission::leave);
          return null;
        });
  }

  @Override
  public ConnectionProperties connectionSync(ConnectionHandle ch, ConnectionProperties wanted) {
    return translating(() -> connection(ch.id).sync(wanted));
  }

  /** Sent by clients to check the connection; the list is empty. */
  @Override
  public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle ch) {
    return translating(
        () -> {
          WireConnection connection = connection(ch.id);
          connection.requireGoingOn();
          if (!connection.isValid()) {
            throw WireErrors.of(ErrorCode.STORE_UNREACHABLE, "The store does not respond.");
          }
          return Map.of();
        });
  }

  /** The state of a connection's session, if it is open. */
  Optional<SessionState> state(String id) {
    return connections.find(admission.owner(), id).map(WireConnection::state);
  }

  @Override
  public void commit(ConnectionHandle ch) {
    translating(
        () -> {
          connection(ch.id).commit();
          return null;
        });
  }

  @Override
  public void rollback(ConnectionHandle ch) {
    translating(
        () -> {
          connection(ch.id).rollback();
          return null;
        });
  }

  @Override
  public StatementHandle createStatement(ConnectionHandle ch) {
    return translating(
        () -> {
          WireStatement statement = connection(ch.id).create("", Optional.empty());
          return new StatementHandle(ch.id, statement.id(), null);
        });
  }

  @Override
  public void closeStatement(StatementHandle h) {
    translating(
        () -> {
          connections
              .find(admission.owner(), h.connectionId)
              .ifPresent(connection -> connection.closeStatement(h.id));
          return null;
        });
  }

  @Override
  public StatementHandle prepare(ConnectionHandle ch, String text, long maxRowCount) {
    String sql = given(text);
    return translating(
        () -> {
          WireConnection connection = connection(ch.id);
          Prepared prepared =
              connection.locked(
                  session -> session.prepare(sql, admission.limits().within(Limits.NONE)));
          WireStatement statement = connection.create(sql, Optional.of(prepared));
          return new StatementHandle(
              ch.id,
              statement.id(),
              ColumnDescriptions.signature(sql, prepared.columns(), prepared.parameters()));
        });
  }

  @Override
  @Deprecated
  public ExecuteResult prepareAndExecute(
      StatementHandle h, String sql, long maxRowCount, PrepareCallback callback)
      throws NoSuchStatementException {
    int frame = AvaticaUtils.toSaturatedInt(maxRowCount);
    return prepareAndExecute(h, sql, maxRowCount, frame, callback);
  }

  @Override
  public ExecuteResult prepareAndExecute(
      StatementHandle h,
      String text,
      long maxRowCount,
      int maxRowsInFirstFrame,
      PrepareCallback callback)
      throws NoSuchStatementException {
    String sql = given(text);
    WireConnection connection = connection(h.connectionId);
    WireStatement statement = statement(connection, h);
    return translating(
        () -> {
          Optional<ControlText> control = ControlText.parse(sql);
          if (control.isPresent()) {
            control(connection, statement, control.get());
            return new ExecuteResult(List.of(MetaResultSet.count(h.connectionId, h.id, 0)));
          }
          Limits limits = statement.limits();
          if (maxRowCount > 0) {
            limits = new Limits(maxRowCount, limits.timeout());
          }
          return execute(connection, h, statement, sql, List.of(), limits, maxRowsInFirstFrame);
        });
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public ExecuteResult execute(StatementHandle h, List<TypedValue> values, long maxRowCount)
      throws NoSuchStatementException {
    return execute(h, values, AvaticaUtils.toSaturatedInt(maxRowCount));
  }

  @Override
  public ExecuteResult execute(StatementHandle h, List<TypedValue> values, int maxRowsInFirstFrame)
      throws NoSuchStatementException {
    WireConnection connection = connection(h.connectionId);
    WireStatement statement = statement(connection, h);
    return translating(
        () ->
            execute(
                connection,
                h,
                statement,
                statement.sql(),
                ParameterValues.convert(values, declared(statement)),
                statement.limits(),
                maxRowsInFirstFrame));
  }

  @Override
  public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle h, List<String> texts)
      throws NoSuchStatementException {
    WireConnection connection = connection(h.connectionId);
    WireStatement statement = statement(connection, h);
    return translating(
        () -> {
          long[] counts = new long[texts.size()];
          for (int i = 0; i < counts.length; i++) {
            ExecuteResult result =
                execute(
                    connection,
                    h,
                    statement,
                    given(texts.get(i)),
                    List.of(),
                    statement.limits(),
                    0);
            counts[i] = result.resultSets.get(0).updateCount;
          }
          return new ExecuteBatchResult(counts);
        });
  }

  @Override
  public ExecuteBatchResult executeBatch(StatementHandle h, List<List<TypedValue>> batch)
      throws NoSuchStatementException {
    long[] counts = new long[batch.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = execute(h, batch.get(i), 0).resultSets.get(0).updateCount;
    }
    return new ExecuteBatchResult(counts);
  }

  @Override
  public Frame fetch(StatementHandle h, long offset, int fetchMaxRowCount)
      throws NoSuchStatementException {
    WireConnection connection = connection(h.connectionId);
    WireStatement statement = statement(connection, h);
    return translating(
        () ->
            request.running(
                connection,
                statement,
                admission.limits().within(statement.limits()),
                session ->
                    statement
                        .rows()
                        .orElseThrow(
                            () ->
                                WireErrors.of(
                                    ErrorCode.INVALID_CURSOR_STATE, "There is no open cursor."))
                        .next(offset, fetchMaxRowCount, request)));
  }

  /**
   * Never runs the statement again to find the place: rows could be repeated or missing. Metadata
   * that only the client knows, such as keys and indexes, has no rows here.
   */
  @Override
  public boolean syncResults(StatementHandle h, QueryState state, long offset) {
    if (ClientMetadata.isMeant(state)) {
      return false;
    }
    throw WireErrors.of(ErrorCode.INVALID_CURSOR_STATE, "The cursor is lost.");
  }

  @Override
  public MetaResultSet getCatalogs(ConnectionHandle ch) {
    return ask(ch, MetadataQuery.catalogs());
  }

  @Override
  public MetaResultSet getSchemas(ConnectionHandle ch, String catalog, Pat schemaPattern) {
    return ask(ch, MetadataQuery.schemas(catalog, schemaPattern.s));
  }

  @Override
  public MetaResultSet getTables(
      ConnectionHandle ch,
      String catalog,
      Pat schemaPattern,
      Pat tableNamePattern,
      List<String> typeList) {
    return ask(ch, MetadataQuery.tables(catalog, schemaPattern.s, tableNamePattern.s, typeList));
  }

  @Override
  public MetaResultSet getColumns(
      ConnectionHandle ch,
      String catalog,
      Pat schemaPattern,
      Pat tableNamePattern,
      Pat columnNamePattern) {
    return ask(
        ch,
        MetadataQuery.columns(catalog, schemaPattern.s, tableNamePattern.s, columnNamePattern.s));
  }

  @Override
  public MetaResultSet getTableTypes(ConnectionHandle ch) {
    return constant(ch, MetadataColumns.TABLE_TYPES, MetadataColumns.TABLE_TYPE_ROWS);
  }

  @Override
  public MetaResultSet getTypeInfo(ConnectionHandle ch) {
    return constant(ch, MetadataColumns.TYPE_INFO, MetadataColumns.TYPE_INFO_ROWS);
  }

  private MetaResultSet ask(ConnectionHandle ch, MetadataQuery query) {
    return translating(
        () -> {
          WireConnection connection = connection(ch.id);
          WireStatement statement = connection.create(query.sql(), Optional.empty());
          StatementHandle h = new StatementHandle(ch.id, statement.id(), null);
          Limits limits = admission.limits().within(Limits.NONE);
          return request.running(
              connection,
              statement,
              limits,
              session -> {
                List<Outcome> outcomes = session.execute(query.sql(), query.parameters(), limits);
                Rows rows = (Rows) outcomes.get(0);
                return opened(h, statement, query.columns(), rows, query.mapping(), 0, session);
              });
        });
  }

  private MetaResultSet constant(ConnectionHandle ch, List<Column> columns, List<Object[]> rows) {
    List<Object> lists = new ArrayList<>();
    rows.forEach(row -> lists.add(Arrays.asList(row)));
    return translating(
        () ->
            MetaResultSet.create(
                ch.id,
                connection(ch.id).create("", Optional.empty()).id(),
                true,
                ColumnDescriptions.signature("", columns, List.of()),
                new Frame(0, true, lists)));
  }

  private ExecuteResult execute(
      WireConnection connection,
      StatementHandle h,
      WireStatement statement,
      String sql,
      List<Object> values,
      Limits wanted,
      int maxRowsInFirstFrame) {
    Limits limits = admission.limits().within(wanted);
    return request.running(
        connection,
        statement,
        limits,
        session -> {
          statement.closeRows();
          List<MetaResultSet> results = new ArrayList<>();
          List<Outcome> outcomes = session.execute(sql, values, limits);
          for (int i = 0; i < outcomes.size(); i++) {
            boolean last = i == outcomes.size() - 1;
            if (outcomes.get(i) instanceof Rows rows) {
              results.add(
                  last
                      ? opened(
                          h,
                          statement,
                          rows.columns(),
                          rows,
                          UnaryOperator.identity(),
                          maxRowsInFirstFrame,
                          session)
                      : complete(h, sql, rows));
            } else if (outcomes.get(i) instanceof Outcome.Changed changed) {
              results.addAll(ChangeResults.of(h, changed));
            }
          }
          return new ExecuteResult(results);
        });
  }

  private MetaResultSet opened(
      StatementHandle h,
      WireStatement statement,
      List<Column> columns,
      Rows rows,
      UnaryOperator<Object[]> mapping,
      int maxRowsInFirstFrame,
      Session session) {
    OpenRows open = new OpenRows(rows, mapping, session.memory());
    statement.open(open);
    return MetaResultSet.create(
        h.connectionId,
        h.id,
        false,
        ColumnDescriptions.signature(statement.sql(), columns, List.of()),
        open.next(0, maxRowsInFirstFrame, request));
  }

  private static MetaResultSet complete(StatementHandle h, String sql, Rows rows) {
    return MetaResultSet.create(
        h.connectionId,
        h.id,
        false,
        ColumnDescriptions.signature(sql, rows.columns(), List.of()),
        OpenRows.all(rows));
  }

  private static void control(
      WireConnection connection, WireStatement statement, ControlText control) {
    if (control instanceof ControlText.Cancel) {
      connection.cancel(statement.id());
    } else if (control instanceof ControlText.SetLimits set) {
      statement.setLimits(set.limits());
    } else if (control instanceof ControlText.CloseCursor) {
      connection.whenFree(statement::closeRows);
    }
  }

  /** Avatica's messages do not distinguish an empty text from none. */
  private static String given(String text) {
    return text == null ? "" : text;
  }

  private static List<DataType> declared(WireStatement statement) {
    return statement.prepared().map(Prepared::parameters).orElse(List.of());
  }

  private WireConnection connection(String id) {
    WireConnection connection =
        connections.find(admission.owner(), id).orElseThrow(() -> missing(id));
    connection.calledFrom(admission.address());
    return connection;
  }

  private RuntimeException missing(String id) {
    return connections.wasTerminated(admission.owner(), id)
        ? WireErrors.from(SessionRefusals.terminated())
        : new NoSuchConnectionException("The connection is closed.");
  }

  private static WireStatement statement(WireConnection connection, StatementHandle h)
      throws NoSuchStatementException {
    return connection.statement(h.id).orElseThrow(() -> new NoSuchStatementException(h));
  }

  private static <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | VirtualMachineError e) {
      throw WireErrors.from(e);
    }
  }
}
