package dev.vitrine.jdbc;

import dev.vitrine.jdbc.result.VitrineParameterMetaData;
import dev.vitrine.jdbc.result.VitrineResultSetMetaData;
import dev.vitrine.jdbc.transport.IdleStatements;
import dev.vitrine.jdbc.transport.Link;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.BoundValue;
import dev.vitrine.protocol.PreparedText;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A prepared statement. */
final class VitrinePreparedStatement extends ParameterSetters {
  private final VitrineConnection owner;
  private final String sql;
  private PreparedText prepared = new PreparedText(0, List.of(), List.of());
  private BoundValue[] values = new BoundValue[0];
  private final List<List<BoundValue>> batch = new ArrayList<>();

  VitrinePreparedStatement(VitrineConnection owner, String sql, ResultSetKind resultSets) {
    super(owner, resultSets);
    this.owner = owner;
    this.sql = sql;
  }

  /** Returns a description of the statement, or throws its error. */
  void prepare() throws SQLException {
    owner.session().askAnyTimes(this::in);
    values = new BoundValue[prepared.parameters().size()];
  }

  @Override
  IdleStatements.Idle begin(Link wanted) {
    prepared = wanted.service().prepare(wanted.id(), sql);
    return new IdleStatements.Idle(prepared.statement(), NO_LIMITS);
  }

  @Override
  void set(int position, BoundValue value) throws SQLException {
    checkOpen();
    if (position < 1 || position > values.length) {
      throw SqlErrors.invalidArgument(
          "The statement has " + values.length + " parameters; there is no " + position + ".");
    }
    values[position - 1] = value;
  }

  @Override
  boolean isInstant(int position) {
    return position >= 1
        && position <= prepared.parameters().size()
        && prepared.parameters().get(position - 1).instant();
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
    List<List<BoundValue>> entries = List.copyOf(batch);
    batch.clear();
    return BatchRun.run(
        this,
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
    return returnsRows() ? new VitrineResultSetMetaData(prepared.columns()) : null;
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    checkOpen();
    return new VitrineParameterMetaData(prepared.parameters());
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
    return !prepared.columns().isEmpty();
  }

  private List<BoundValue> bound() throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        throw SqlErrors.unboundParameter(i + 1);
      }
    }
    return List.of(values);
  }

  private long update(List<BoundValue> parameters) throws SQLException {
    run(parameters);
    return Math.max(currentCount(), 0);
  }

  private void run(List<BoundValue> parameters) throws SQLException {
    int frame = getFetchSize();
    run(now -> now.service().execute(now.id(), in(now), parameters, frame));
  }
}
