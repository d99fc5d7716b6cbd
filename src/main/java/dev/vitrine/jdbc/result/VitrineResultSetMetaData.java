package dev.vitrine.jdbc.result;

import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.ColumnDescription;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** The columns of a result. */
public final class VitrineResultSetMetaData implements ResultSetMetaData {
  private static final int SECONDS_WIDTH = "yyyy-mm-dd hh:mm:ss".length();

  private final List<ColumnDescription> columns;

  public VitrineResultSetMetaData(List<ColumnDescription> columns) {
    this.columns = columns;
  }

  @Override
  public int getColumnCount() {
    return columns.size();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  /** A TIMESTAMP is described by its fraction digits; JDBC wants its width. */
  @Override
  public int getPrecision(int column) throws SQLException {
    int precision = column(column).precision();
    if (column(column).type() == Types.TIME) {
      return "hh:mm:ss.".length() + precision;
    }
    return isTimestamp(column) ? SECONDS_WIDTH + 1 + precision : precision;
  }

  @Override
  public int getScale(int column) throws SQLException {
    ColumnDescription described = column(column);
    return isTimestamp(column) || described.type() == Types.TIME
        ? described.precision()
        : described.scale();
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return column(column).caseSensitive();
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    column(column);
    return true;
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return column(column).nullable();
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return column(column).signed();
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return column(column).displaySize();
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return column(column).label();
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return column(column).name();
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return column(column).type();
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return column(column).typeName();
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    column(column);
    return true;
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return column(column).className();
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    column(column);
    return "";
  }

  @Override
  public String getTableName(int column) throws SQLException {
    column(column);
    return "";
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    column(column);
    return "";
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlErrors.invalidArgument("The metadata wraps no " + type.getName() + ".");
  }

  private boolean isTimestamp(int column) throws SQLException {
    return column(column).type() == Types.TIMESTAMP;
  }

  private ColumnDescription column(int column) throws SQLException {
    if (column < 1 || column > columns.size()) {
      throw SqlErrors.noSuchColumn(String.valueOf(column));
    }
    return columns.get(column - 1);
  }
}
