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
import org.jspecify.annotations.Nullable;

/**
 * The getters of a result set by index, for all types of JDBC: each reads the value of the column
 * and converts it.
 */
public abstract class ColumnGetters {
  /**
   * The value of a column in the current row, and sets {@code wasNull}.
   *
   * @param column index of the column, from 1
   */
  protected abstract @Nullable Object value(int column) throws SQLException;

  public @Nullable String getString(int column) throws SQLException {
    return ColumnValue.text(value(column));
  }

  public @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  public boolean getBoolean(int column) throws SQLException {
    Object value = value(column);
    return value != null && ColumnValue.truth(value);
  }

  public byte getByte(int column) throws SQLException {
    return (byte) integer(column, Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  public short getShort(int column) throws SQLException {
    return (short) integer(column, Short.MIN_VALUE, Short.MAX_VALUE);
  }

  public int getInt(int column) throws SQLException {
    return (int) integer(column, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  public long getLong(int column) throws SQLException {
    return integer(column, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  public float getFloat(int column) throws SQLException {
    return (float) getDouble(column);
  }

  public double getDouble(int column) throws SQLException {
    Object value = value(column);
    return value == null ? 0 : ColumnValue.number(value).doubleValue();
  }

  public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    Object value = value(column);
    return value == null ? null : ColumnValue.number(value);
  }

  public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal value = getBigDecimal(column);
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  public byte @Nullable [] getBytes(int column) throws SQLException {
    return ColumnValue.as(value(column), byte[].class);
  }

  public @Nullable Date getDate(int column) throws SQLException {
    return ColumnValue.as(value(column), Date.class);
  }

  public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    Timestamp value = ColumnValue.timestamp(value(column), calendar, true);
    return value == null ? null : new Date(value.getTime());
  }

  public @Nullable Time getTime(int column) throws SQLException {
    return ColumnValue.as(value(column), Time.class);
  }

  public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    Timestamp value = ColumnValue.timestamp(value(column), calendar, false);
    return value == null ? null : new Time(value.getTime());
  }

  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return ColumnValue.as(value(column), Timestamp.class);
  }

  public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar)
      throws SQLException {
    return ColumnValue.timestamp(value(column), calendar, false);
  }

  public @Nullable Object getObject(int column) throws SQLException {
    return ColumnValue.object(value(column));
  }

  public @Nullable Object getObject(int column, Map<String, Class<?>> map) throws SQLException {
    return getObject(column);
  }

  public <T> @Nullable T getObject(int column, @Nullable Class<T> type) throws SQLException {
    if (type == null) {
      throw SqlErrors.invalidArgument("There is no target class.");
    }
    return ColumnValue.as(value(column), type);
  }

  public @Nullable TextClob getClob(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new TextClob(text);
  }

  public @Nullable TextClob getNClob(int column) throws SQLException {
    return getClob(column);
  }

  public @Nullable Reader getCharacterStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new StringReader(text);
  }

  public @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  public @Nullable InputStream getAsciiStream(int column) throws SQLException {
    return ColumnValue.stream(getString(column));
  }

  public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    return ColumnValue.stream(getString(column));
  }

  public @Nullable InputStream getBinaryStream(int column) throws SQLException {
    return ColumnValue.stream(getString(column));
  }

  public @Nullable URL getURL(int column) throws SQLException {
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
