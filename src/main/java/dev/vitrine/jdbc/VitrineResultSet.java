package dev.vitrine.jdbc;

import dev.vitrine.jdbc.result.ColumnValue;
import dev.vitrine.jdbc.result.LabelledResultSet;
import dev.vitrine.jdbc.result.RowCursor;
import dev.vitrine.jdbc.result.TextClob;
import dev.vitrine.jdbc.result.VitrineResultSetMetaData;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.ColumnDescription;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.sql.Date;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.List;
import java.util.Map;

/** Rows, read forward once or in both directions. */
final class VitrineResultSet extends LabelledResultSet {
  private final VitrineStatement owner;
  private final List<ColumnDescription> columns;
  private final RowCursor cursor;
  private boolean wasNull;
  private boolean isClosed;
  private boolean closesOwner;
  private int rowsPerFetch;

  /**
   * @param owner null for rows that no statement answered
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

  // Values

  @Override
  public String getString(int column) throws SQLException {
    return ColumnValue.text(value(column));
  }

  @Override
  public String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    Object value = value(column);
    return value != null && ColumnValue.truth(value);
  }

  @Override
  public byte getByte(int column) throws SQLException {
    return (byte) integer(column, Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  @Override
  public short getShort(int column) throws SQLException {
    return (short) integer(column, Short.MIN_VALUE, Short.MAX_VALUE);
  }

  @Override
  public int getInt(int column) throws SQLException {
    return (int) integer(column, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Override
  public long getLong(int column) throws SQLException {
    return integer(column, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Override
  public float getFloat(int column) throws SQLException {
    return (float) getDouble(column);
  }

  @Override
  public double getDouble(int column) throws SQLException {
    Object value = value(column);
    return value == null ? 0 : ColumnValue.number(value).doubleValue();
  }

  @Override
  public BigDecimal getBigDecimal(int column) throws SQLException {
    Object value = value(column);
    return value == null ? null : ColumnValue.number(value);
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal value = getBigDecimal(column);
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  @Override
  public byte[] getBytes(int column) throws SQLException {
    return ColumnValue.as(value(column), byte[].class);
  }

  @Override
  public Date getDate(int column) throws SQLException {
    return ColumnValue.as(value(column), Date.class);
  }

  @Override
  public Date getDate(int column, Calendar calendar) throws SQLException {
    Timestamp value = ColumnValue.timestamp(value(column), calendar, true);
    return value == null ? null : new Date(value.getTime());
  }

  @Override
  public Time getTime(int column) throws SQLException {
    return ColumnValue.as(value(column), Time.class);
  }

  @Override
  public Time getTime(int column, Calendar calendar) throws SQLException {
    Timestamp value = ColumnValue.timestamp(value(column), calendar, false);
    return value == null ? null : new Time(value.getTime());
  }

  @Override
  public Timestamp getTimestamp(int column) throws SQLException {
    return ColumnValue.as(value(column), Timestamp.class);
  }

  @Override
  public Timestamp getTimestamp(int column, Calendar calendar) throws SQLException {
    return ColumnValue.timestamp(value(column), calendar, false);
  }

  @Override
  public Object getObject(int column) throws SQLException {
    return ColumnValue.object(value(column));
  }

  @Override
  public Object getObject(int column, Map<String, Class<?>> map) throws SQLException {
    return getObject(column);
  }

  @Override
  public <T> T getObject(int column, Class<T> type) throws SQLException {
    if (type == null) {
      throw SqlErrors.invalidArgument("There is no target class.");
    }
    return ColumnValue.as(value(column), type);
  }

  @Override
  public TextClob getClob(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new TextClob(text);
  }

  @Override
  public TextClob getNClob(int column) throws SQLException {
    return getClob(column);
  }

  @Override
  public Reader getCharacterStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new StringReader(text);
  }

  @Override
  public Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  @Override
  public InputStream getAsciiStream(int column) throws SQLException {
    return ColumnValue.stream(getString(column));
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // The interface of JDBC, which callers keep.
  public InputStream getUnicodeStream(int column) throws SQLException {
    return ColumnValue.stream(getString(column));
  }

  @Override
  public InputStream getBinaryStream(int column) throws SQLException {
    return ColumnValue.stream(getString(column));
  }

  @Override
  public URL getURL(int column) throws SQLException {
    String text = getString(column);
    try {
      return text == null ? null : new URI(text).toURL();
    } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
      throw SqlErrors.caused(SqlErrors.cannotConvert("The value is not a URL."), e);
    }
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

  private long integer(int column, long least, long most) throws SQLException {
    Object value = value(column);
    return value == null ? 0 : ColumnValue.integer(value, least, most);
  }

  private Object value(int column) throws SQLException {
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
