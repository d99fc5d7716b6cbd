package dev.vitrine.query.pushdown.search;

import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.pattern.RegularPattern;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.QueryRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * RLIKE and the functions REGEXP_LIKE, REGEXP_COUNT, REGEXP_SUBSTR and REGEXP_REPLACE. The pattern
 * is a constant, which is checked before the query runs and sent in a form that means the same in
 * both stores: so it cannot fail on a row, hidden or not. A parameter is checked when it is bound.
 * For one query.
 */
public final class PatternMatch {
  /** The functions that queries call by name. */
  public static final Set<String> NAMES =
      Set.of("REGEXP_COUNT", "REGEXP_LIKE", "REGEXP_REPLACE", "REGEXP_SUBSTR");

  /** Longest text, in characters, of a column without a declared length. */
  private static final int LONGEST = 16 << 20;

  /**
   * A parameter that is a pattern.
   *
   * @param index its place among the parameters of the text, from 0
   */
  public record Given(int index, boolean ignoresCase) {}

  private final List<Given> given = new ArrayList<>();

  /** The patterns that are parameters, by the numbers of their {@link PatternParameter}s. */
  public List<Given> given() {
    return List.copyOf(given);
  }

  /** The call with the operators of a plan, if it is one of these. */
  public Optional<SqlNode> replace(SqlBasicCall call) {
    if (call.getKind() == SqlKind.RLIKE) {
      return Optional.of(match(call));
    }
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    int operands = call.operandCount();
    SqlParserPos place = call.getParserPosition();
    return switch (name + "/" + operands) {
      case "REGEXP_LIKE/2", "REGEXP_LIKE/3" -> Optional.of(match(call, flags(call, 2, "")));
      case "REGEXP_COUNT/2" ->
          Optional.of(
              PatternFunctions.COUNT.createCall(
                  place, call.operand(0), unique(call.operand(1), "", place)));
      case "REGEXP_SUBSTR/2" ->
          Optional.of(
              PatternFunctions.FIRST.createCall(
                  place, call.operand(0), unique(call.operand(1), "", place)));
      case "REGEXP_REPLACE/3", "REGEXP_REPLACE/4" -> Optional.of(replaced(call));
      default -> Optional.empty();
    };
  }

  /** {@code text RLIKE pattern}, or NOT RLIKE. */
  private SqlNode match(SqlBasicCall call) {
    SqlNode match = match(call, "");
    return call.getOperator() instanceof SqlLikeOperator like && like.isNegated()
        ? SqlStdOperatorTable.NOT.createCall(call.getParserPosition(), match)
        : match;
  }

  private SqlNode match(SqlBasicCall call, String flags) {
    SqlParserPos place = call.getParserPosition();
    return PatternFunctions.MATCHES.createCall(
        place, call.operand(0), pattern(call.operand(1), flags.contains("i"), place));
  }

  /** The first match is replaced, or each with the flag g, as in PostgreSQL. */
  private static SqlNode replaced(SqlBasicCall call) {
    SqlParserPos place = call.getParserPosition();
    String flags = flags(call, 3, "g");
    SqlNode pattern = unique(call.operand(1), flags, place);
    SqlFunction function =
        flags.contains("g") ? PatternFunctions.REPLACE_ALL : PatternFunctions.REPLACE_FIRST;
    SqlNode by = call.operand(2);
    if (!SqlUtil.isNullLiteral(by, true)) {
      if (!(by instanceof SqlCharStringLiteral literal)) {
        throw QueryRefusal.of("A replacement of REGEXP_REPLACE that is not a constant", place);
      }
      if (refersToMatch(text(literal))) {
        throw QueryRefusal.of("A reference to the match in the replacement", place)
            .withHint("Write \\\\ for a backslash.");
      }
      String plain = text(literal).replace("\\\\", "\\");
      by = SqlLiteral.createCharString(plain, literal.getParserPosition());
    }
    return function.createCall(place, call.operand(0), pattern, by);
  }

