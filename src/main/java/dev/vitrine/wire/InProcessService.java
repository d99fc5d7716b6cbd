package dev.vitrine.wire;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.protocol.Answer;
import dev.vitrine.protocol.BoundValue;
import dev.vitrine.protocol.ColumnDescription;
import dev.vitrine.protocol.Frame;
import dev.vitrine.protocol.ParameterDescription;
import dev.vitrine.protocol.PreparedText;
import dev.vitrine.protocol.ServiceException;
import dev.vitrine.protocol.SessionProperties;
import dev.vitrine.protocol.SessionState;
import dev.vitrine.protocol.SqlService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.NoSuchConnectionException;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.TypedValue;

/** The service in the client's own process: the same as a server's, without messages between. */
final class InProcessService implements SqlService {
  private final VitrineMeta meta;

  InProcessService(VitrineMeta meta) {
    this.meta = meta;
  }

  static RuntimeException translate(RuntimeException failure) {
    if (failure instanceof AvaticaRuntimeException known) {
      return new ServiceException(
          known.getErrorMessage(), known.getSqlState(), known.getErrorCode());
    }
    if (failure instanceof NoSuchConnectionException) {
      return told(WireErrors.noConnection());
    }
    return failure;
  }

  private static ServiceException told(VitrineException failure) {
    return new ServiceException(
        failure.getMessage(), failure.code().sqlState(), failure.code().vendorCode());
  }

  /** A request to Avatica's interface, which reports only missing statements. */
  private interface Request<T> {
    T run() throws NoSuchStatementException;
  }

  private static <T> T call(Request<T> request) {
    try {
      return request.run();
    } catch (NoSuchStatementException e) {
      throw told(new VitrineException(ErrorCode.CONNECTION_CLOSED, "The statement is closed."));
    } catch (RuntimeException e) {
      throw translate(e);
    }
  }

  private static void tell(Runnable request) {
    call(
        () -> {
          request.run();
          return null;
        });
  }

  @Override
  public void open(String connection, Map<String, String> who) {
    tell(() -> meta.openConnection(handle(connection), who));
  }

  @Override
  public void close(String connection) {
    tell(() -> meta.closeConnection(handle(connection)));
  }

  @Override
  public SessionProperties sync(String connection, SessionProperties wanted) {
    Meta.ConnectionProperties now =
        call(
            () ->
                meta.connectionSync(
                    handle(connection),
                    new ConnectionPropertiesImpl(
                        wanted.autoCommit().orElse(null),
                        wanted.readOnly().orElse(null),
                        null,
                        wanted.catalog().orElse(null),
                        wanted.schema().orElse(null))));
    return new SessionProperties(
        Optional.of(now.isAutoCommit()),
        Optional.of(now.isReadOnly()),
        Optional.of(now.getCatalog()),
        Optional.of(now.getSchema()));
  }

  @Override
  public Optional<SessionState> state(String connection) {
    return meta.state(connection);
  }

  @Override
  public void check(String connection) {
    call(() -> meta.getDatabaseProperties(handle(connection)));
  }

  @Override
  public void commit(String connection) {
    tell(() -> meta.commit(handle(connection)));
  }

  @Override
  public void rollback(String connection) {
    tell(() -> meta.rollback(handle(connection)));
  }

  @Override
  public int createStatement(String connection) {
    return call(() -> meta.createStatement(handle(connection))).id;
  }

  @Override
  public void closeStatement(String connection, int statement) {
    tell(() -> meta.closeStatement(handle(connection, statement)));
  }

  @Override
  public PreparedText prepare(String connection, String sql) {
    Meta.StatementHandle prepared = call(() -> meta.prepare(handle(connection), sql, -1));
    return new PreparedText(
        prepared.id,
        columns(prepared.signature),
        prepared.signature.parameters.stream().map(InProcessService::parameter).toList());
  }

  @Override
  public List<Answer> execute(String connection, int statement, String sql, int rows) {
    return answers(
        call(() -> meta.prepareAndExecute(handle(connection, statement), sql, -1, rows, null)));
  }

  @Override
  public List<Answer> execute(String connection, int statement, List<BoundValue> values, int rows) {
    List<TypedValue> typed = values.stream().map(InProcessService::typed).toList();
    return answers(call(() -> meta.execute(handle(connection, statement), typed, rows)));
  }

  @Override
  public Frame fetch(String connection, int statement, long offset, int rows) {
    return frame(call(() -> meta.fetch(handle(connection, statement), offset, rows)));
  }

  @Override
  public Answer catalogs(String connection) {
    return answer(call(() -> meta.getCatalogs(handle(connection))));
  }

