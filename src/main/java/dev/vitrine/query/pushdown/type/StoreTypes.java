package dev.vitrine.query.pushdown.type;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Types as both stores compute with them, where Calcite's defaults are different. */
public final class StoreTypes extends RelDataTypeSystemImpl {
  public static final StoreTypes INSTANCE = new StoreTypes();

  /** Maximum digits of a DECIMAL in both stores. */
  private static final int MAX_DECIMAL = 1000;

  /** Digits of a sum, and of a DECIMAL without a precision. */
  private static final int SUM_PRECISION = 38;

  /** Fraction digits of a TIMESTAMP. */
  private static final int MILLISECONDS = 3;

  /** Decimal places of a quotient. */
  static final int QUOTIENT_SCALE = 16;

  private StoreTypes() {}

  @Override
  public int getMaxPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> MAX_DECIMAL;
      case CHAR, VARCHAR -> 10 * 1024 * 1024;
      default -> super.getMaxPrecision(typeName);
    };
  }

  @Override
  public int getDefaultPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> SUM_PRECISION;
      // Zero digits (RelDataTypeSystemImpl) would cut the milliseconds off in CAST(x AS TIMESTAMP).
      case TIME, TIMESTAMP -> MILLISECONDS;
      default -> super.getDefaultPrecision(typeName);
    };
  }

  @Override
  public int getMaxScale(SqlTypeName typeName) {
    return typeName == SqlTypeName.DECIMAL ? MAX_DECIMAL : super.getMaxScale(typeName);
  }

  /** Constants are rounded as the stores round; down, the default, made 2 of 2.5. */
  @Override
  public RoundingMode roundingMode() {
    return RoundingMode.HALF_UP;
  }

  /** Strings of unequal length in CASE, UNION or VALUES would be padded with blanks otherwise. */
  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  @Override
  public RelDataType deriveSumType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    RelDataType sum =
        switch (argumentType.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER -> typeFactory.createSqlType(SqlTypeName.BIGINT);
          case BIGINT -> typeFactory.createSqlType(SqlTypeName.DECIMAL, SUM_PRECISION, 0);
          case DECIMAL ->
              typeFactory.createSqlType(
                  SqlTypeName.DECIMAL,
                  Math.max(SUM_PRECISION, argumentType.getPrecision()),
                  argumentType.getScale());
          case REAL, FLOAT, DOUBLE -> typeFactory.createSqlType(SqlTypeName.DOUBLE);
          default -> argumentType;
        };
    return typeFactory.createTypeWithNullability(sum, argumentType.isNullable());
  }

  /** Decimal places that PostgreSQL computes; Calcite would keep six. */
  @Override
  public @Nullable RelDataType deriveDecimalDivideType(
      RelDataTypeFactory typeFactory, RelDataType type1, RelDataType type2) {
    if (!areDecimal(type1, type2)) {
      return null;
    }
    int scale = Math.max(QUOTIENT_SCALE, Math.max(scale(type1), scale(type2)));
    int digits = type1.getPrecision() - scale(type1) + scale(type2);
    return decimal(typeFactory, digits, scale);
  }

  /** A DECIMAL if one operand is; Calcite's is the type of the divisor, which may be an INTEGER. */
  @Override
  public @Nullable RelDataType deriveDecimalModType(
      RelDataTypeFactory typeFactory, RelDataType type1, RelDataType type2) {
    if (!areDecimal(type1, type2)) {
      return null;
    }
    int scale = Math.max(scale(type1), scale(type2));
    int digits = Math.min(type1.getPrecision() - scale(type1), type2.getPrecision() - scale(type2));
    return decimal(typeFactory, digits, scale);
  }

  /** Whether both are exact, and at least one is a DECIMAL. */
  private static boolean areDecimal(RelDataType type1, RelDataType type2) {
    return SqlTypeUtil.isExactNumeric(type1)
        && SqlTypeUtil.isExactNumeric(type2)
        && (SqlTypeUtil.isDecimal(type1) || SqlTypeUtil.isDecimal(type2));
  }

  private static RelDataType decimal(RelDataTypeFactory types, int digits, int scale) {
    return types.createSqlType(
        SqlTypeName.DECIMAL, Math.min(MAX_DECIMAL, Math.max(1, digits) + scale), scale);
  }

  private static int scale(RelDataType type) {
    return Math.max(0, type.getScale());
  }

  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    if (!SqlTypeUtil.isNumeric(argumentType)) {
      return argumentType;
    }
    return typeFactory.createTypeWithNullability(
        typeFactory.createSqlType(SqlTypeName.DOUBLE), argumentType.isNullable());
  }

  @Override
  public RelDataType deriveCovarType(
      RelDataTypeFactory typeFactory, RelDataType arg0Type, RelDataType arg1Type) {
    return deriveAvgAggType(typeFactory, arg0Type);
  }
}
