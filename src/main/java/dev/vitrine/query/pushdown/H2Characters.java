package dev.vitrine.query.pushdown;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlLikeOperator;

/**
 * Functions that count characters, for H2, which counts units of UTF-16: a character outside the
 * basic plane would be two. Regular expressions of the store count characters.
 */
final class H2Characters {
  private static final String OTHER_PLANES = "'[^\\x{0}-\\x{FFFF}]'";
  private static final String META = "\\.[]{}()*+-?^$|&#~";

  private final SqlWriter writer;

  private H2Characters(SqlWriter writer) {
    this.writer = writer;
  }

  /** Prints the call, if it is one of these functions. */
  static boolean unparse(SqlWriter writer, SqlCall call) {
    H2Characters characters = new H2Characters(writer);
    switch (call.getOperator().getName()) {
      case "CHAR_LENGTH", "CHARACTER_LENGTH", "LENGTH" -> characters.length(call.operand(0));
      case "LEFT" -> characters.left(call);
      case "RIGHT" -> characters.right(call);
      case "SUBSTRING", "SUBSTR" -> characters.substring(call);
      case "POSITION" -> characters.position(call);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void length(SqlNode text) {
    writer.literal("CHAR_LENGTH(REGEXP_REPLACE(");
    text.unparse(writer, 0, 0);
    writer.literal("," + OTHER_PLANES + ", 'x'))");
  }

  /** A number below zero leaves that many characters out at the end. */
  private void left(SqlCall call) {
    writer.literal("REGEXP_REPLACE(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(", '(?s)^(.{0,' ||");
    kept(call);
    writer.literal("|| '}).*$', '$1')");
  }

  private void right(SqlCall call) {
    writer.literal("REGEXP_REPLACE(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(", '(?s)^.{0,' || GREATEST(");
    length(call.operand(0));
    writer.literal("-");
    kept(call);
    writer.literal(", 0) || '}(.*)$', '$1')");
  }

  /** How many characters of the text a call of LEFT or RIGHT keeps. */
  private void kept(SqlCall call) {
    SqlNode count = call.operand(1);
    if (H2Functions.isAtLeast(count, 0)) {
      count.unparse(writer, 0, 0);
      return;
    }
    writer.literal("CASE WHEN (");
    count.unparse(writer, 0, 0);
    writer.literal(") < 0 THEN GREATEST(");
    length(call.operand(0));
    writer.literal("+ (");
    count.unparse(writer, 0, 0);
    writer.literal("), 0) ELSE (");
    count.unparse(writer, 0, 0);
    writer.literal(") END");
  }

  /** Places before the first count, as in the standard; H2 counts them from the end. */
  private void substring(SqlCall call) {
    SqlNode start = call.operand(1);
    boolean plain = H2Functions.isAtLeast(start, 1);
    writer.literal("REGEXP_REPLACE(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(", '(?s)^.{0,' || (GREATEST(");
    start.unparse(writer, 0, 0);
    if (call.operandCount() < 3) {
      writer.literal(", 1) - 1) || '}(.*)$', '$1')");
      return;
    }
    writer.literal(", 1) - 1) || '}(.{0,' || GREATEST((");
    call.operand(2).unparse(writer, 0, 0);
    writer.literal(")");
    if (!plain) {
      writer.literal("+ LEAST(");
      start.unparse(writer, 0, 0);
      writer.literal(", 1) - 1");
    }
    writer.literal(", 0) || '}).*$', '$1')");
  }

  private void position(SqlCall call) {
    writer.literal("CHAR_LENGTH(REGEXP_REPLACE(LEFT(");
    call.operand(1).unparse(writer, 0, 0);
    writer.literal(", LOCATE(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(",");
    call.operand(1).unparse(writer, 0, 0);
    writer.literal("))," + OTHER_PLANES + ", 'x'))");
  }

  /**
   * Prints a comparison with a constant pattern that is empty or has a wildcard of one character.
   */
  static boolean unparseLike(SqlWriter writer, SqlCall call) {
    boolean constant =
        call.operand(1) instanceof SqlCharStringLiteral
            && (call.operandCount() == 2 || call.operand(2) instanceof SqlCharStringLiteral);
    if (!constant || !(call.getOperator() instanceof SqlLikeOperator like)) {
      return false;
    }
    String pattern = text(call.operand(1));
    String escape = call.operandCount() == 2 ? Leakproof.ESCAPE : text(call.operand(2));
    // The store fails on ILIKE with an empty pattern.
    boolean plain = pattern.indexOf('_') < 0 && !pattern.isEmpty();
    if (plain || !Leakproof.escapesWell(pattern, escape)) {
      return false;
    }
    writer.literal(like.isNegated() ? "(NOT REGEXP_LIKE(" : "(REGEXP_LIKE(");
    call.operand(0).unparse(writer, 0, 0);
    String flags = like.isCaseSensitive() ? "(?s)" : "(?siu)";
    writer.literal(
        ","
            + writer
                .getDialect()
                .quoteStringLiteral(flags + "\\A" + expression(pattern, escape) + "\\z")
            + "))");
    return true;
  }

  private static String text(SqlNode literal) {
    return ((SqlLiteral) literal).getValueAs(String.class);
  }

  private static String expression(String pattern, String escape) {
    StringBuilder expression = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (!escaped && c == escape.charAt(0)) {
        escaped = true;
      } else if (!escaped && c == '%') {
        expression.append(".*");
      } else if (!escaped && c == '_') {
        expression.append('.');
      } else {
        escaped = false;
        expression.append(META.indexOf(c) >= 0 ? "\\" : "").append(c);
      }
    }
    return expression.toString();
  }
}
