package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.pushdown.function.StoreFunctions;
import dev.vitrine.query.pushdown.search.PatternFunctions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Limits the results of functions that make long texts of short ones to 16 MiB, before the store
 * makes them: where the result may be longer, going by the declared lengths of the arguments, the
 * store computes its size first. A size above the limit is cast to INTEGER, which it does not fit,
 * so that both stores fail with NUMERIC_VALUE_OUT_OF_RANGE.
 */
final class TextGrowth {
  /** Maximum size of a text in bytes of UTF-8. */
  private static final long LIMIT = 16L << 20;

  /** Arguments whose size is computed are printed more than once; so often within each other. */
  private static final int DEEPEST = 4;

  private static final BigDecimal TOO_LARGE = BigDecimal.valueOf(1L << 31);

  private final RexBuilder rex;
  private final RelDataType bigint;
  private final RelDataType integer;
  private final RelDataType text;

  TextGrowth(RexBuilder rex) {
    this.rex = rex;
    RelDataTypeFactory types = rex.getTypeFactory();
    this.bigint = types.createTypeWithNullability(types.createSqlType(SqlTypeName.BIGINT), true);
    this.integer = types.createTypeWithNullability(types.createSqlType(SqlTypeName.INTEGER), true);
    this.text = types.createTypeWithNullability(types.createSqlType(SqlTypeName.VARCHAR), true);
  }

