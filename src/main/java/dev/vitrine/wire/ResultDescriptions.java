package dev.vitrine.wire;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.protocol.ColumnDescription;
import dev.vitrine.protocol.ParameterDescription;
import java.math.BigDecimal;
import java.sql.DatabaseMetaData;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;

/** Columns and parameters as JDBC describes them: plain type names, real sizes. */
final class ResultDescriptions {
  private ResultDescriptions() {}

  static List<ColumnDescription> columns(List<Column> columns) {
    return columns.stream().map(ResultDescriptions::column).toList();
  }

  private static ColumnDescription column(Column column) {
    Type type = Type.of(column.type());
    return new ColumnDescription(
        column.name(),
        column.name(),
        type.jdbcType,
        type == Type.INSTANT,
        column.type().sqlName(),
        type.javaType.getName(),
        type.precision(column),
        type == Type.DECIMAL ? column.scale() : 0,
        type.displaySize(column),
        column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
        type.signed,
        type == Type.VARCHAR);
  }

  static List<ParameterDescription> parameters(List<DataType> types) {
    return types.stream().map(ResultDescriptions::parameter).toList();
  }

  private static ParameterDescription parameter(DataType dataType) {
    Type type = Type.of(dataType);
    boolean hasFraction = type.jdbcType == Types.TIMESTAMP || type == Type.TIME;
    return new ParameterDescription(
        type.jdbcType,
        type == Type.INSTANT,
        dataType.sqlName(),
        type.javaType.getName(),
        hasFraction ? type.displaySize : type.precision,
        hasFraction ? type.precision : 0,
        type.signed);
  }

  /** JDBC types of a DataType. */
  private enum Type {
    VARCHAR(Types.VARCHAR, String.class, false, 65_535, 65_535),
    INTEGER(Types.INTEGER, Integer.class, true, 10, 11),
    BIGINT(Types.BIGINT, Long.class, true, 19, 20),
    DECIMAL(Types.DECIMAL, BigDecimal.class, true, 38, 40),
    DOUBLE(Types.DOUBLE, Double.class, true, 17, 24),
    BOOLEAN(Types.BOOLEAN, Boolean.class, false, 1, 5),
    DATE(Types.DATE, java.sql.Date.class, false, 10, 10),
    TIME(Types.TIME, java.sql.Time.class, false, 3, 12),
    // Avatica's stock client prints as many fraction digits as the precision (CALCITE-6282).
    TIMESTAMP(Types.TIMESTAMP, Timestamp.class, false, 3, 23),
    INSTANT(Types.TIMESTAMP, Timestamp.class, false, 3, 23);

    private final int jdbcType;
    private final Class<?> javaType;
    private final boolean signed;
    private final int precision;
    private final int displaySize;

    Type(int jdbcType, Class<?> javaType, boolean signed, int precision, int displaySize) {
      this.jdbcType = jdbcType;
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
