package dev.vitrine.query.pushdown.print;

import dev.vitrine.query.pushdown.function.LikePattern;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Prints LIKE and ILIKE for H2, whose own LIKE takes {@code _} for a unit of UTF-16. Regular
 * expressions of the store match characters. ILIKE compares lower-case texts, as in PostgreSQL.
 */
public final class H2Like {
  private static final String META = "\\.[]{}()*+-?^$|&#~";

  /** Not after {@code \Q}, which an earlier step has put before a character. */
  private static final String UNQUOTED = "(?<!\\\\Q)";

  private final SqlWriter writer;

  private H2Like(SqlWriter writer) {
    this.writer = writer;
  }

  /** Whether the comparison was printed; otherwise the store's own means the same. */
  public static boolean unparse(SqlWriter writer, SqlCall call) {
    boolean known = call.operandCount() == 2 || call.operand(2) instanceof SqlCharStringLiteral;
    return known
        && call.getOperator() instanceof SqlLikeOperator like
        && new H2Like(writer).unparse(call, like);
  }

  private boolean unparse(SqlCall call, SqlLikeOperator like) {
    String escape = call.operandCount() == 2 ? LikePattern.ESCAPE : text(call.operand(2));
    if (escape.codePointCount(0, escape.length()) != 1) {
      return false;
    }
    if (!(call.operand(1) instanceof SqlCharStringLiteral)) {
      computed(call, like, escape);
      return true;
    }
    String pattern = text(call.operand(1));
    if (!LikePattern.escapesWell(pattern, escape)) {
      return false;
    }
    if (!like.isCaseSensitive()) {
      String lower = withBackslashes(pattern, escape).toLowerCase(Locale.ROOT);
      caseless(call, like, SqlLiteral.createCharString(lower, SqlParserPos.ZERO));
      return true;
    }
    if (pattern.indexOf('_') < 0) {
      return false;
    }
    start(call, like);
    writer.literal(
        writer.getDialect().quoteStringLiteral("(?s)\\A" + expression(pattern, escape) + "\\z"));
    writer.literal("))");
    return true;
  }

  private void start(SqlCall call, SqlLikeOperator like) {
    writer.literal(like.isNegated() ? "(NOT REGEXP_LIKE(" : "(REGEXP_LIKE(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(",");
  }

  private void caseless(SqlCall call, SqlLikeOperator like, SqlNode lower) {
    SqlNode text = lower(call.operand(0));
    (like.isNegated() ? SqlStdOperatorTable.NOT_LIKE : SqlStdOperatorTable.LIKE)
        .createCall(SqlParserPos.ZERO, text, lower)
        .unparse(writer, 0, 0);
  }

  /** Makes the store translate the pattern; one that ends with the escape fails. */
  private void computed(SqlCall call, SqlLikeOperator like, String escape) {
    SqlNode pattern = call.operand(1);
    if (!like.isCaseSensitive()) {
      pattern = lower(pattern);
      SqlNode text = lower(call.operand(0));
      writer.literal(like.isNegated() ? "(NOT REGEXP_LIKE(" : "(REGEXP_LIKE(");
      text.unparse(writer, 0, 0);
      writer.literal(",");
    } else {
      start(call, like);
    }
    String escaped =
        escape.equals("\\")
            ? "\\\\(.)"
            : quoted(like.isCaseSensitive() ? escape : escape.toLowerCase(Locale.ROOT))
                + "(.)|(\\\\)";
    writer.literal("'(?s)\\A(?:' || REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(");
    pattern.unparse(writer, 0, 0);
    replaced("(?s)" + escaped, escape.equals("\\") ? "\\\\Q$1\\\\E" : "\\\\Q$1$2\\\\E");
    replaced(UNQUOTED + "([.\\[\\]{}()*+?^$|&#~-])", "\\\\Q$1\\\\E");
    replaced(UNQUOTED + "%", ".*");
    replaced(UNQUOTED + "_", ".");
    writer.literal("|| ')\\z'))");
  }

  private void replaced(String expression, String replacement) {
    writer.literal(
        ","
            + writer.getDialect().quoteStringLiteral(expression)
            + ","
            + writer.getDialect().quoteStringLiteral(replacement)
            + ")");
  }

  private static SqlNode lower(SqlNode text) {
    return SqlStdOperatorTable.LOWER.createCall(SqlParserPos.ZERO, text);
  }

  private static String text(SqlNode literal) {
    return ((SqlLiteral) literal).getValueAs(String.class);
  }

  /** The same pattern with a backslash as escape. */
  private static String withBackslashes(String pattern, String escape) {
    StringBuilder text = new StringBuilder();
    boolean escaped = false;
    for (int c : pattern.codePoints().toArray()) {
      if (!escaped && c == escape.codePointAt(0)) {
        escaped = true;
      } else {
        text.append(escaped || c == '\\' ? "\\" : "").appendCodePoint(c);
        escaped = false;
      }
    }
    return text.toString();
  }

  private static String expression(String pattern, String escape) {
    StringBuilder expression = new StringBuilder();
    boolean escaped = false;
    for (int c : pattern.codePoints().toArray()) {
      if (!escaped && c == escape.codePointAt(0)) {
        escaped = true;
      } else if (!escaped && c == '%') {
        expression.append(".*");
      } else if (!escaped && c == '_') {
        expression.append('.');
      } else {
        escaped = false;
        expression.append(quoted(Character.toString(c)));
      }
    }
    return expression.toString();
  }

  private static String quoted(String character) {
    return (META.contains(character) ? "\\" : "") + character;
  }
}
