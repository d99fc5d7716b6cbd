package dev.vitrine.query.pushdown.print;

import dev.vitrine.query.pattern.RegularPattern;
import dev.vitrine.query.pushdown.search.PatternFunctions;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;

/** Prints the functions of regular expressions for both stores. */
final class PatternSyntax {
  private final SqlWriter writer;
  private final SqlCall call;

  private PatternSyntax(SqlWriter writer, SqlCall call) {
    this.writer = writer;
    this.call = call;
  }

  /** Prints the call for PostgreSQL, if it is one of these functions. */
  static boolean unparsePostgresql(SqlWriter writer, SqlCall call) {
    return new PatternSyntax(writer, call).postgresql();
  }

  /** Prints the call for H2, if it is one of these functions. */
  static boolean unparseH2(SqlWriter writer, SqlCall call) {
    return new PatternSyntax(writer, call).h2();
  }

  private boolean postgresql() {
    switch (call.getOperator().getName()) {
      case PatternFunctions.MATCHES_PATTERN -> {
        // The planner has no samples of an expression, on which it would try the pattern.
        writer.literal("(((");
        operand(0);
        writer.literal(") || '') ~");
        operand(1);
        writer.literal(")");
      }
      case PatternFunctions.COUNT_PATTERN -> {
        writer.literal("(LENGTH(REGEXP_REPLACE(");
        operands(0, 1);
        writer.literal(", '\\&x', 'g')) - LENGTH(");
        operand(0);
        writer.literal("))");
      }
      case PatternFunctions.FIRST_PATTERN -> {
        writer.literal("SUBSTRING(");
        operands(0, 1);
        writer.literal(")");
      }
      case PatternFunctions.REPLACE_FIRST_PATTERN -> replacedOnPostgresql("");
      case PatternFunctions.REPLACE_ALL_PATTERN -> replacedOnPostgresql(", 'g'");
      default -> {
        return false;
      }
    }
    return true;
  }

  private void replacedOnPostgresql(String flags) {
    writer.literal("REGEXP_REPLACE(");
    operands(0, 1);
    writer.literal(",");
    literal(2, text -> text.replace("\\", "\\\\"));
    writer.literal(flags + ")");
  }

  private boolean h2() {
    switch (call.getOperator().getName()) {
      case PatternFunctions.MATCHES_PATTERN -> {
        writer.literal("REGEXP_LIKE(");
        operand(0);
        writer.literal(",");
        literal(1, PatternSyntax::inJava);
        writer.literal(")");
      }
      case PatternFunctions.COUNT_PATTERN -> {
        writer.literal("(CHAR_LENGTH(REGEXP_REPLACE(");
        operand(0);
        writer.literal(",");
        literal(1, PatternSyntax::inJava);
        writer.literal(", '$0x')) - CHAR_LENGTH(");
        operand(0);
        writer.literal("))");
      }
      case PatternFunctions.FIRST_PATTERN -> {
        writer.literal("REGEXP_SUBSTR(");
        operand(0);
        writer.literal(",");
        literal(1, PatternSyntax::inJava);
        writer.literal(")");
      }
      case PatternFunctions.REPLACE_FIRST_PATTERN -> {
        // The store's function replaces all matches: the text around the first is one with it.
        writer.literal("REGEXP_REPLACE(");
        operand(0);
        writer.literal(",");
        literal(1, text -> "(?s)^(.*?)(?:" + inJava(text) + ")(.*)\\z");
        writer.literal(",");
        literal(2, text -> "$1" + inReplacement(text) + "$2");
        writer.literal(")");
      }
      case PatternFunctions.REPLACE_ALL_PATTERN -> {
        writer.literal("REGEXP_REPLACE(");
        operand(0);
        writer.literal(",");
        literal(1, PatternSyntax::inJava);
        writer.literal(",");
        literal(2, PatternSyntax::inReplacement);
        writer.literal(")");
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String inJava(String pattern) {
    return RegularPattern.of(pattern).inJava();
  }

  private static String inReplacement(String text) {
    return text.replace("\\", "\\\\").replace("$", "\\$");
  }

  private void operand(int index) {
    call.operand(index).unparse(writer, 0, 0);
  }

  private void operands(int first, int second) {
    operand(first);
    writer.literal(",");
    operand(second);
  }

  /** Prints a constant, which may be inside of a cast, in another form; NULLs as they are. */
  private void literal(int index, UnaryOperator<String> form) {
    SqlNode node = call.operand(index);
    SqlNode plain = node.getKind() == SqlKind.CAST ? ((SqlCall) node).operand(0) : node;
    if (plain instanceof SqlCharStringLiteral literal) {
      String text = form.apply(literal.getValueAs(String.class));
      writer.literal(writer.getDialect().quoteStringLiteral(text));
    } else {
      node.unparse(writer, 0, 0);
    }
  }
}
