package dev.vitrine.wire.avatica;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.protocol.ExecutionResult;
import dev.vitrine.protocol.MetadataRequest;
import dev.vitrine.protocol.PreparedText;
import dev.vitrine.protocol.SessionProperties;
import dev.vitrine.protocol.StatementControl;
import dev.vitrine.wire.SessionService;
import java.sql.Connection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.avatica.AvaticaUtils;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.MetaDataOperation;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Avatica's requests as requests to a {@link SessionService}. Errors leave as Avatica's own
 * exceptions, the only ones whose SQLSTATE reaches the client. For the requests of one thread.
 */
final class AvaticaMeta extends MetaImpl {
  /** The metadata of which the server has rows; the rest, such as keys, a client has itself. */
  private static final Set<MetaDataOperation> OF_THE_SERVER =
      EnumSet.of(
          MetaDataOperation.GET_CATALOGS,
          MetaDataOperation.GET_SCHEMAS,
          MetaDataOperation.GET_SCHEMAS_WITH_ARGS,
          MetaDataOperation.GET_TABLES,
          MetaDataOperation.GET_TABLE_TYPES,
          MetaDataOperation.GET_COLUMNS,
          MetaDataOperation.GET_TYPE_INFO);

  private final SessionService service;

  // Only a client's Meta has a connection. All methods that use it are overridden here.
  AvaticaMeta(SessionService service) {
    super(null);
    this.service = service;
  }

  private static <T> T call(Supplier<T> request) {
    return AvaticaErrors.translating(request);
  }

  private static void run(Runnable request) {
    call(
        () -> {
          request.run();
          return true;
        });
  }

  /** Avatica's messages know no difference between an empty map and none. */
  @Override
  public void openConnection(ConnectionHandle ch, @Nullable Map<String, String> info) {
    run(() -> service.open(ch.id, info == null ? Map.of() : info));
  }

  @Override
  public void closeConnection(ConnectionHandle ch) {
    run(() -> service.close(ch.id));
  }

