package dev.vitrine.query.pushdown.function;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlMonotonicBinaryOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;

/**
 * The operator {@code -}, which Calcite does not have for two points in time. The difference of two
 * dates is a number of days; that of timestamps a number of seconds, because results have no
 * intervals.
 */
public final class Difference extends SqlMonotonicBinaryOperator {
  /** The operator; the validator replaces it by Calcite's for other operands. */
  public static final Difference INSTANCE = new Difference();

  private static final int PRECEDENCE = 40;

  private Difference() {
    super(
        "-",
        SqlKind.MINUS,
        PRECEDENCE,
        true,
        Difference::type,
        InferTypes.FIRST_KNOWN,
        OperandTypes.or(
            OperandTypes.MINUS_OPERATOR,
            OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.DATE),
            OperandTypes.family(SqlTypeFamily.TIMESTAMP, SqlTypeFamily.TIMESTAMP),
            OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.TIMESTAMP),
            OperandTypes.family(SqlTypeFamily.TIMESTAMP, SqlTypeFamily.DATE)));
  }

  /** Whether operands of these types are two points in time. */
  public static boolean isOf(RelDataType first, RelDataType second) {
    return isPoint(first) && isPoint(second);
  }

  private static boolean isPoint(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DATE
        || type.getSqlTypeName() == SqlTypeName.TIMESTAMP;
  }

  private static RelDataType type(SqlOperatorBinding call) {
    RelDataType first = call.getOperandType(0);
    RelDataType second = call.getOperandType(1);
    if (!isOf(first, second)) {
      return SqlStdOperatorTable.MINUS.inferReturnType(call);
    }
    return isDays(first, second)
        ? StoreFunctions.TIMESTAMPDIFF.inferReturnType(call)
        : StoreFunctions.SECONDS_BETWEEN.inferReturnType(call);
  }

  private static boolean isDays(RelDataType first, RelDataType second) {
    return first.getSqlTypeName() == SqlTypeName.DATE
        && second.getSqlTypeName() == SqlTypeName.DATE;
  }

  /** The difference of two points in time in a plan. */
  public static RexNode convert(SqlRexContext context, SqlCall call) {
    RexBuilder rex = context.getRexBuilder();
    RexNode end = context.convertExpression(call.operand(0));
    RexNode start = context.convertExpression(call.operand(1));
    return isDays(end.getType(), start.getType())
        ? rex.makeCall(
            call.getParserPosition(),
            StoreFunctions.TIMESTAMPDIFF,
            List.of(rex.makeLiteral("DAY"), start, end))
        : rex.makeCall(
            call.getParserPosition(), StoreFunctions.SECONDS_BETWEEN, List.of(start, end));
  }
}