  /** Whether a replacement has a reference to the match or to a group of it, such as \\1. */
  private static boolean refersToMatch(String replacement) {
    for (int at = replacement.indexOf('\\'); at >= 0; at = replacement.indexOf('\\', at + 2)) {
      if (at + 1 < replacement.length() && "0123456789&".indexOf(replacement.charAt(at + 1)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** The flags of a call, which may be i, c and those allowed. */
  private static String flags(SqlBasicCall call, int operand, String others) {
    if (call.operandCount() <= operand) {
      return "";
    }
    String flags = call.operand(operand) instanceof SqlCharStringLiteral text ? text(text) : "?";
    if (!flags.matches("[ic" + others + "]*")) {
      throw QueryRefusal.of(
          "Other flags of "
              + call.getOperator().getName()
              + " than 'i' and 'c'"
              + (others.isEmpty() ? "" : " and '" + others + "'"),
          call.getParserPosition());
    }
    // Of i and c the last one counts.
    return flags.lastIndexOf('i') > flags.lastIndexOf('c') ? flags : flags.replace("i", "");
  }

  /** A constant pattern that has one way to match. */
  private static SqlNode unique(SqlNode pattern, String flags, SqlParserPos place) {
    if (SqlUtil.isNullLiteral(pattern, true)) {
      return pattern;
    }
    if (!(pattern instanceof SqlCharStringLiteral literal)) {
      throw QueryRefusal.of("A regular expression that is not a constant", place)
          .withHint("Write the pattern as a text in the query.");
    }
    return constant(literal, flags.contains("i"), true);
  }

  private static SqlNode constant(
      SqlCharStringLiteral literal, boolean ignoresCase, boolean unique) {
    String written = (ignoresCase ? RegularPattern.IGNORING_CASE : "") + text(literal);
    SqlParserPos place = literal.getParserPosition();
    RegularPattern known = placed(() -> RegularPattern.of(written), place);
    if (unique) {
      placed(
          () -> {
            known.requireUniqueMatch();
            return known;
          },
          place);
    }
    return SqlLiteral.createCharString(known.text(), place);
  }

  private SqlNode pattern(SqlNode written, boolean ignoresCase, SqlParserPos place) {
    if (SqlUtil.isNullLiteral(written, true)) {
      return written;
    }
    SqlNode pattern = written;
    boolean prefixed = false;
    if (written.getKind() == SqlKind.OTHER
        && written instanceof SqlCall joined
        && joined.getOperator().equals(SqlStdOperatorTable.CONCAT)
        && joined.operand(0) instanceof SqlCharStringLiteral prefix
        && text(prefix).equals(RegularPattern.IGNORING_CASE)) {
      pattern = joined.operand(1);
      prefixed = true;
    }
    if (SqlUtil.isNullLiteral(pattern, true)) {
      return pattern;
    }
    if (pattern instanceof SqlCharStringLiteral literal) {
      return constant(literal, prefixed || ignoresCase, false);
    }
    if (uncast(pattern) instanceof SqlDynamicParam parameter) {
      given.add(new Given(parameter.getIndex(), prefixed || ignoresCase));
      return new PatternParameter(given.size() - 1).createCall(parameter.getParserPosition());
    }
    throw QueryRefusal.of("A regular expression that is not a constant", place)
        .withHint("Write the pattern as a text in the query or as a parameter, or use LIKE.");
  }

  /** The operand of a cast to a text. */
  private static SqlNode uncast(SqlNode node) {
    return node.getKind() == SqlKind.CAST
            && ((SqlCall) node).operand(1).toString().equalsIgnoreCase("VARCHAR")
        ? ((SqlCall) node).operand(0)
        : node;
  }

  /** Refuses what a call by name may contain, and what would take H2 too long. */
  public static void check(RexCall call, Dialect dialect, SqlParserPos place) {
    RexNode operand = call.getOperands().get(1);
    if (operand instanceof RexCall parameter
        && parameter.getOperator() instanceof PatternParameter) {
      return;
    }
    if (!(operand instanceof RexLiteral pattern)) {
      throw QueryRefusal.of("A regular expression that is not a constant", place);
    }
    if (!pattern.isNull()) {
      RegularPattern known =
          placed(() -> RegularPattern.of(pattern.getValueAs(String.class)), place);
      placed(
          () -> {
            if (!call.getOperator().equals(PatternFunctions.MATCHES)) {
              known.requireUniqueMatch();
            }
            if (dialect == Dialect.H2) {
              known.requireShortSearch(longest(call));
            }
            return known;
          },
          place);
    }
  }

  /** Maximum characters of the text that a call searches. */
  public static int longest(RexCall call) {
    int declared = call.getOperands().get(0).getType().getPrecision();
    return declared < 0 ? LONGEST : declared;
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
