package dev.vitrine.jdbc;

import dev.vitrine.jdbc.result.VitrineParameterMetaData;
import dev.vitrine.jdbc.result.VitrineResultSetMetaData;
import dev.vitrine.jdbc.transport.IdleStatements;
import dev.vitrine.jdbc.transport.SessionHandle;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.BoundValue;
import dev.vitrine.protocol.PreparedText;
import dev.vitrine.protocol.StatementControl.SetLimits;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prepared statement. */
final class VitrinePreparedStatement extends ParameterSetters {
  private final Preparation preparation;
  private BoundValue[] values = new BoundValue[0];
  private final List<List<BoundValue>> batch = new ArrayList<>();

  VitrinePreparedStatement(VitrineConnection owner, String sql, ResultSetKind resultSets) {
    this(owner, new Preparation(sql), resultSets);
  }

  private VitrinePreparedStatement(
      VitrineConnection owner, Preparation preparation, ResultSetKind resultSets) {
    super(owner, new EngineStatement(owner.session(), preparation::prepare), resultSets);
    this.preparation = preparation;
  }

  /** Prepares a text in a session, and keeps its description. */
  private static final class Preparation {
    private final String sql;
    private volatile PreparedText description = new PreparedText(0, List.of(), List.of());

    Preparation(String sql) {
      this.sql = sql;
    }

    IdleStatements.Idle prepare(SessionHandle session) {
      description = session.service().prepare(session.id(), sql);
      return new IdleStatements.Idle(description.statement(), SetLimits.NONE);
    }
  }

  /** Prepares the statement, or throws its error. */
  void prepare() throws SQLException {
    open();
    values = new BoundValue[preparation.description.parameters().size()];
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
        && position <= preparation.description.parameters().size()
        && preparation.description.parameters().get(position - 1).instant();
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

  /** The columns of the result; null for statements without rows, as JDBC requires. */
  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return returnsRows() ? new VitrineResultSetMetaData(preparation.description.columns()) : null;
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    checkOpen();
    return new VitrineParameterMetaData(preparation.description.parameters());
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
    return !preparation.description.columns().isEmpty();
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
    int rows = getFetchSize();
    run(
        (service, connection, statement) ->
            service.execute(connection, statement, parameters, rows));
  }
}
