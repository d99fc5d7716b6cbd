package dev.vitrine.query.pushdown.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.query.pushdown.search.PatternFunctions;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Upper bound of the UTF-8 bytes of an expression's value, derived from the expression. */
final class TextSize {
  /** The size of a value without a declared length; sums and products of it fit into a long. */
  private static final long UNBOUNDED = 1L << 40;

  /** Bytes of the longest character. */
  private static final int WIDEST = 4;

  /** Maximum size of a parameter's value: that of a request to a server. */
  private static final long PARAMETER = 8L << 20;

  /** Digits of the longest number. */
  private static final long NUMBER = 200_000;

  private TextSize() {}

  /** An upper bound in bytes. */
  static long bound(RexNode node) {
    if (node instanceof RexLiteral literal && SqlTypeUtil.inCharFamily(literal.getType())) {
      return literal(literal);
    }
    if (node instanceof RexDynamicParam) {
      return PARAMETER;
    }
    RelDataType type = node.getType();
    if (type.getSqlTypeName().getFamily() != SqlTypeFamily.CHARACTER) {
      return NUMBER;
    }
    long declared = type.getPrecision() < 0 ? UNBOUNDED : (long) type.getPrecision() * WIDEST;
    return node instanceof RexCall call ? Math.min(declared, ofCall(call)) : declared;
  }

  private static long literal(RexLiteral literal) {
    String text = literal.isNull() ? "" : literal.getValueAs(String.class);
    return text == null ? NUMBER : text.getBytes(UTF_8).length;
  }

  /** Bytes of the longest character of a text, as far as it is known. */
  static int widestCharacter(RexNode node) {
    boolean ascii =
        node instanceof RexLiteral literal
            && !literal.isNull()
            && SqlTypeUtil.inCharFamily(literal.getType())
            && literal.getValueAs(String.class).chars().allMatch(c -> c < 0x80);
    return ascii ? 1 : WIDEST;
  }

  private static long ofCall(RexCall call) {
    return switch (call.getOperator().getName()) {
      case "REPEAT" -> times(operand(call, 0), number(call, 1));
      case "LPAD", "RPAD" -> times(WIDEST, number(call, 1));
      case "REPLACE", PatternFunctions.REPLACE_ALL_PATTERN ->
          times(operand(call, 0), Math.max(1, operand(call, 2)));
      case "||", "CONCAT", PatternFunctions.REPLACE_FIRST_PATTERN -> sum(call);
      case "CONCAT_WS" -> sum(call) + times(call.getOperands().size(), operand(call, 0));
      case "LEFT", "RIGHT", "SUBSTRING", "SUBSTR", "LTRIM", "RTRIM", "BTRIM", "REVERSE", "MD5" ->
          operand(call, 0);
      case "CAST", PatternFunctions.FIRST_PATTERN -> operand(call, 0);
      default -> UNBOUNDED;
    };
  }

  private static long operand(RexCall call, int index) {
    return bound(call.getOperands().get(index));
  }

  private static long sum(RexCall call) {
    long sum = 0;
    for (RexNode operand : call.getOperands()) {
      sum = Math.min(UNBOUNDED, sum + bound(operand));
    }
    return sum;
  }

  private static long number(RexCall call, int index) {
    return call.getOperands().get(index) instanceof RexLiteral literal
            && !literal.isNull()
            && literal.getValueAs(Long.class) != null
        ? Math.max(0, literal.getValueAs(Long.class))
        : UNBOUNDED;
  }

  private static long times(long a, long b) {
    return b > 0 && a > UNBOUNDED / b ? UNBOUNDED : a * b;
  }
}
