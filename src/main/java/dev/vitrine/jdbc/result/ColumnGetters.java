package dev.vitrine.jdbc.result;

import dev.vitrine.jdbc.transport.SqlErrors;
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
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/**
 * The getters of a result set by index, for all types of JDBC: each reads the value of the column
 * and converts it.
 */
public abstract class ColumnGetters extends LabelledResultSet {
  /**
   * The value of a column in the current row, and sets {@code wasNull}.
   *
   * @param column index of the column, from 1
   */
  protected abstract Object value(int column) throws SQLException;

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

  private long integer(int column, long least, long most) throws SQLException {
    Object value = value(column);
    return value == null ? 0 : ColumnValue.integer(value, least, most);
  }
}
