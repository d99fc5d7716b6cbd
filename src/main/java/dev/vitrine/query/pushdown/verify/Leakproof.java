package dev.vitrine.query.pushdown.verify;

import dev.vitrine.query.pushdown.function.Clock;
import dev.vitrine.query.pushdown.function.LikePattern;
import dev.vitrine.query.pushdown.function.PrivilegeQuestion;
import dev.vitrine.query.pushdown.function.SessionFunction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Whether all operators that it is shown can run on rows that the user may not see. A store may
 * evaluate a user's predicate before the predicate of visibility; {@code CAST(name AS INTEGER)}
 * then fails and names a hidden row in its message. Operators that are not on the list are treated
 * as leaking.
 */
final class Leakproof {
  /** They cannot fail on any value. */
  private static final Set<SqlKind> OPERATORS =
      EnumSet.of(
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.IS_NULL,
          SqlKind.IS_NOT_NULL,
          SqlKind.IS_TRUE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_FALSE,
          SqlKind.IS_DISTINCT_FROM,
          SqlKind.IS_NOT_DISTINCT_FROM,
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.NOT,
          SqlKind.SEARCH,
          SqlKind.CASE);

  /** They run on rows that are already known to be visible, and their failures name no value. */
  private static final Set<SqlKind> AGGREGATES =
      EnumSet.of(
          SqlKind.COUNT,
          SqlKind.MIN,
          SqlKind.MAX,
          SqlKind.SUM,
          SqlKind.SUM0,
          SqlKind.AVG,
          SqlKind.ROW_NUMBER,
          SqlKind.RANK,
          SqlKind.DENSE_RANK);

  /** The default escape character of patterns. */
  private boolean holds = true;

  boolean holds() {
    return holds;
  }

  void call(RexCall call) {
    holds &= isLeakproof(call);
  }

  void aggregate(SqlAggFunction aggregate) {
    holds &= AGGREGATES.contains(aggregate.getKind());
  }

  private static boolean isLeakproof(RexCall call) {
    if (call.getOperator() instanceof SessionFunction
        || call.getOperator() instanceof PrivilegeQuestion
        || call.getOperator() instanceof Clock
        || AGGREGATES.contains(call.getKind())
        || OPERATORS.contains(call.getKind())) {
      return true;
    }
    return switch (call.getKind()) {
      case CAST -> succeeds(call.getOperands().get(0).getType(), call.getType());
      case EXTRACT -> isTime(call.getOperands().get(1).getType());
      case FLOOR -> isTime(call.getOperands().get(0).getType());
      case LIKE -> knownPattern(call.getOperands());
      // From a position on, it is computed with other functions.
      case POSITION -> call.getOperands().size() == 2;
      default -> false;
    };
  }

  /** A cast that succeeds with every value of the type it comes from. */
  private static boolean succeeds(RelDataType from, RelDataType to) {
    SqlTypeName target = to.getSqlTypeName();
    return switch (from.getSqlTypeName()) {
      case NULL -> true;
      case CHAR, VARCHAR -> target == SqlTypeName.VARCHAR;
      case SMALLINT, INTEGER -> target == SqlTypeName.INTEGER || target == SqlTypeName.BIGINT;
      case TIMESTAMP ->
          target == SqlTypeName.DATE
              || (target == SqlTypeName.TIMESTAMP && from.getPrecision() <= to.getPrecision());
      default -> target == from.getSqlTypeName() && from.getPrecision() <= to.getPrecision();
    };
  }

  /** Every date and timestamp has all fields, and a beginning of each unit. */
  private static boolean isTime(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DATE
        || type.getSqlTypeName() == SqlTypeName.TIMESTAMP;
  }

  /** A pattern that ends in its escape character fails on the rows that match so far. */
  private static boolean knownPattern(List<RexNode> operands) {
    if (!(operands.get(1) instanceof RexLiteral pattern)) {
      return false;
    }
    String text = pattern.getValueAs(String.class);
    String escape = LikePattern.ESCAPE;
    if (operands.size() == 3) {
      if (!(operands.get(2) instanceof RexLiteral literal)) {
        return false;
      }
      escape = literal.getValueAs(String.class);
    }
    return text != null && escape != null && LikePattern.escapesWell(text, escape);
  }
}
