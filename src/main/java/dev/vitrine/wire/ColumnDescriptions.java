package dev.vitrine.wire;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.protocol.ParameterDescription;
import java.math.BigDecimal;
import java.sql.DatabaseMetaData;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;

/** Columns and parameters in Avatica's words: plain type names, real sizes. */
final class ColumnDescriptions {
  private ColumnDescriptions() {}

  /** LIST is the one style whose rows LocalService passes on as they are (CALCITE-4567). */
  static Meta.Signature signature(String sql, List<Column> columns, List<DataType> parameters) {
    List<ColumnMetaData> described = new ArrayList<>();
    for (Column column : columns) {
      described.add(column(described.size(), column));
    }
    List<AvaticaParameter> declared = new ArrayList<>();
    for (DataType type : parameters) {
      String marker = type == DataType.INSTANT ? ParameterDescription.INSTANT : "?";
      declared.add(parameter(marker + (declared.size() + 1), type));
    }
    Meta.StatementType kind =
        columns.isEmpty() ? Meta.StatementType.OTHER_DDL : Meta.StatementType.SELECT;
    return Meta.Signature.create(described, sql, declared, Meta.CursorFactory.LIST, kind);
  }

  private static ColumnMetaData column(int ordinal, Column column) {
    Type type = Type.of(column.type());
    return new ColumnMetaData(
        ordinal,
        false,
        column.type() == DataType.VARCHAR,
        true,
        false,
        column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
        type.signed,
        type.displaySize(column),
        column.name(),
        column.name(),
        "",
        type.precision(column),
        column.type() == DataType.DECIMAL ? column.scale() : 0,
        "",
        "",
        ColumnMetaData.scalar(type.jdbcType, column.type().sqlName(), type.rep),
        true,
        false,
        false,
        type.javaType.getName());
  }

  private static AvaticaParameter parameter(String name, DataType dataType) {
    Type type = Type.of(dataType);
    boolean timestamp = type.jdbcType == Types.TIMESTAMP;
    return new AvaticaParameter(
        type.signed,
        timestamp ? type.displaySize : type.precision,
        timestamp ? type.precision : 0,
        type.jdbcType,
        dataType.sqlName(),
        type.javaType.getName(),
        name);
  }

  /** JDBC types of a DataType. */
  private enum Type {
    VARCHAR(Types.VARCHAR, Rep.STRING, String.class, false, 65_535, 65_535),
    INTEGER(Types.INTEGER, Rep.INTEGER, Integer.class, true, 10, 11),
    BIGINT(Types.BIGINT, Rep.LONG, Long.class, true, 19, 20),
    DECIMAL(Types.DECIMAL, Rep.NUMBER, BigDecimal.class, true, 38, 40),
    DOUBLE(Types.DOUBLE, Rep.DOUBLE, Double.class, true, 15, 24),
    BOOLEAN(Types.BOOLEAN, Rep.BOOLEAN, Boolean.class, false, 1, 5),
    DATE(Types.DATE, Rep.INTEGER, java.sql.Date.class, false, 10, 10),
    TIME(Types.TIME, Rep.INTEGER, java.sql.Time.class, false, 3, 12),
    // Avatica's stock client prints as many fraction digits as the precision says (CALCITE-6282).
    TIMESTAMP(Types.TIMESTAMP, Rep.LONG, Timestamp.class, false, 3, 23),
    // To Avatica's clients both representations are the same; our driver knows instants by it.
    INSTANT(Types.TIMESTAMP, Rep.PRIMITIVE_LONG, Timestamp.class, false, 3, 23);

    private final int jdbcType;
    private final Rep rep;
    private final Class<?> javaType;
    private final boolean signed;
    private final int precision;
    private final int displaySize;

    Type(int jdbcType, Rep rep, Class<?> javaType, boolean signed, int precision, int displaySize) {
      this.jdbcType = jdbcType;
      this.rep = rep;
      this.javaType = javaType;
      this.signed = signed;
      this.precision = precision;
      this.displaySize = displaySize;
    }

    static Type of(DataType type) {
      return valueOf(type.name());
    }

    int precision(Column column) {
      boolean own = this == VARCHAR || this == DECIMAL;
      return own && column.precision() > 0 ? column.precision() : precision;
    }

    int displaySize(Column column) {
      if (this == VARCHAR && column.precision() > 0) {
        return column.precision();
      }
      return this == DECIMAL && column.precision() > 0 ? column.precision() + 2 : displaySize;
    }
  }
}
