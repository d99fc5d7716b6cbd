package dev.vitrine.query.pushdown;

import java.math.BigDecimal;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWriter;

/**
 * Functions that H2 has under the same name and with another meaning, printed with PostgreSQL's.
 */
final class H2Functions {
  private H2Functions() {}

  /** Whether the call was one of these. */
  static boolean unparse(SqlWriter writer, SqlCall call) {
    switch (call.getOperator().getName()) {
      case "LEFT", "RIGHT" -> end(writer, call);
      case "SUBSTRING", "SUBSTR" -> substring(writer, call);
      case "GREATEST", "LEAST" -> extreme(writer, call);
      case "ASCII" -> ascii(writer, call);
      case "CHR" -> character(writer, call);
      case "MD5" -> md5(writer, call);
      case "TIMESTAMPDIFF" -> ElapsedTime.unparse(writer, call);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A number below zero leaves that many characters out; to H2 it is zero. */
  private static void end(SqlWriter writer, SqlCall call) {
    SqlNode text = call.operand(0);
    SqlNode count = call.operand(1);
    SqlWriter.Frame frame = writer.startFunCall(call.getOperator().getName());
    text.unparse(writer, 0, 0);
    writer.sep(",", true);
    if (isAtLeast(count, 0)) {
      count.unparse(writer, 0, 0);
    } else {
      writer.literal("CASE WHEN");
      operand(writer, count);
      writer.literal("< 0 THEN CHAR_LENGTH(");
      text.unparse(writer, 0, 0);
      writer.literal(") +");
      operand(writer, count);
      writer.literal("ELSE");
      operand(writer, count);
      writer.literal("END");
    }
    writer.endFunCall(frame);
  }

  /** Places before the first count, as in the standard; H2 counts them from the end. */
  private static void substring(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame frame = writer.startFunCall("SUBSTRING");
    SqlNode start = call.operand(1);
    boolean plain = isAtLeast(start, 1);
    call.operand(0).unparse(writer, 0, 0);
    writer.sep(",", true);
    if (plain) {
      start.unparse(writer, 0, 0);
    } else {
      writer.literal("GREATEST(");
      start.unparse(writer, 0, 0);
      writer.literal(", 1)");
    }
    if (call.operandCount() == 3) {
      writer.sep(",", true);
      SqlNode length = call.operand(2);
      if (plain) {
        length.unparse(writer, 0, 0);
      } else {
        writer.literal("GREATEST(");
        operand(writer, length);
        writer.literal("+ LEAST(");
        start.unparse(writer, 0, 0);
        writer.literal(", 1) - 1, 0)");
      }
    }
    writer.endFunCall(frame);
  }

  /** NULLs are ignored; H2 would return NULL. */
  private static void extreme(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame frame = writer.startFunCall(call.getOperator().getName());
    for (SqlNode operand : call.getOperandList()) {
      writer.sep(",");
      operand.unparse(writer, 0, 0);
    }
    writer.endFunCall(frame);
    writer.literal("IGNORE NULLS");
  }

  /** Zero for an empty string; H2 has NULL. */
  private static void ascii(SqlWriter writer, SqlCall call) {
    writer.literal("ASCII(");
    operand(writer, call.operand(0));
    writer.literal("|| CHAR(0))");
  }

  private static void character(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame frame = writer.startFunCall("CHAR");
    call.operand(0).unparse(writer, 0, 0);
    writer.endFunCall(frame);
  }

  private static void md5(SqlWriter writer, SqlCall call) {
    writer.literal("LOWER(RAWTOHEX(HASH('MD5', STRINGTOUTF8(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal("))))");
  }

  private static boolean isAtLeast(SqlNode node, long least) {
    return node instanceof SqlNumericLiteral number
        && number.getValueAs(BigDecimal.class).compareTo(BigDecimal.valueOf(least)) >= 0;
  }

  private static void operand(SqlWriter writer, SqlNode node) {
    writer.literal("(");
    node.unparse(writer, 0, 0);
    writer.literal(")");
  }
}
