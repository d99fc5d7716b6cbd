package dev.vitrine.query.pushdown.type;

import dev.vitrine.catalog.DataType;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/** Which type of result or parameter a type of the plan is. */
public final class DeliveredTypes {
  private DeliveredTypes() {}

  /** The type it is delivered as; empty if values of it cannot be delivered. */
  public static Optional<DataType> of(RelDataType type) {
    return Optional.ofNullable(
        switch (type.getSqlTypeName()) {
          case CHAR, VARCHAR, NULL -> DataType.VARCHAR;
          case BOOLEAN -> DataType.BOOLEAN;
          case TINYINT, SMALLINT, INTEGER -> DataType.INTEGER;
          case BIGINT -> DataType.BIGINT;
          case DECIMAL -> DataType.DECIMAL;
          case REAL, FLOAT, DOUBLE -> DataType.DOUBLE;
          case DATE -> DataType.DATE;
          case TIME -> DataType.TIME;
          case TIMESTAMP -> InstantType.matches(type) ? DataType.INSTANT : DataType.TIMESTAMP;
          default -> null;
        });
  }

  /** The type that a result column is cast to, if it is not of that type already. */
  public static RelDataType target(RelDataTypeFactory types, RelDataType type) {
    return switch (of(type).orElseThrow()) {
      case VARCHAR -> types.createSqlType(SqlTypeName.VARCHAR);
      case BOOLEAN -> types.createSqlType(SqlTypeName.BOOLEAN);
      case INTEGER -> types.createSqlType(SqlTypeName.INTEGER);
      case BIGINT -> types.createSqlType(SqlTypeName.BIGINT);
      case DECIMAL ->
          types.createSqlType(SqlTypeName.DECIMAL, type.getPrecision(), type.getScale());
      case DOUBLE -> types.createSqlType(SqlTypeName.DOUBLE);
      case TIME -> types.createSqlType(SqlTypeName.TIME, 3);
      case DATE -> types.createSqlType(SqlTypeName.DATE);
      case TIMESTAMP -> types.createSqlType(SqlTypeName.TIMESTAMP, type.getPrecision());
      case INSTANT -> InstantType.milliseconds(types);
    };
  }
}
