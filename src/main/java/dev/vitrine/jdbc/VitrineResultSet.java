package dev.vitrine.jdbc;

import dev.vitrine.jdbc.result.ColumnGetters;
import dev.vitrine.jdbc.result.ColumnValue;
import dev.vitrine.jdbc.result.RowCursor;
import dev.vitrine.jdbc.result.VitrineResultSetMetaData;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.ColumnDescription;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;

/** Rows, read forward once or in both directions. */
final class VitrineResultSet extends ColumnGetters {
  private final VitrineStatement owner;
  private final List<ColumnDescription> columns;
  private final RowCursor cursor;
  private boolean wasNull;
  private boolean isClosed;
  private boolean closesOwner;
  private int rowsPerFetch;

  /**
   * @param owner null for rows of no statement
   */
  VitrineResultSet(VitrineStatement owner, List<ColumnDescription> columns, RowCursor cursor) {
    this.owner = owner;
    this.columns = columns;
    this.cursor = cursor;
  }

  /** Also closes the statement, which has no other reference. */
  VitrineResultSet closingOwner() {
    closesOwner = true;
    return this;
  }

  @Override
  public boolean next() throws SQLException {
    checkOpen();
    return cursor.next();
  }

  /** Errors become warnings: closing the statement reports them. */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    cursor.close();
    try {
      if (closesOwner) {
        owner.close();
      } else if (owner != null) {
        owner.resultSetClosed(this);
      }
    } catch (SQLException e) {
      owner.warnOfClose(e);
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return isClosed || (owner != null && owner.isClosed());
  }

  @Override
  protected void checkOpen() throws SQLException {
    if (isClosed()) {
      throw SqlErrors.cursor("The result set is closed.");
    }
  }

  @Override
  public VitrineStatement getStatement() throws SQLException {
    checkOpen();
    return closesOwner ? null : owner;
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return new VitrineResultSetMetaData(columns);
  }

  @Override
  public int findColumn(String label) throws SQLException {
    checkOpen();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).label().equalsIgnoreCase(label)) {
        return i + 1;
      }
    }
    throw SqlErrors.noSuchColumn("'" + label + "'");
  }

  @Override
  public boolean wasNull() throws SQLException {
    checkOpen();
    return wasNull;
  }

  // Where it stands

  @Override
  public boolean isBeforeFirst() throws SQLException {
    checkOpen();
    return cursor.isBeforeFirst();
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    checkOpen();
    return cursor.isAfterLast();
  }

  @Override
  public boolean isFirst() throws SQLException {
    checkOpen();
    return cursor.number() == 1;
  }

  @Override
  public boolean isLast() throws SQLException {
    checkOpen();
    return cursor.isLast();
  }

  @Override
  public int getRow() throws SQLException {
    checkOpen();
    return cursor.number();
  }

  @Override
  public void beforeFirst() throws SQLException {
    checkOpen();
    cursor.moveTo(0);
  }

  @Override
  public void afterLast() throws SQLException {
    checkOpen();
    cursor.moveToEnd();
  }

  @Override
  public boolean first() throws SQLException {
    checkOpen();
    return cursor.moveTo(1);
  }

  @Override
  public boolean last() throws SQLException {
    checkOpen();
    return cursor.moveTo(-1);
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    checkOpen();
    return cursor.moveTo(row);
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    checkOpen();
    return cursor.moveBy(rows);
  }

  @Override
  public boolean previous() throws SQLException {
    checkOpen();
    return cursor.moveBy(-1);
  }

  @Override
  public int getType() throws SQLException {
    checkOpen();
    return cursor.scrolls() ? TYPE_SCROLL_INSENSITIVE : TYPE_FORWARD_ONLY;
  }

  @Override
  public int getConcurrency() throws SQLException {
    checkOpen();
    return CONCUR_READ_ONLY;
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return owner == null ? HOLD_CURSORS_OVER_COMMIT : owner.getResultSetHoldability();
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    if (rows < 0) {
      throw SqlErrors.invalidArgument("The fetch size is negative.");
    }
    rowsPerFetch = rows;
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return rowsPerFetch;
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    boolean known =
        direction == FETCH_FORWARD || direction == FETCH_REVERSE || direction == FETCH_UNKNOWN;
    if (!known || (direction != FETCH_FORWARD && !cursor.scrolls())) {
      throw SqlErrors.invalidArgument("The result set is forward only.");
    }
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return FETCH_FORWARD;
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public boolean rowInserted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlErrors.invalidArgument("The result set wraps no " + type.getName() + ".");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  protected Object value(int column) throws SQLException {
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
