package dev.vitrine.jdbc;

import dev.vitrine.jdbc.JdbcProxy.Call;
import dev.vitrine.jdbc.result.ColumnGetters;
import dev.vitrine.jdbc.result.ColumnValue;
import dev.vitrine.jdbc.result.RowCursor;
import dev.vitrine.jdbc.result.VitrineResultSetMetaData;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.ColumnDescription;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows, read forward once or in both directions. Methods by label use the first column with that
 * label. Updates and the types that no column has are refused.
 */
final class VitrineResultSet extends ColumnGetters {
  private static final JdbcProxy<ResultSet, VitrineResultSet> PROXY =
      new JdbcProxy<>(
          ResultSet.class,
          VitrineResultSet.class,
          method -> Optional.of(labelled(method).orElse(refusal(method.getName()))));

  private final @Nullable VitrineStatement owner;
  private final List<ColumnDescription> columns;
  private final RowCursor cursor;
  private boolean wasNull;
  private boolean isClosed;
  private boolean closesOwner;
  private int rowsPerFetch;

  private final ResultSet proxy = PROXY.of(this, "result set");

  /**
   * @param owner null for rows of no statement
   */
  VitrineResultSet(
      @Nullable VitrineStatement owner, List<ColumnDescription> columns, RowCursor cursor) {
    this.owner = owner;
    this.columns = columns;
    this.cursor = cursor;
  }

  /** The rows as applications see them. */
  ResultSet proxy() {
    return proxy;
  }

  /** The method with the index of a column in place of its label. */
  private static Optional<Call<VitrineResultSet>> labelled(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    if (parameters.length == 0 || parameters[0] != String.class) {
      return Optional.empty();
    }
    parameters[0] = int.class;
    return JdbcProxy.method(VitrineResultSet.class, method.getName(), parameters)
        .map(
            byIndex ->
                (rows, arguments) -> {
                  Object[] indexed = arguments.clone();
                  indexed[0] = rows.findColumn((String) arguments[0]);
                  return byIndex.on(rows, indexed);
                });
  }

  private static Call<VitrineResultSet> refusal(String method) {
    String feature =
        method.startsWith("get")
            ? method.substring("get".length()) + " in a result set"
            : "Updating through a result set";
    return (rows, arguments) -> {
      rows.checkOpen();
      throw SqlErrors.unsupported(feature);
    };
  }

  /** Also closes the statement, which has no other reference. */
  VitrineResultSet closingOwner() {
    closesOwner = true;
    return this;
  }

  public boolean next() throws SQLException {
    checkOpen();
    return cursor.next();
  }

  /** Errors become warnings: closing the statement reports them. */
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    cursor.close();
    if (owner == null) {
      return;
    }
    try {
      if (closesOwner) {
        owner.close();
      } else {
        owner.resultSetClosed(this);
      }
    } catch (SQLException e) {
      owner.warnOfClose(e);
    }
  }

  public boolean isClosed() throws SQLException {
    return isClosed || (owner != null && owner.isClosed());
  }

  private void checkOpen() throws SQLException {
    if (isClosed()) {
      throw SqlErrors.cursor("The result set is closed.");
    }
  }

  public @Nullable VitrineStatement getStatement() throws SQLException {
    checkOpen();
    return closesOwner ? null : owner;
  }

  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return new VitrineResultSetMetaData(columns);
  }

  public int findColumn(String label) throws SQLException {
    checkOpen();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).label().equalsIgnoreCase(label)) {
        return i + 1;
      }
    }
    throw SqlErrors.noSuchColumn("'" + label + "'");
  }

  public boolean wasNull() throws SQLException {
    checkOpen();
    return wasNull;
  }

  // Where it stands

  public boolean isBeforeFirst() throws SQLException {
    checkOpen();
    return cursor.isBeforeFirst();
  }

  public boolean isAfterLast() throws SQLException {
    checkOpen();
    return cursor.isAfterLast();
  }

  public boolean isFirst() throws SQLException {
    checkOpen();
    return cursor.number() == 1;
  }

  public boolean isLast() throws SQLException {
    checkOpen();
    return cursor.isLast();
  }

  public int getRow() throws SQLException {
    checkOpen();
    return cursor.number();
  }

  public void beforeFirst() throws SQLException {
    checkOpen();
    cursor.moveTo(0);
  }

  public void afterLast() throws SQLException {
    checkOpen();
    cursor.moveToEnd();
  }

  public boolean first() throws SQLException {
    checkOpen();
    return cursor.moveTo(1);
  }

  public boolean last() throws SQLException {
    checkOpen();
    return cursor.moveTo(-1);
  }

  public boolean absolute(int row) throws SQLException {
    checkOpen();
    return cursor.moveTo(row);
  }

  public boolean relative(int rows) throws SQLException {
    checkOpen();
    return cursor.moveBy(rows);
  }

  public boolean previous() throws SQLException {
    checkOpen();
    return cursor.moveBy(-1);
  }

  public int getType() throws SQLException {
    checkOpen();
    return cursor.scrolls() ? ResultSet.TYPE_SCROLL_INSENSITIVE : ResultSet.TYPE_FORWARD_ONLY;
  }

  public int getConcurrency() throws SQLException {
    checkOpen();
    return ResultSet.CONCUR_READ_ONLY;
  }

  public int getHoldability() throws SQLException {
    checkOpen();
    return owner == null ? ResultSet.HOLD_CURSORS_OVER_COMMIT : owner.getResultSetHoldability();
  }

  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    if (rows < 0) {
      throw SqlErrors.invalidArgument("The fetch size is negative.");
    }
    rowsPerFetch = rows;
  }

  public int getFetchSize() throws SQLException {
    checkOpen();
    return rowsPerFetch;
  }

  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    boolean known =
        direction == ResultSet.FETCH_FORWARD
            || direction == ResultSet.FETCH_REVERSE
            || direction == ResultSet.FETCH_UNKNOWN;
    if (!known || (direction != ResultSet.FETCH_FORWARD && !cursor.scrolls())) {
      throw SqlErrors.invalidArgument("The result set is forward only.");
    }
  }

  public int getFetchDirection() throws SQLException {
    checkOpen();
    return ResultSet.FETCH_FORWARD;
  }

  public boolean rowUpdated() throws SQLException {
    checkOpen();
    return false;
  }

  public boolean rowInserted() throws SQLException {
    checkOpen();
    return false;
  }

  public boolean rowDeleted() throws SQLException {
    checkOpen();
    return false;
  }

  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  public void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  protected @Nullable Object value(int column) throws SQLException {
    checkOpen();
    if (!cursor.isOnRow()) {
      throw SqlErrors.cursor(
          cursor.isAfterLast()
              ? "The result has no more rows."
              : "Call next() before reading a row.");
    }
    List<Object> row = cursor.row();
    if (column < 1 || column > row.size()) {
      throw SqlErrors.noSuchColumn(String.valueOf(column));
    }
    Object value = ColumnValue.read(row.get(column - 1), columns.get(column - 1));
    wasNull = value == null;
    return value;
  }
}
