package dev.vitrine.jdbc;

import java.sql.SQLException;
import java.sql.Types;
import org.apache.calcite.avatica.AvaticaResultSetMetaData;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;

/** The columns of a result. */
final class VitrineResultSetMetaData extends AvaticaResultSetMetaData {
  private static final int SECONDS_WIDTH = "yyyy-mm-dd hh:mm:ss".length();

  private final Meta.Signature signature;

  VitrineResultSetMetaData(Meta.Signature signature) {
    super(null, null, signature);
    this.signature = signature;
  }

  /** Avatica's precision of a TIMESTAMP is its fraction digits; JDBC's is its width. */
  @Override
  public int getPrecision(int column) throws SQLException {
    int precision = column(column).precision;
    return isTimestamp(column) ? SECONDS_WIDTH + 1 + precision : precision;
  }

  @Override
  public int getScale(int column) throws SQLException {
    ColumnMetaData described = column(column);
    return isTimestamp(column) ? described.precision : described.scale;
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return column(column).autoIncrement;
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return column(column).caseSensitive;
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    return column(column).searchable;
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    return column(column).currency;
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return column(column).nullable;
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return column(column).signed;
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return column(column).displaySize;
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return column(column).label;
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return column(column).columnName;
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return column(column).type.id;
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return column(column).type.name;
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return column(column).readOnly;
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return column(column).writable;
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    return column(column).definitelyWritable;
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return column(column).columnClassName;
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    String name = column(column).schemaName;
    return name == null ? "" : name;
  }

  @Override
  public String getTableName(int column) throws SQLException {
    String name = column(column).tableName;
    return name == null ? "" : name;
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    String name = column(column).catalogName;
    return name == null ? "" : name;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlErrors.invalidArgument("The metadata wraps no " + type.getName() + ".");
  }

  private boolean isTimestamp(int column) throws SQLException {
    return column(column).type.id == Types.TIMESTAMP;
  }

  private ColumnMetaData column(int column) throws SQLException {
    if (column < 1 || column > signature.columns.size()) {
      throw SqlErrors.noSuchColumn(String.valueOf(column));
    }
    return signature.columns.get(column - 1);
  }
}
