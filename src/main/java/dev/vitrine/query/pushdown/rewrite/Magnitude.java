package dev.vitrine.query.pushdown.rewrite;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Bounds of the values of a numeric expression other than zero, as powers of ten. They show which
 * approximate numbers cannot overflow.
 *
 * @param low no value is nearer to zero
 * @param high no value is farther from zero
 */
record Magnitude(int low, int high) {
  /** Of any DOUBLE. */
  private static final Magnitude ANY = new Magnitude(-324, 309);

  /** Decimal digits by which a difference can be smaller than its operands. */
  private static final int DIGITS = 17;

  private static final int BIGINT_DIGITS = 19;

  /** Operators that result in one of their operands. */
  private static final Set<SqlKind> CHOICES =
      EnumSet.of(SqlKind.CASE, SqlKind.COALESCE, SqlKind.NULLIF, SqlKind.GREATEST, SqlKind.LEAST);

  /** Operators that do not change the size of their operand. */
  private static final Set<SqlKind> SAME =
      EnumSet.of(SqlKind.CAST, SqlKind.MINUS_PREFIX, SqlKind.PLUS_PREFIX);

  /** Exponents that a DOUBLE has with some distance. */
  boolean overflows() {
    return high > 307;
  }

  boolean underflows() {
    return low < -306;
  }

  /** The bounds of an expression over the columns of {@code inputs}. */
  static Magnitude of(RexNode node, List<RelNode> inputs) {
    RelDataType type = node.getType();
    if (node instanceof RexLiteral literal && SqlTypeUtil.isNumeric(type)) {
      BigDecimal value = literal.isNull() ? null : literal.getValueAs(BigDecimal.class);
      if (value == null || value.signum() == 0) {
        return new Magnitude(0, 0);
      }
      int exponent = value.precision() - value.scale();
      return new Magnitude(exponent - 1, exponent);
    }
    if (SqlTypeUtil.isExactNumeric(type)) {
      return SqlTypeUtil.isDecimal(type)
          ? new Magnitude(-type.getScale(), type.getPrecision() - type.getScale())
          : new Magnitude(0, BIGINT_DIGITS);
    }
    if (!SqlTypeUtil.isApproximateNumeric(type)) {
      return ANY;
    }
    if (node instanceof RexInputRef reference) {
      return column(reference.getIndex(), inputs);
    }
    return node instanceof RexCall call ? call(call, inputs) : ANY;
  }

  private static Magnitude call(RexCall call, List<RelNode> inputs) {
    List<Magnitude> operands =
        call.getOperands().stream().map(operand -> of(operand, inputs).finite()).toList();
    if (operands.isEmpty()) {
      return call.getOperator().getName().equals("PI") ? new Magnitude(0, 1) : ANY;
    }
    Magnitude first = operands.get(0);
    SqlKind kind = call.getKind();
    if (kind == SqlKind.PLUS || kind == SqlKind.MINUS) {
      return first.or(operands.get(1)).shifted(-DIGITS, 1);
    }
    if (kind == SqlKind.TIMES) {
      return first.shifted(operands.get(1).low, operands.get(1).high);
    }
    if (kind == SqlKind.DIVIDE) {
      return first.shifted(-operands.get(1).high, -operands.get(1).low);
    }
    if (CHOICES.contains(kind)) {
      return call.getOperands().stream()
          .filter(operand -> SqlTypeUtil.isNumeric(operand.getType()))
          .map(operand -> of(operand, inputs))
          .reduce(Magnitude::or)
          .orElse(ANY);
    }
    if (SAME.contains(kind)) {
      return first;
    }
    return kind == SqlKind.FLOOR || kind == SqlKind.CEIL
        ? new Magnitude(0, Math.max(0, first.high))
        : function(call, first, operands);
  }

