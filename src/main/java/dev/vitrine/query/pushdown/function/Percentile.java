package dev.vitrine.query.pushdown.function;

import dev.vitrine.query.plan.QueryRefusal;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/**
 * PERCENTILE_CONT or PERCENTILE_DISC with its fraction inside. In a plan the fraction is a column,
 * which may come from a sub-query; PostgreSQL takes only constants and grouped columns there.
 */
final class Percentile extends SqlAggFunction {
  private static final Set<String> NAMES = Set.of("PERCENTILE_CONT", "PERCENTILE_DISC");

  private static final Set<SqlKind> MODIFIERS =
      EnumSet.of(SqlKind.DESCENDING, SqlKind.NULLS_FIRST, SqlKind.NULLS_LAST);

  private final SqlAggFunction function;
  private final BigDecimal fraction;

  private Percentile(SqlAggFunction function, RelDataType type, BigDecimal fraction) {
    super(
        function.getName(),
        null,
        function.getKind(),
        ReturnTypes.explicit(type),
        null,
        OperandTypes.NILADIC,
        SqlFunctionCategory.SYSTEM,
        false,
        false,
        Optionality.MANDATORY);
    this.function = function;
    this.fraction = fraction;
  }

  /**
   * A percentile with FILTER has the condition in the values that it orders, which are NULL, and
   * left out, in other rows: Calcite fails to infer the type of FILTER around WITHIN GROUP.
   */
  static SqlNode filtered(SqlBasicCall filter) {
    if (filter.operand(0).getKind() != SqlKind.WITHIN_GROUP) {
      return filter;
    }
    SqlCall within = filter.operand(0);
    SqlOperator function = ((SqlCall) within.operand(0)).getOperator();
    if (!NAMES.contains(function.getName().toUpperCase(Locale.ROOT))) {
      return filter;
    }
    SqlNodeList order = within.operand(1);
    SqlNodeList passing = new SqlNodeList(order.getParserPosition());
    order.forEach(key -> passing.add(passing(filter.operand(1), key)));
    return within.getOperator().createCall(within.getParserPosition(), within.operand(0), passing);
  }

  /** The key, below its modifiers, where the condition is true. */
  private static SqlNode passing(SqlNode condition, SqlNode key) {
    SqlParserPos place = key.getParserPosition();
    if (MODIFIERS.contains(key.getKind())) {
      SqlCall modified = (SqlCall) key;
      return modified.getOperator().createCall(place, passing(condition, modified.operand(0)));
    }
    return SqlCase.createSwitched(
        place, null, SqlNodeList.of(condition), SqlNodeList.of(key), SqlLiteral.createNull(place));
  }

  /** The call with the fraction as a constant. */
  static AggregateCall inline(Aggregate aggregate, AggregateCall call) {
    RexNode argument =
        RexUtil.removeCast(ComputedColumn.of(aggregate.getInput(), call.getArgList().get(0)));
    BigDecimal fraction =
        argument instanceof RexLiteral constant ? constant.getValueAs(BigDecimal.class) : null;
    if (fraction == null) {
      throw QueryRefusal.of("A fraction that is not a constant", call.getParserPosition());
    }
    return AggregateCall.create(
        call.getParserPosition(),
        new Percentile(call.getAggregation(), call.getType(), fraction),
        call.isDistinct(),
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        List.of(),
        call.filterArg,
        call.distinctKeys,
        call.collation,
        call.getType(),
        call.getName());
  }

  @Override
  public boolean isPercentile() {
    return true;
  }

  @Override
  public SqlCall createCall(
      @Nullable SqlLiteral quantifier, SqlParserPos place, @Nullable SqlNode... operands) {
    return function.createCall(
        quantifier, place, SqlLiteral.createExactNumeric(fraction.toPlainString(), place));
  }
}