  @Override
  public Answer schemas(
      String connection, Optional<String> catalog, Optional<String> schemaPattern) {
    return answer(
        call(
            () ->
                meta.getSchemas(handle(connection), catalog.orElse(null), pattern(schemaPattern))));
  }

  @Override
  public Answer tables(
      String connection,
      Optional<String> catalog,
      Optional<String> schemaPattern,
      Optional<String> tablePattern,
      Optional<List<String>> types) {
    return answer(
        call(
            () ->
                meta.getTables(
                    handle(connection),
                    catalog.orElse(null),
                    pattern(schemaPattern),
                    pattern(tablePattern),
                    types.orElse(null))));
  }

  @Override
  public Answer columns(
      String connection,
      Optional<String> catalog,
      Optional<String> schemaPattern,
      Optional<String> tablePattern,
      Optional<String> columnPattern) {
    return answer(
        call(
            () ->
                meta.getColumns(
                    handle(connection),
                    catalog.orElse(null),
                    pattern(schemaPattern),
                    pattern(tablePattern),
                    pattern(columnPattern))));
  }

  @Override
  public Answer tableTypes(String connection) {
    return answer(call(() -> meta.getTableTypes(handle(connection))));
  }

  @Override
  public Answer typeInfo(String connection) {
    return answer(call(() -> meta.getTypeInfo(handle(connection))));
  }

  private static Meta.ConnectionHandle handle(String connection) {
    return new Meta.ConnectionHandle(connection);
  }

  private static Meta.StatementHandle handle(String connection, int statement) {
    return new Meta.StatementHandle(connection, statement, null);
  }

  private static Meta.Pat pattern(Optional<String> pattern) {
    return Meta.Pat.of(pattern.orElse(null));
  }

  private static List<Answer> answers(Meta.ExecuteResult result) {
    return result.resultSets.stream().map(InProcessService::answer).toList();
  }

  private static Answer answer(Meta.MetaResultSet result) {
    return result.updateCount == Answer.ROWS
        ? new Answer(
            result.statementId,
            Answer.ROWS,
            String.valueOf(result.signature.sql),
            columns(result.signature),
            frame(result.firstFrame))
        : Answer.count(result.statementId, result.updateCount);
  }

  /** Rows are lists already. */
  @SuppressWarnings("unchecked")
  private static Frame frame(Meta.Frame frame) {
    List<List<Object>> rows = new ArrayList<>();
    frame.rows.forEach(row -> rows.add((List<Object>) row));
    return new Frame(frame.done, rows);
  }

  private static List<ColumnDescription> columns(Meta.Signature signature) {
    return signature.columns.stream().map(InProcessService::column).toList();
  }

  private static ColumnDescription column(ColumnMetaData column) {
    return new ColumnDescription(
        column.label,
        column.columnName,
        column.type.id,
        column.type.rep == Rep.PRIMITIVE_LONG,
        column.type.name,
        column.columnClassName,
        column.precision,
        column.scale,
        column.displaySize,
        column.nullable,
        column.signed,
        column.caseSensitive);
  }

  private static ParameterDescription parameter(AvaticaParameter parameter) {
    return new ParameterDescription(
        parameter.parameterType,
        parameter.name.startsWith(ParameterDescription.INSTANT),
        parameter.typeName,
        parameter.className,
        parameter.precision,
        parameter.scale,
        parameter.signed);
  }

  private static TypedValue typed(BoundValue value) {
    if (value instanceof BoundValue.Text text) {
      return TypedValue.ofSerial(Rep.STRING, text.value());
    }
    if (value instanceof BoundValue.Truth truth) {
      return TypedValue.ofSerial(Rep.BOOLEAN, truth.value());
    }
    if (value instanceof BoundValue.Whole whole) {
      return TypedValue.ofSerial(Rep.LONG, whole.value());
    }
    if (value instanceof BoundValue.Real real) {
      return TypedValue.ofSerial(Rep.DOUBLE, real.value());
    }
    if (value instanceof BoundValue.Decimal decimal) {
      return TypedValue.ofSerial(Rep.NUMBER, decimal.value());
    }
    if (value instanceof BoundValue.Day day) {
      return TypedValue.ofSerial(Rep.JAVA_SQL_DATE, Math.toIntExact(day.value().toEpochDay()));
    }
    if (value instanceof BoundValue.Moment moment) {
      return TypedValue.ofSerial(Rep.JAVA_SQL_TIMESTAMP, moment.value().toEpochMilli());
    }
    return TypedValue.EXPLICIT_NULL;
  }
}