  private static Magnitude function(RexCall call, Magnitude first, List<Magnitude> operands) {
    return switch (call.getOperator().getName()) {
      case "ABS", "ROUND", "TRUNC" -> first;
      case "GREATEST", "LEAST" -> operands.stream().reduce(Magnitude::or).orElse(ANY);
      case "SIGN" -> new Magnitude(0, 0);
      case "SQRT" -> new Magnitude(first.low / 2 - 1, first.high / 2 + 1);
      // e to the power of 100 has 44 digits.
      case "EXP" -> first.high <= 2 ? new Magnitude(-44, 44) : new Magnitude(-999, 999);
      case "LN", "LOG10", "COS", "ATAN2" -> new Magnitude(-20, 4);
      case "SIN", "ATAN" -> new Magnitude(Math.min(first.low, -20), 1);
      case "TAN" -> new Magnitude(Math.min(first.low, -20), 20);
      case "RADIANS" -> first.shifted(-2, -1);
      case "DEGREES" -> first.shifted(1, 2);
      case "POWER" -> power(call, first);
      default -> ANY;
    };
  }

  private static Magnitude power(RexCall call, Magnitude base) {
    RexNode exponent = call.getOperands().get(1);
    while (exponent instanceof RexCall cast && cast.isA(SqlKind.CAST)) {
      exponent = cast.getOperands().get(0);
    }
    if (!(exponent instanceof RexLiteral literal) || literal.isNull()) {
      return new Magnitude(-999, 999);
    }
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    if (value == null || value.abs().compareTo(BigDecimal.valueOf(1_000)) > 0) {
      return new Magnitude(-999, 999);
    }
    int a = (int) Math.round(base.low * value.doubleValue());
    int b = (int) Math.round(base.high * value.doubleValue());
    return new Magnitude(Math.min(a, b) - 1, Math.max(a, b) + 1);
  }

  private static Magnitude column(int index, List<RelNode> inputs) {
    int left = index;
    for (RelNode input : inputs) {
      int width = input.getRowType().getFieldCount();
      if (left < width) {
        return column(left, input);
      }
      left -= width;
    }
    return ANY;
  }

  private static Magnitude column(int index, RelNode node) {
    if (node instanceof Project project) {
      return of(project.getProjects().get(index), project.getInputs());
    }
    if (node instanceof Filter || node instanceof Sort || node instanceof Join) {
      return column(index, node.getInputs());
    }
    if (node instanceof Aggregate aggregate) {
      int keys = aggregate.getGroupCount();
      return index < keys
          ? column(aggregate.getGroupSet().nth(index), aggregate.getInputs())
          : aggregated(aggregate.getAggCallList().get(index - keys), aggregate.getInput());
    }
    return ANY;
  }

  private static Magnitude aggregated(AggregateCall call, RelNode input) {
    if (call.getArgList().isEmpty()) {
      return ANY;
    }
    int index = call.getArgList().get(0);
    RexInputRef argument = RexInputRef.of(index, input.getRowType());
    Magnitude value = of(argument, List.of(input));
    String name = call.getAggregation().getName();
    return switch (name) {
      case "MIN", "MAX", "ANY_VALUE" -> value;
      case "AVG", "STDDEV", "STDDEV_POP", "STDDEV_SAMP" -> value.shifted(-DIGITS, 1);
      case "VARIANCE", "VAR_POP", "VAR_SAMP" ->
          new Magnitude(2 * value.low - DIGITS, 2 * value.high + 1);
      case "SUM", "$SUM0" -> value.shifted(-DIGITS, BIGINT_DIGITS);
      default -> ANY;
    };
  }

  /** The bounds without those values that a DOUBLE does not have. */
  private Magnitude finite() {
    return new Magnitude(Math.max(low, ANY.low), Math.min(high, ANY.high));
  }

  private Magnitude or(Magnitude other) {
    return new Magnitude(Math.min(low, other.low), Math.max(high, other.high));
  }

  private Magnitude shifted(int lower, int higher) {
    return new Magnitude(low + lower, high + higher);
  }
}
