package dev.vitrine.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;

/** A result set of the driver's own: labelled columns, and rows from anywhere. */
final class ResultTable {
  private final Meta.Signature signature;

  private ResultTable(Meta.Signature signature) {
    this.signature = signature;
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
    List<ColumnMetaData> columns = new ArrayList<>();
    for (Label label : labels) {
      columns.add(column(columns.size(), label));
    }
    return new ResultTable(
        Meta.Signature.create(
            columns, "", List.of(), Meta.CursorFactory.LIST, Meta.StatementType.SELECT));
  }

  VitrineResultSet rows(List<List<Object>> rows) throws SQLException {
    return new VitrineResultSet(null, signature, RowSource.of(rows));
  }

  VitrineResultSet empty() throws SQLException {
    return rows(List.of());
  }

  /** The rows of {@code source}, which end with {@code owner}. */
  VitrineResultSet rows(VitrineStatement owner, RowSource source) throws SQLException {
    return new VitrineResultSet(owner, signature, source).closingOwner();
  }

  private static ColumnMetaData column(int ordinal, Label label) {
    boolean number = label.javaType() == Long.class || label.javaType() == Integer.class;
    return new ColumnMetaData(
        ordinal,
        false,
        label.type() == Types.VARCHAR,
        true,
        false,
        DatabaseMetaData.columnNullable,
        number,
        label.width() + (number ? 1 : 0),
        label.name(),
        label.name(),
        "",
        label.width(),
        0,
        "",
        "",
        ColumnMetaData.scalar(label.type(), label.typeName(), Rep.of(label.javaType())),
        true,
        false,
        false,
        label.javaType().getName());
  }
}
