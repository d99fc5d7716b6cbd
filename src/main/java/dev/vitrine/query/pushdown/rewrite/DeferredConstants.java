package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.query.plan.Dialect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Makes stores compute constants behind a constant condition only if the condition selects them. H2
 * (Expression#optimize) computes every constant expression before it runs a query, and fails on
 * {@code CASE WHEN 1 = 2 THEN 1 / 0 END}; PostgreSQL removes such a branch first, except that it
 * converts constant texts while it parses.
 */
public final class DeferredConstants {
  /** A constant that H2 does not know before the query runs. */
  private static final SqlFunction DEFERRED =
      new SqlFunction(
          "DEFERRED",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.SYSTEM) {
        @Override
        public boolean isDeterministic() {
          return false;
        }
      };

  private static final Set<SqlKind> CONDITIONAL = EnumSet.of(SqlKind.AND, SqlKind.OR, SqlKind.CASE);

  private final Dialect store;
  private final RexBuilder rex;

  /** Makes calls with this builder. */
  public DeferredConstants(Dialect store, RexBuilder rex) {
    this.store = store;
    this.rex = rex;
  }

  /** Prints the operand, which is never NULL, so that H2 cannot compute it early. */
  public static boolean unparse(SqlWriter writer, String operator, SqlNode operand) {
    if (!operator.equals(DEFERRED.getName())) {
      return false;
    }
    writer.literal("(CASE WHEN SESSION_ID() < 0 THEN NULL ELSE");
    operand.unparse(writer, 0, 0);
    writer.literal("END)");
    return true;
  }

  /** The call, with deferred constants behind the first constant condition. */
  public RexCall behindConditions(RexCall call) {
    if (!call.isA(CONDITIONAL)) {
      return call;
    }
    boolean behind = false;
    List<RexNode> operands = new ArrayList<>();
    for (int i = 0; i < call.getOperands().size(); i++) {
      RexNode operand = call.getOperands().get(i);
      operands.add(behind ? operand.accept(new Calls()) : operand);
      boolean condition =
          call.getKind() != SqlKind.CASE || (i % 2 == 0 && i < call.getOperands().size() - 1);
      behind |= condition && RexUtil.isConstant(operand);
    }
    return operands.equals(call.getOperands()) ? call : call.clone(call.getType(), operands);
  }

  /** Defers the constants of calls that have no other operands; other calls run for rows only. */
  private final class Calls extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      return RexUtil.isConstant(call) ? call.accept(new Operands()) : super.visitCall(call);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      return subQuery;
    }
  }

  private final class Operands extends RexShuttle {
    /** Of other functions a text can be the name of a unit, or a format. */
    private boolean cast;

    @Override
    public RexNode visitCall(RexCall call) {
      boolean outer = cast;
      cast = call.getKind() == SqlKind.CAST;
      RexNode visited = super.visitCall(call);
      cast = outer;
      return visited;
    }

    @Override
    public RexNode visitLiteral(RexLiteral literal) {
      SqlTypeName type = literal.getType().getSqlTypeName();
      boolean text = SqlTypeUtil.inCharFamily(literal.getType());
      if (store == Dialect.POSTGRESQL) {
        return text && cast && !literal.isNull() ? typed(literal) : literal;
      }
      boolean known =
          literal.getTypeName() != SqlTypeName.SARG
              && !literal.isNull()
              && (SqlTypeUtil.isNumeric(literal.getType())
                  || type == SqlTypeName.DATE
                  || type == SqlTypeName.TIMESTAMP
                  || (text && cast));
      return known ? rex.makeCall(literal.getType(), DEFERRED, List.of(literal)) : literal;
    }

    /** A text that PostgreSQL does not take for the text of another type. */
    private RexNode typed(RexLiteral literal) {
      RelDataType text =
          rex.getTypeFactory()
              .createTypeWithNullability(
                  rex.getTypeFactory().createSqlType(SqlTypeName.VARCHAR), false);
      return rex.makeAbstractCast(text, literal, false);
    }
  }
}