  /**
   * The call, with a check of its size where it needs one.
   *
   * @throws VitrineException STATEMENT_TOO_COMPLEX when calls that need a check are nested too
   *     deeply
   */
  RexNode limited(RexCall call) {
    if (!grows(call) || TextSize.bound(call) <= LIMIT) {
      return call;
    }
    if (depth(call) > DEEPEST) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "Functions that make long texts are nested too deeply; the limit is "
                  + DEEPEST
                  + " levels of functions whose result may exceed 16 MiB.")
          .withHint("Limit the length of the arguments, with CAST(… AS VARCHAR(n)) or LEFT.");
    }
    return switch (call.getOperator().getName()) {
      case "REPEAT" -> with(call, 1, count(call, times(size(call, 0), whole(call, 1)), LIMIT));
      case "LPAD", "RPAD" ->
          with(
              call,
              1,
              count(call, whole(call, 1), LIMIT / TextSize.widestCharacter(padding(call))));
      case "REPLACE" -> with(call, 2, last(call, 2, replaced(call)));
      case PatternFunctions.REPLACE_ALL_PATTERN ->
          with(call, 0, last(call, 0, times(size(call, 0), size(call, 2))));
      default -> joined(call);
    };
  }

  private static boolean grows(RexCall call) {
    return switch (call.getOperator().getName()) {
      case "REPEAT",
          "LPAD",
          "RPAD",
          "REPLACE",
          "CONCAT",
          "CONCAT_WS",
          "||",
          PatternFunctions.REPLACE_ALL_PATTERN ->
          true;
      default -> false;
    };
  }

  /** Nesting depth of calls that need a check; the operands of || count once. */
  private static int depth(RexNode node) {
    if (!(node instanceof RexCall call)) {
      return 0;
    }
    int deepest = 0;
    for (RexNode operand : call.getOperands()) {
      boolean same = isJoin(call) && operand instanceof RexCall inner && isJoin(inner);
      deepest = Math.max(deepest, depth(operand) - (same && needsCheck(operand) ? 1 : 0));
    }
    return deepest + (needsCheck(call) ? 1 : 0);
  }

  private static boolean needsCheck(RexNode node) {
    return node instanceof RexCall call && grows(call) && TextSize.bound(call) > LIMIT;
  }

  static boolean isJoin(RexCall call) {
    return call.getOperator().equals(SqlStdOperatorTable.CONCAT);
  }

  private static RexNode padding(RexCall call) {
    return call.getOperands().size() > 2 ? call.getOperands().get(2) : call.getOperands().get(0);
  }

  /** The second operand, or a number beyond INTEGER if the size exceeds the limit. */
  private RexNode count(RexCall call, RexNode size, long limit) {
    return number(size, limit, whole(call, 1));
  }

  /** An operand; to cut it to its limit fails if the size of the result is above the limit. */
  private RexNode last(RexCall call, int index, RexNode size) {
    RexNode one = rex.makeExactLiteral(BigDecimal.ONE);
    RexNode most = number(size, LIMIT, exact(BigDecimal.valueOf(LIMIT)));
    return rex.makeCall(
        text, SqlStdOperatorTable.SUBSTRING, List.of(call.getOperands().get(index), one, most));
  }

  /**
   * A number as INTEGER, which fails if the size is above the limit. The cast is outside of the
   * CASE: PostgreSQL computes constants in it when it plans.
   */
  private RexNode number(RexNode size, long limit, RexNode otherwise) {
    RexNode checked =
        rex.makeCall(
            bigint,
            SqlStdOperatorTable.CASE,
            List.of(above(size, limit), exact(TOO_LARGE), otherwise));
    return rex.makeAbstractCast(integer, checked, false);
  }

  /** The original size, plus for each match the difference of the replacement. */
  private RexNode replaced(RexCall call) {
    RexNode before = size(call, 0);
    RexNode empty = rex.makeLiteral("");
    RexNode without =
        size(
            call.clone(call.getType(), List.of(call.operands.get(0), call.operands.get(1), empty)));
    RexNode matches =
        rex.makeCall(
            bigint,
            SqlStdOperatorTable.DIVIDE,
            List.of(
                minus(before, without),
                rex.makeCall(
                    bigint,
                    SqlStdOperatorTable.NULLIF,
                    List.of(size(call, 1), exact(BigDecimal.ZERO)))));
    return plus(before, times(matches, minus(size(call, 2), size(call, 1))));
  }

  private RexNode joined(RexCall call) {
    List<RexNode> parts = new ArrayList<>();
    flatten(call, parts);
    boolean ignoresNulls = !isJoin(call);
    RexNode total = exact(BigDecimal.ZERO);
    for (RexNode part : parts) {
      total = plus(total, ignoresNulls ? orZero(size(part)) : size(part));
    }
    if (call.getOperator().getName().equals("CONCAT_WS")) {
      RexNode separators = exact(BigDecimal.valueOf(parts.size()));
      total = plus(total, times(separators, orZero(size(parts.get(0)))));
    }
    return with(
        call, call.getOperands().size() - 1, last(call, call.getOperands().size() - 1, total));
  }

  /** The operands of a chain of ||, whose own checks were left to the end of the chain. */
  private static void flatten(RexCall call, List<RexNode> parts) {
    for (RexNode operand : call.getOperands()) {
      if (isJoin(call) && operand instanceof RexCall inner && isJoin(inner)) {
        flatten(inner, parts);
      } else {
        parts.add(operand);
      }
    }
  }

  private RexNode size(RexCall call, int operand) {
    return size(call.getOperands().get(operand));
  }

  private RexNode size(RexNode value) {
    return rex.makeAbstractCast(
        bigint, rex.makeCall(integer, StoreFunctions.OCTET_LENGTH, List.of(value)), false);
  }

  private RexNode whole(RexCall call, int operand) {
    return rex.makeAbstractCast(bigint, call.getOperands().get(operand), false);
  }

  private RexNode orZero(RexNode number) {
    return rex.makeCall(
        bigint, SqlStdOperatorTable.COALESCE, List.of(number, exact(BigDecimal.ZERO)));
  }

  private RexNode times(RexNode a, RexNode b) {
    return rex.makeCall(bigint, SqlStdOperatorTable.MULTIPLY, List.of(a, b));
  }

  private RexNode plus(RexNode a, RexNode b) {
    return rex.makeCall(bigint, SqlStdOperatorTable.PLUS, List.of(a, b));
  }

  private RexNode minus(RexNode a, RexNode b) {
    return rex.makeCall(bigint, SqlStdOperatorTable.MINUS, List.of(a, b));
  }

  private RexNode above(RexNode size, long limit) {
    return rex.makeCall(
        SqlStdOperatorTable.GREATER_THAN, List.of(size, exact(BigDecimal.valueOf(limit))));
  }

  private RexNode exact(BigDecimal value) {
    return rex.makeExactLiteral(value, bigint);
  }

  private static RexNode with(RexCall call, int index, RexNode operand) {
    List<RexNode> operands = new ArrayList<>(call.getOperands());
    operands.set(index, operand);
    return call.clone(call.getType(), operands);
  }
}
