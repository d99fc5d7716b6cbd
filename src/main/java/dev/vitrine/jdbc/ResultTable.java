package dev.vitrine.jdbc;

import dev.vitrine.jdbc.result.ForwardCursor;
import dev.vitrine.jdbc.result.RowSource;
import dev.vitrine.protocol.ColumnDescription;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Stream;

/** A result set of the driver's own: labelled columns, and rows from anywhere. */
final class ResultTable {
  private final List<ColumnDescription> columns;

  private ResultTable(List<ColumnDescription> columns) {
    this.columns = columns;
  }

  /** A column of a {@link ResultTable}. */
  record Label(String name, int type, String typeName, Class<?> javaType, int width) {}

  static Label text(String name) {
    return new Label(name, Types.VARCHAR, "VARCHAR", String.class, 65_535);
  }

  static Label number(String name) {
    return new Label(name, Types.BIGINT, "BIGINT", Long.class, 19);
  }

  static Label integer(String name) {
    return new Label(name, Types.INTEGER, "INTEGER", Integer.class, 10);
  }

  static Label small(String name) {
    return new Label(name, Types.SMALLINT, "SMALLINT", Integer.class, 5);
  }

  static Label truth(String name) {
    return new Label(name, Types.BOOLEAN, "BOOLEAN", Boolean.class, 1);
  }

  static ResultTable of(Label... labels) {
    return new ResultTable(Stream.of(labels).map(ResultTable::column).toList());
  }

  ResultSet rows(List<List<Object>> rows) throws SQLException {
    return new VitrineResultSet(null, columns, new ForwardCursor(RowSource.of(rows))).proxy();
  }

  ResultSet empty() throws SQLException {
    return rows(List.of());
  }

  /** The rows of {@code source}, which end with {@code owner}. */
  ResultSet rows(VitrineStatement owner, RowSource source) throws SQLException {
    return new VitrineResultSet(owner, columns, new ForwardCursor(source)).closingOwner().proxy();
  }

  private static ColumnDescription column(Label label) {
    boolean number = label.javaType() == Long.class || label.javaType() == Integer.class;
    return new ColumnDescription(
        label.name(),
        label.name(),
        label.type(),
        false,
        label.typeName(),
        label.javaType().getName(),
        label.width(),
        0,
        label.width() + (number ? 1 : 0),
        DatabaseMetaData.columnNullable,
        number,
        label.type() == Types.VARCHAR);
  }
}