  @Override
  public ConnectionProperties connectionSync(ConnectionHandle ch, ConnectionProperties wanted) {
    Integer isolation = wanted.getTransactionIsolation();
    if (isolation != null
        && (isolation < Connection.TRANSACTION_NONE
            || isolation > Connection.TRANSACTION_READ_COMMITTED)) {
      throw AvaticaErrors.translate(
          new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE,
              "An isolation level above READ COMMITTED is not supported."));
    }
    SessionProperties changes =
        new SessionProperties(
            Optional.ofNullable(wanted.isAutoCommit()),
            Optional.ofNullable(wanted.isReadOnly()),
            Optional.ofNullable(wanted.getCatalog()),
            Optional.ofNullable(wanted.getSchema()));
    SessionProperties now = call(() -> service.sync(ch.id, changes));
    return new ConnectionPropertiesImpl(
        now.autoCommit().orElseThrow(),
        now.readOnly().orElseThrow(),
        Connection.TRANSACTION_READ_COMMITTED,
        now.catalog().orElseThrow(),
        now.schema().orElseThrow());
  }

  /** Sent by clients to check the connection; the list is empty. */
  @Override
  public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle ch) {
    run(() -> service.check(ch.id));
    return Map.of();
  }

  @Override
  public void commit(ConnectionHandle ch) {
    run(() -> service.commit(ch.id));
  }

  @Override
  public void rollback(ConnectionHandle ch) {
    run(() -> service.rollback(ch.id));
  }

  @Override
  public StatementHandle createStatement(ConnectionHandle ch) {
    return new StatementHandle(ch.id, call(() -> service.createStatement(ch.id)), null);
  }

  @Override
  public void closeStatement(StatementHandle h) {
    run(() -> service.closeStatement(h.connectionId, h.id));
  }

  @Override
  public StatementHandle prepare(ConnectionHandle ch, @Nullable String text, long maxRowCount) {
    String sql = given(text);
    PreparedText prepared = call(() -> service.prepare(ch.id, sql));
    return new StatementHandle(
        ch.id,
        prepared.statement(),
        AvaticaTypes.signature(sql, prepared.columns(), prepared.parameters()));
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
      @Nullable String text,
      long maxRowCount,
      int maxRowsInFirstFrame,
      @Nullable PrepareCallback callback)
      throws NoSuchStatementException {
    String sql = given(text);
    Optional<StatementControl> control = StatementControl.parse(sql);
    if (control.isPresent()) {
      return AvaticaErrors.translating(
          h,
          () -> {
            service.control(h.connectionId, h.id, control.get());
            return new ExecuteResult(List.of(MetaResultSet.count(h.connectionId, h.id, 0)));
          });
    }
    return results(
        h, () -> service.execute(h.connectionId, h.id, sql, maxRowCount, maxRowsInFirstFrame));
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
    return results(
        h,
        () ->
            service.execute(
                h.connectionId, h.id, AvaticaTypes.values(values), maxRowsInFirstFrame));
  }

  @Override
  public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle h, List<String> texts)
      throws NoSuchStatementException {
    return AvaticaErrors.translating(
        h,
        () ->
            new ExecuteBatchResult(
                texts.stream()
                    .map(text -> service.execute(h.connectionId, h.id, given(text), 0, 0))
                    .mapToLong(AvaticaMeta::firstCount)
                    .toArray()));
  }

  @Override
  public ExecuteBatchResult executeBatch(StatementHandle h, List<List<TypedValue>> batch)
      throws NoSuchStatementException {
    return AvaticaErrors.translating(
        h,
        () ->
            new ExecuteBatchResult(
                batch.stream()
                    .map(AvaticaTypes::values)
                    .map(values -> service.execute(h.connectionId, h.id, values, 0))
                    .mapToLong(AvaticaMeta::firstCount)
                    .toArray()));
  }

  private static long firstCount(List<ExecutionResult> results) {
    return results.get(0).updateCount();
  }

  @Override
  public Frame fetch(StatementHandle h, long offset, int fetchMaxRowCount)
      throws NoSuchStatementException {
    return AvaticaErrors.translating(
        h, () -> frame(offset, service.fetch(h.connectionId, h.id, offset, fetchMaxRowCount)));
  }

  /**
   * Never runs the statement again to find the place: rows could be repeated or missing. Metadata
   * that only the client knows, such as keys and indexes, has no rows here.
   */
  @Override
  public boolean syncResults(StatementHandle h, @Nullable QueryState state, long offset) {
    if (state != null
        && state.getType() == QueryState.StateType.METADATA
        && !OF_THE_SERVER.contains(state.getMetaDataOperation())) {
      return false;
    }
    throw AvaticaErrors.translate(
        new VitrineException(ErrorCode.INVALID_CURSOR_STATE, "The cursor is lost."));
  }

  @Override
  public MetaResultSet getCatalogs(ConnectionHandle ch) {
    return metadata(ch, MetadataRequest.CATALOGS);
  }

  @Override
  public MetaResultSet getSchemas(ConnectionHandle ch, @Nullable String catalog, Pat schemas) {
    return metadata(ch, MetadataRequest.schemas(catalog, schemas.s));
  }

  @Override
  public MetaResultSet getTables(
      ConnectionHandle ch,
      @Nullable String catalog,
      Pat schemas,
      Pat tables,
      @Nullable List<String> types) {
    return metadata(ch, MetadataRequest.tables(catalog, schemas.s, tables.s, types));
  }

  @Override
  public MetaResultSet getColumns(
      ConnectionHandle ch, @Nullable String catalog, Pat schemas, Pat tables, Pat columns) {
    return metadata(ch, MetadataRequest.columns(catalog, schemas.s, tables.s, columns.s));
  }

  @Override
  public MetaResultSet getTableTypes(ConnectionHandle ch) {
    return metadata(ch, MetadataRequest.TABLE_TYPES);
  }

  @Override
  public MetaResultSet getTypeInfo(ConnectionHandle ch) {
    return metadata(ch, MetadataRequest.TYPE_INFO);
  }

  /** The client closes the statement of the result with the result. */
  private MetaResultSet metadata(ConnectionHandle ch, MetadataRequest request) {
    return result(ch.id, true, call(() -> service.metadata(ch.id, request)));
  }

  private static ExecuteResult results(StatementHandle h, Supplier<List<ExecutionResult>> request)
      throws NoSuchStatementException {
    return new ExecuteResult(
        AvaticaErrors.translating(h, request).stream()
            .map(result -> result(h.connectionId, false, result))
            .toList());
  }

  private static MetaResultSet result(
      String connection, boolean ownStatement, ExecutionResult result) {
    return result.isRows()
        ? MetaResultSet.create(
            connection,
            result.statement(),
            ownStatement,
            AvaticaTypes.signature(result.sql(), result.columns(), List.of()),
            frame(0, result.first()))
        : MetaResultSet.count(connection, result.statement(), result.updateCount());
  }

  private static Frame frame(long offset, dev.vitrine.protocol.Frame frame) {
    return new Frame(offset, frame.done(), Collections.unmodifiableList(frame.rows()));
  }

  /** Avatica's messages do not distinguish an empty text from none. */
  private static String given(@Nullable String text) {
    return text == null ? "" : text;
  }
}
