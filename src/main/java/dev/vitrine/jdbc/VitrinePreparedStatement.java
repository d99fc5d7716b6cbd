package dev.vitrine.jdbc;

import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * A prepared statement. It is a {@link VitrineStatement} and not Avatica's own prepared statement,
 * which ignores row limits, refuses java.time values and forgets streams silently.
 */
final class VitrinePreparedStatement extends ParameterSetters {
  private final Meta.Signature signature;
  private final TypedValue[] values;
  private final List<List<TypedValue>> batch = new ArrayList<>();

  VitrinePreparedStatement(VitrineConnection owner, Meta.StatementHandle h, int holdability) {
    super(owner, h, holdability);
    this.signature = h.signature;
    this.values = new TypedValue[signature.parameters.size()];
  }

  @Override
  void set(int position, TypedValue value) throws SQLException {
    checkOpen();
    if (position < 1 || position > values.length) {
      throw SqlErrors.invalidArgument(
          "The statement has " + values.length + " parameters; there is no " + position + ".");
    }
    values[position - 1] = value;
  }

  @Override
  public void clearParameters() throws SQLException {
    checkOpen();
    Arrays.fill(values, null);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    checkOpen();
    if (!returnsRows()) {
      throw SqlErrors.noRows();
    }
    run(bound());
    return current().orElseThrow(SqlErrors::noRows);
  }

  @Override
  public int executeUpdate() throws SQLException {
    return (int) Math.min(executeLargeUpdate(), Integer.MAX_VALUE);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    checkOpen();
    if (returnsRows()) {
      throw SqlErrors.returnsRows();
    }
    return update(bound());
  }

  @Override
  public boolean execute() throws SQLException {
    checkOpen();
    run(bound());
    return current().isPresent();
  }

  @Override
  public void addBatch() throws SQLException {
    checkOpen();
    batch.add(bound());
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch.clear();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    checkOpen();
    List<List<TypedValue>> entries = List.copyOf(batch);
    batch.clear();
    return runBatch(
        entries,
        entry -> {
          if (returnsRows()) {
            throw SqlErrors.returnsRows();
          }
          return update(entry);
        });
  }

  /** The columns of the rows to come; null where there will be none, as JDBC wants. */
  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return returnsRows() ? new VitrineResultSetMetaData(signature) : null;
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    checkOpen();
    return new VitrineParameterMetaData(signature.parameters);
  }

  @Override
  void checkPlain() throws SQLException {
    checkOpen();
    throw SqlErrors.invalidArgument("A prepared statement has its SQL text already.");
  }

  @Override
  boolean isReusable() {
    return false;
  }

  private boolean returnsRows() {
    return !signature.columns.isEmpty();
  }

  private List<TypedValue> bound() throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        throw SqlErrors.unboundParameter(i + 1);
      }
    }
    return List.of(values);
  }

  private long update(List<TypedValue> parameters) throws SQLException {
    run(parameters);
    return Math.max(currentCount(), 0);
  }

  /** The service knows the signature; sending it back would only cost (CALCITE-1086). */
  private void run(List<TypedValue> parameters) throws SQLException {
    Meta.StatementHandle bare = new Meta.StatementHandle(handle.connectionId, handle.id, null);
    int frame = getFetchSize();
    run(() -> connection.getService().apply(new Service.ExecuteRequest(bare, parameters, frame)));
  }
}
