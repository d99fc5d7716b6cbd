package dev.vitrine.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.jdbc.result.ParameterValue;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.BoundValue;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The many ways JDBC has to set a parameter, each leading to {@link #set}. */
abstract class ParameterSetters extends VitrineStatement implements PreparedStatement {
  ParameterSetters(VitrineConnection owner, EngineStatement engine, ResultSetKind resultSets) {
    super(owner, engine, resultSets);
  }

  /** Sets the parameter at {@code position}, from 1. */
  abstract void set(int position, BoundValue value) throws SQLException;

  /** Whether the parameter at {@code position}, from 1, is a point in time. */
  abstract boolean isInstant(int position);

  private void setValue(int position, @Nullable Object value) throws SQLException {
    set(position, isInstant(position) ? ParameterValue.instant(value) : ParameterValue.of(value));
  }

  private void setValue(int position, @Nullable Object value, int targetType) throws SQLException {
    checkOpen();
    if (value != null) {
      ParameterValue.checkTarget(targetType);
    }
    setValue(position, value);
  }

  @Override
  public void setNull(int position, int sqlType) throws SQLException {
    set(position, ParameterValue.NULL);
  }

  @Override
  public void setNull(int position, int sqlType, String typeName) throws SQLException {
    set(position, ParameterValue.NULL);
  }

  @Override
  public void setBoolean(int position, boolean value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setByte(int position, byte value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setShort(int position, short value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setInt(int position, int value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setLong(int position, long value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setFloat(int position, float value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setDouble(int position, double value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setBigDecimal(int position, BigDecimal value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setString(int position, String value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setNString(int position, String value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setTime(int position, Time value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setDate(int position, Date value) throws SQLException {
    setValue(position, value);
  }

  @Override
  public void setTimestamp(int position, Timestamp value) throws SQLException {
    setValue(position, value);
  }

  @Override
  public void setObject(int position, Object value) throws SQLException {
    setValue(position, value);
  }

  @Override
  public void setClob(int position, Clob value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setNClob(int position, NClob value) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setURL(int position, URL value) throws SQLException {
    set(position, ParameterValue.of(value == null ? null : value.toString()));
  }

  @Override
  public void setTime(int position, Time value, Calendar calendar) throws SQLException {
    set(position, ParameterValue.of(value));
  }

  @Override
  public void setDate(int position, Date value, Calendar calendar) throws SQLException {
    set(
        position,
        isInstant(position)
            ? ParameterValue.instant(value, calendar)
            : ParameterValue.date(value, calendar));
  }

  @Override
  public void setTimestamp(int position, Timestamp value, Calendar calendar) throws SQLException {
    set(
        position,
        isInstant(position)
            ? ParameterValue.instant(value)
            : ParameterValue.timestamp(value, calendar));
  }

  @Override
  public void setObject(int position, Object value, int targetType) throws SQLException {
    setValue(position, value, targetType);
  }

  @Override
  public void setObject(int position, Object value, int targetType, int scale) throws SQLException {
    setValue(position, value, targetType);
  }

  @Override
  public void setObject(int position, Object value, SQLType targetType) throws SQLException {
    setValue(position, value, type(targetType));
  }

  @Override
  public void setObject(int position, Object value, SQLType targetType, int scale)
      throws SQLException {
    setValue(position, value, type(targetType));
  }

  @Override
  public void setCharacterStream(int position, Reader value) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, -1)));
  }

  @Override
  public void setCharacterStream(int position, Reader value, long length) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, length)));
  }

  @Override
  public void setNCharacterStream(int position, Reader value) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, -1)));
  }

  @Override
  public void setNCharacterStream(int position, Reader value, long length) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, length)));
  }

  @Override
  public void setClob(int position, Reader value) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, -1)));
  }

  @Override
  public void setClob(int position, Reader value, long length) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, length)));
  }

  @Override
  public void setNClob(int position, Reader value) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, -1)));
  }

  @Override
  public void setNClob(int position, Reader value, long length) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, length)));
  }

  @Override
  public void setCharacterStream(int position, Reader value, int length) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, length)));
  }

  @Override
  public void setAsciiStream(int position, InputStream value) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, -1, US_ASCII)));
  }

  @Override
  public void setAsciiStream(int position, InputStream value, int length) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, length, US_ASCII)));
  }

  @Override
  public void setAsciiStream(int position, InputStream value, long length) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, length, US_ASCII)));
  }

  @Override
  @Deprecated
  public void setUnicodeStream(int position, InputStream value, int length) throws SQLException {
    set(position, ParameterValue.of(ParameterValue.text(value, length, UTF_8)));
  }

  @Override
  public void setBytes(int position, byte[] value) throws SQLException {
    throw unsupported("A binary parameter");
  }

  @Override
  public void setBinaryStream(int position, InputStream value) throws SQLException {
    throw unsupported("A binary parameter");
  }

  @Override
  public void setBinaryStream(int position, InputStream value, int length) throws SQLException {
    throw unsupported("A binary parameter");
  }

  @Override
  public void setBinaryStream(int position, InputStream value, long length) throws SQLException {
    throw unsupported("A binary parameter");
  }

  @Override
  public void setBlob(int position, Blob value) throws SQLException {
    throw unsupported("A BLOB parameter");
  }

  @Override
  public void setBlob(int position, InputStream value) throws SQLException {
    throw unsupported("A BLOB parameter");
  }

  @Override
  public void setBlob(int position, InputStream value, long length) throws SQLException {
    throw unsupported("A BLOB parameter");
  }

  @Override
  public void setRef(int position, Ref value) throws SQLException {
    throw unsupported("A REF parameter");
  }

  @Override
  public void setArray(int position, Array value) throws SQLException {
    throw unsupported("An ARRAY parameter");
  }

  @Override
  public void setRowId(int position, RowId value) throws SQLException {
    throw unsupported("A ROWID parameter");
  }

  @Override
  public void setSQLXML(int position, SQLXML value) throws SQLException {
    throw unsupported("An SQLXML parameter");
  }

  private SQLException unsupported(String what) throws SQLException {
    checkOpen();
    return SqlErrors.unsupported(what);
  }

  private static int type(SQLType type) throws SQLException {
    if (type == null || type.getVendorTypeNumber() == null) {
      throw SqlErrors.invalidArgument("There is no target type.");
    }
    return type.getVendorTypeNumber();
  }
}
