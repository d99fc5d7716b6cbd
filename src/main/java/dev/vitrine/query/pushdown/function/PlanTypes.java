package dev.vitrine.query.pushdown.function;

import dev.vitrine.query.pushdown.type.InstantType;
import dev.vitrine.query.pushdown.type.StoreTypes;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** The types of plans: strings of Unicode characters, and instants. */
public final class PlanTypes extends SqlTypeFactoryImpl {
  /** Operators that shift or truncate a point in time. */
  private static final Set<SqlKind> SHIFTS =
      Set.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMESTAMP_ADD, SqlKind.FLOOR);

  private static final Set<String> ROUNDING_UP = Set.of("ROUND", "CEIL", "FLOOR");

  /** Makes a factory. */
  public PlanTypes() {
    super(StoreTypes.INSTANCE);
  }

  /** Calcite's default refuses characters that are not in ISO-8859-1. */
  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }

  /** An instant and a TIMESTAMP together are instants: the session's time zone is UTC. */
  @Override
  public RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule rule) {
    RelDataType common = super.leastRestrictive(types, rule);
    return common != null && types.stream().anyMatch(InstantType::matches)
        ? asInstant(common)
        : common;
  }

  /** Whether calls of it can have one digit more than their first operand. */
  public static boolean roundsUp(SqlOperator operator) {
    return ROUNDING_UP.contains(operator.getName());
  }

  /** Whether calls of it can be points in time because their operands are. */
  public static boolean shifts(SqlOperator operator) {
    return SHIFTS.contains(operator.getKind()) || operator.equals(StoreFunctions.DATE_TRUNC);
  }

  /**
   * The type of a call whose operands are known, where Calcite's operators infer another: a shifted
   * or truncated instant is an instant, and a number that is rounded up can get one more digit.
   *
   * @param inferred by the operator
   */
  public RelDataType of(SqlOperator operator, List<RelDataType> operands, RelDataType inferred) {
    if (roundsUp(operator)
        && inferred.getSqlTypeName() == SqlTypeName.DECIMAL
        && !operands.isEmpty()) {
      int digits = Math.max(inferred.getPrecision(), operands.get(0).getPrecision() + 1);
      int most = getTypeSystem().getMaxPrecision(SqlTypeName.DECIMAL);
      return createTypeWithNullability(
          createSqlType(SqlTypeName.DECIMAL, Math.min(digits, most), inferred.getScale()),
          inferred.isNullable());
    }
    return shifts(operator) && operands.stream().anyMatch(InstantType::matches)
        ? asInstant(inferred)
        : inferred;
  }

  private RelDataType asInstant(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP && !InstantType.matches(type)
        ? canonize(new InstantType(type.isNullable(), type.getPrecision()))
        : type;
  }

  /**
   * Whether a cast of the text to the type may cut it. Calcite leaves out the cast of a text
   * without a limit inside of another cast, and H2 would count units of UTF-16.
   */
  public static boolean cuts(RelDataType type, RexNode text) {
    int length = type.getPrecision();
    int from = text.getType().getPrecision();
    return SqlTypeUtil.inCharFamily(type)
        && SqlTypeUtil.inCharFamily(text.getType())
        && length != RelDataType.PRECISION_NOT_SPECIFIED
        && (from == RelDataType.PRECISION_NOT_SPECIFIED || from > length);
  }

  /** The first characters of the text, with the type, by a call of LEFT. */
  public static RexNode cut(RexBuilder rex, RelDataType type, RexNode text) {
    RexNode length = rex.makeExactLiteral(BigDecimal.valueOf(type.getPrecision()));
    return rex.makeCall(
        rex.getTypeFactory().createTypeWithNullability(type, text.getType().isNullable()),
        StoreFunctions.LEFT,
        List.of(text, length));
  }
}
