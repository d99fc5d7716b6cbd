package dev.vitrine.query.pushdown.print;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;

/**
 * Functions that count characters, for H2, which counts units of UTF-16: a character outside the
 * basic plane would be two. Regular expressions of the store count characters.
 */
final class H2Characters {
  private static final String OTHER_PLANES = "'[^\\x{0}-\\x{FFFF}]'";

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
      case "LPAD" -> characters.padLeft(call);
      case "RPAD" -> characters.padRight(call);
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

  /** SyntaxPositions before the first count, as in the standard; H2 counts them from the end. */
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

  /** A character is appended because an empty text is at place 1 of an empty text. */
  private void position(SqlCall call) {
    writer.literal("CHAR_LENGTH(REGEXP_REPLACE(LEFT((");
    call.operand(1).unparse(writer, 0, 0);
    writer.literal(") || 'x', LOCATE(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(",");
    call.operand(1).unparse(writer, 0, 0);
    writer.literal("))," + OTHER_PLANES + ", 'x'))");
  }

  /** The first characters of the text followed by the padding. */
  private void padRight(SqlCall call) {
    writer.literal("REGEXP_REPLACE((");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(") ||");
    padding(call);
    writer.literal(", '(?s)^(.{0,' ||");
    width(call);
    writer.literal("|| '}).*$', '$1')");
  }

  /** The first characters of the padding followed by the first characters of the text. */
  private void padLeft(SqlCall call) {
    writer.literal("(REGEXP_REPLACE(");
    padding(call);
    writer.literal(", '(?s)^(.{0,' || (");
    width(call);
    writer.literal("- CHAR_LENGTH(REGEXP_REPLACE(");
    shortened(call);
    writer.literal("," + OTHER_PLANES + ", 'x'))) || '}).*$', '$1') ||");
    shortened(call);
    writer.literal(")");
  }

  private void shortened(SqlCall call) {
    writer.literal("REGEXP_REPLACE(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(", '(?s)^(.{0,' ||");
    width(call);
    writer.literal("|| '}).*$', '$1')");
  }

  private void padding(SqlCall call) {
    writer.literal("REPEAT(");
    if (call.operandCount() > 2) {
      call.operand(2).unparse(writer, 0, 0);
    } else {
      writer.literal("' '");
    }
    writer.literal(",");
    width(call);
    int length = call.operandCount() > 2 ? characters(call.operand(2)) : 1;
    writer.literal(length > 1 ? "/ " + length + " + 1)" : ")");
  }

  /** Characters of a constant, which may be inside of a cast; 0 for other expressions. */
  private static int characters(SqlNode constant) {
    SqlNode node = constant;
    if (node.getKind() == SqlKind.CAST) {
      node = ((SqlCall) node).operand(0);
    }
    String text =
        node instanceof SqlCharStringLiteral literal ? literal.getValueAs(String.class) : "";
    return text.codePointCount(0, text.length());
  }

  /** The number of characters that a call of LPAD or RPAD results in. */
  private void width(SqlCall call) {
    writer.literal("GREATEST(");
    call.operand(1).unparse(writer, 0, 0);
    writer.literal(", 0)");
  }
}
