package dev.vitrine.query.pushdown.rewrite;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Makes H2 fail where a DOUBLE is out of range, as PostgreSQL does: H2 (ValueDouble) returns
 * Infinity for a result that is too large and zero for one that is too small. The check casts a
 * number to INTEGER that does not fit it.
 */
public final class FiniteValues {
  /** Operators whose result can be out of range. */
  private static final Set<String> COMPUTING =
      Set.of("+", "-", "*", "/", "EXP", "POWER", "DEGREES");

  private final RexBuilder rex;
  private final RelDataType approximate;
  private final RelDataType integer;

  /** Makes calls with this builder. */
  public FiniteValues(RexBuilder rex) {
    this.rex = rex;
    RelDataTypeFactory types = rex.getTypeFactory();
    this.approximate =
        types.createTypeWithNullability(types.createSqlType(SqlTypeName.DOUBLE), true);
    this.integer = types.createTypeWithNullability(types.createSqlType(SqlTypeName.INTEGER), true);
  }

  /** The call, with checks that its operands make necessary. */
  public RexNode checked(RexCall call, List<RelNode> inputs) {
    if (call.getKind() == SqlKind.CAST
        && call.getOperands().get(0) instanceof RexCall cast
        && SqlTypeUtil.isApproximateNumeric(cast.getType())) {
      RexNode inner = checked(cast, inputs);
      return inner.equals(cast) ? call : rex.makeAbstractCast(call.getType(), inner, false);
    }
    boolean computes =
        COMPUTING.contains(call.getOperator().getName())
            || (call.getKind() == SqlKind.CAST
                && SqlTypeUtil.inCharFamily(call.getOperands().get(0).getType()));
    if (!computes || !SqlTypeUtil.isApproximateNumeric(call.getType())) {
      return call;
    }
    Magnitude bounds = Magnitude.of(call, inputs);
    RexNode checked = call;
    if (bounds.overflows()) {
      RexNode part =
          rex.makeCall(approximate, SqlStdOperatorTable.DIVIDE, List.of(call, constant("1E300")));
      RexNode zero =
          rex.makeCall(
              integer,
              SqlStdOperatorTable.MULTIPLY,
              List.of(rex.makeExactLiteral(BigDecimal.ZERO), whole(part)));
      checked = rex.makeCall(call.getType(), SqlStdOperatorTable.PLUS, List.of(checked, zero));
    }
    if (bounds.underflows() && call.getKind() != SqlKind.PLUS && call.getKind() != SqlKind.MINUS) {
      RexNode excess =
          rex.makeCall(
              approximate,
              SqlStdOperatorTable.CASE,
              List.of(vanished(call), constant("1E10"), constant("0E0")));
      checked =
          rex.makeCall(call.getType(), SqlStdOperatorTable.PLUS, List.of(checked, whole(excess)));
    }
    return checked;
  }

  /** Whether the result is zero although no operand explains it. */
  private RexNode vanished(RexCall call) {
    RexNode zero = constant("0E0");
    List<RexNode> conditions = new ArrayList<>();
    conditions.add(rex.makeCall(SqlStdOperatorTable.EQUALS, call, zero));
    boolean constant = call.getOperator().getName().equals("EXP");
    int factors = call.getKind() == SqlKind.TIMES ? 2 : constant ? 0 : 1;
    if (call.getKind() != SqlKind.CAST) {
      for (RexNode factor : call.getOperands().subList(0, factors)) {
        conditions.add(rex.makeCall(SqlStdOperatorTable.NOT_EQUALS, factor, zero));
      }
    }
    return conditions.size() == 1
        ? conditions.get(0)
        : rex.makeCall(SqlStdOperatorTable.AND, conditions);
  }

  private RexNode whole(RexNode value) {
    return rex.makeAbstractCast(integer, value, false);
  }

  private RexNode constant(String number) {
    BigDecimal value = new BigDecimal(number);
    RelDataType type = rex.getTypeFactory().createTypeWithNullability(approximate, false);
    return rex.makeAbstractCast(type, rex.makeApproxLiteral(value, type), false);
  }
}
