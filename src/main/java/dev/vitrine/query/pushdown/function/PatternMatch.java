package dev.vitrine.query.pushdown.function;

import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.pattern.RegularPattern;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.QueryRefusal;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * RLIKE and REGEXP_LIKE. The pattern is a constant, which is checked before the query runs and sent
 * in a form that means the same in both stores: so it cannot fail on a row, hidden or not.
 */
public final class PatternMatch {
  /** Longest text, in characters, of a column without a declared length. */
  private static final int LONGEST = 16 << 20;

  private PatternMatch() {}

  /** {@code text RLIKE pattern}, or NOT RLIKE. */
  static SqlNode of(SqlBasicCall call) {
    SqlParserPos place = call.getParserPosition();
    SqlNode match = match(call.operand(0), call.operand(1), false, place);
    return call.getOperator() instanceof SqlLikeOperator like && like.isNegated()
        ? SqlStdOperatorTable.NOT.createCall(place, match)
        : match;
  }

  /** {@code REGEXP_LIKE(text, pattern [, flags])}. */
  static SqlNode of(List<SqlNode> operands, SqlParserPos place) {
    boolean ignoresCase = false;
    if (operands.size() > 2) {
      String flags = operands.get(2) instanceof SqlCharStringLiteral text ? text(text) : "?";
      if (!flags.equals("i") && !flags.equals("c") && !flags.isEmpty()) {
        throw QueryRefusal.of("Other flags of REGEXP_LIKE than 'i' and 'c'", place);
      }
      ignoresCase = flags.equals("i");
    }
    return match(operands.get(0), operands.get(1), ignoresCase, place);
  }

  private static SqlNode match(
      SqlNode text, SqlNode pattern, boolean ignoresCase, SqlParserPos place) {
    SqlNode constant = pattern;
    if (SqlUtil.isNullLiteral(pattern, true)) {
      return StoreFunctions.MATCHES.createCall(place, text, pattern);
    }
    boolean prefixed = false;
    if (pattern.getKind() == SqlKind.OTHER
        && pattern instanceof SqlCall joined
        && joined.getOperator().equals(SqlStdOperatorTable.CONCAT)
        && joined.operand(0) instanceof SqlCharStringLiteral prefix
        && text(prefix).equals(RegularPattern.IGNORING_CASE)) {
      constant = joined.operand(1);
      prefixed = true;
    }
    if (!(constant instanceof SqlCharStringLiteral literal)) {
      throw QueryRefusal.of("A regular expression that is not a constant", place)
          .withHint("Write the pattern as a text in the query, or use LIKE.");
    }
    String written = (prefixed || ignoresCase ? RegularPattern.IGNORING_CASE : "") + text(literal);
    RegularPattern known = placed(() -> RegularPattern.of(written), literal.getParserPosition());
    return StoreFunctions.MATCHES.createCall(
        place, text, SqlLiteral.createCharString(known.text(), literal.getParserPosition()));
  }

  /** Refuses what a call by name may contain, and what would take H2 too long. */
  public static void check(RexCall call, Dialect dialect, SqlParserPos place) {
    if (!(call.getOperands().get(1) instanceof RexLiteral pattern)) {
      throw QueryRefusal.of("A regular expression that is not a constant", place);
    }
    if (!pattern.isNull()) {
      RegularPattern known =
          placed(() -> RegularPattern.of(pattern.getValueAs(String.class)), place);
      int declared = call.getOperands().get(0).getType().getPrecision();
      if (dialect == Dialect.H2) {
        placed(
            () -> {
              known.requireShortSearch(declared < 0 ? LONGEST : declared);
              return known;
            },
            place);
      }
    }
  }

  private static RegularPattern placed(Supplier<RegularPattern> work, SqlParserPos place) {
    try {
      return work.get();
    } catch (VitrineException refused) {
      throw refused.withPosition(new Position(place.getLineNum(), place.getColumnNum()));
    }
  }

  private static String text(SqlCharStringLiteral literal) {
    return literal.getValueAs(String.class);
  }
}
