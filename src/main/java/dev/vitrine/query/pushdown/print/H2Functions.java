package dev.vitrine.query.pushdown.print;

import dev.vitrine.query.pushdown.function.ElapsedTime;
import dev.vitrine.query.pushdown.function.StoreFunctions;
import dev.vitrine.query.pushdown.rewrite.DeferredConstants;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWriter;

/**
 * Functions that H2 has under the same name and with another meaning, printed with PostgreSQL's.
 */
final class H2Functions {
  /** An element of a format of TO_CHAR; {@code MMSS} contains no milliseconds. */
  private static final Pattern FORMAT_ELEMENT = Pattern.compile("YYYY|MM|DD|HH24|MI|SS|MS");

  /** Letters with a dot above that Lithuanian drops, if a second one follows, and of Turkish. */
  private static final String DOTTED = "U&'ij\\012f\\0268\\0456\\0458\\1e2d\\1ecb'";

  private static final String DOTTED_CAPITALS = "U&'IJ\\012e\\0197\\0406\\0408\\1e2c\\1eca'";

  /** Letters that get a dot above in Lithuanian, or another letter in Turkish. */
  private static final String CAPITALS = "U&'IJ\\012e\\00cc\\00cd\\0128'";

  private static final String SMALL_LETTERS = "U&'ij\\012f\\00ec\\00ed\\0129'";

  private H2Functions() {}

  /** Whether the call was one of these. */
  static boolean unparse(SqlWriter writer, SqlCall call) {
    switch (call.getOperator().getName()) {
      case "GREATEST", "LEAST" -> extreme(writer, call);
      case "ASCII" -> ascii(writer, call);
      case "CHR" -> character(writer, call);
      case "MD5" -> md5(writer, call);
      case "CONCAT_WS" -> joined(writer, call);
      case "UPPER" ->
          changed(writer, call, "UPPER(TRANSLATE(", ", " + DOTTED + ", " + DOTTED_CAPITALS + "))");
      case "LOWER" ->
          changed(
              writer,
              call,
              "LOWER(TRANSLATE(REPLACE(",
              ", U&'\\0130', U&'i\\0307'), " + CAPITALS + ", " + SMALL_LETTERS + "))");
      case "POWER" -> power(writer, call);
      case "TO_CHAR" -> format(writer, call);
      case StoreFunctions.ELEMENT -> element(writer, call);
      case StoreFunctions.ZONE_CHANGE -> zone(writer, call);
      case StoreFunctions.SECONDS -> ElapsedTime.unparseSeconds(writer, call);
      case "TIMESTAMPDIFF" -> ElapsedTime.unparse(writer, call);
      default -> {
        return (call.operandCount() == 1
                && DeferredConstants.unparse(writer, call.getOperator().getName(), call.operand(0)))
            || PatternSyntax.unparseH2(writer, call)
            || H2Characters.unparse(writer, call);
      }
    }
    return true;
  }

  /**
   * The store's functions follow the language of the JVM. In Turkish, Azerbaijani and Lithuanian it
   * has other cases of some letters than Unicode; they are changed before.
   */
  private static void changed(SqlWriter writer, SqlCall call, String before, String after) {
    writer.literal(before);
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(after);
  }

  /** Quotes and backslashes are escaped, then what PostgreSQL quotes is put into quotes. */
  private static void element(SqlWriter writer, SqlCall call) {
    writer.literal("COALESCE(REGEXP_REPLACE(REGEXP_REPLACE(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(
        ", '([\"\\\\])', '\\\\$1'), '(?is)^(|null|.*[{},\"\\\\ \\t-\\r].*)\\z', '\"$1\"'), 'NULL')");
  }

  /** H2's name of the milliseconds is FF3; the other elements are PostgreSQL's. */
  private static void format(SqlWriter writer, SqlCall call) {
    SqlLiteral format = call.operand(1);
    String elements =
        FORMAT_ELEMENT
            .matcher(format.getValueAs(String.class))
            .replaceAll(element -> element.group().equals("MS") ? "FF3" : element.group());
    SqlWriter.Frame frame = writer.startFunCall("TO_CHAR");
    call.operand(0).unparse(writer, 0, 0);
    writer.sep(",", true);
    SqlLiteral.createCharString(elements, format.getParserPosition()).unparse(writer, 0, 0);
    writer.endFunCall(frame);
  }

  /**
   * From UTC, by the offset of the zone at the instant. The verifier refuses other zones to start
   * from.
   */
  private static void zone(SqlWriter writer, SqlCall call) {
    writer.literal("(");
    operand(writer, call.operand(0));
    writer.literal("+ (");
    offset(writer, call, "HOUR");
    writer.literal("* 3600 +");
    offset(writer, call, "MINUTE");
    writer.literal("* 60 +");
    offset(writer, call, "SECOND");
    writer.literal(") * INTERVAL '1' SECOND)");
  }

  private static void offset(SqlWriter writer, SqlCall call, String unit) {
    writer.literal(
        "EXTRACT(TIMEZONE_"
            + unit
            + " FROM ((TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00' + EXTRACT(EPOCH FROM");
    operand(writer, call.operand(0));
    writer.literal(") * INTERVAL '1' SECOND) AT TIME ZONE");
    call.operand(2).unparse(writer, 0, 0);
    writer.literal("))");
  }

  /** NULLs are ignored; H2 (CoalesceFunction) would return NULL. */
  private static void extreme(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame frame = writer.startFunCall(call.getOperator().getName());
    for (SqlNode operand : call.getOperandList()) {
      writer.sep(",");
      operand.unparse(writer, 0, 0);
    }
    writer.endFunCall(frame);
    writer.literal("IGNORE NULLS");
  }

  /** Zero for an empty string, where H2 has NULL; of two units of UTF-16 it has the first. */
  private static void ascii(SqlWriter writer, SqlCall call) {
    SqlNode text = call.operand(0);
    writer.literal("CASE WHEN");
    unit(writer, text);
    writer.literal("BETWEEN 55296 AND 56319 THEN (");
    unit(writer, text);
    writer.literal("- 55296) * 1024 + ASCII(SUBSTRING(");
    text.unparse(writer, 0, 0);
    writer.literal(", 2, 1)) + 9216 ELSE");
    unit(writer, text);
    writer.literal("END");
  }

  private static void unit(SqlWriter writer, SqlNode text) {
    writer.literal("ASCII(");
    operand(writer, text);
    writer.literal("|| CHAR(0))");
  }

  private static void character(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame frame = writer.startFunCall("CHAR");
    call.operand(0).unparse(writer, 0, 0);
    writer.endFunCall(frame);
  }

  /** NULL without a separator; the store's own function joins without one, and joins it in. */
  private static void joined(SqlWriter writer, SqlCall call) {
    SqlNode separator = call.operand(0);
    // Every part but NULL comes with a separator in front, the first of which is cut off.
    writer.literal("SUBSTRING(");
    for (int i = 1; i < call.operandCount(); i++) {
      writer.literal(i == 1 ? "COALESCE(" : "|| COALESCE(");
      operand(writer, separator);
      writer.literal("||");
      operand(writer, call.operand(i));
      writer.literal(", '')");
    }
    if (call.operandCount() == 1) {
      writer.literal("''");
    }
    writer.literal(", CHAR_LENGTH(");
    separator.unparse(writer, 0, 0);
    writer.literal(") + 1)");
  }

  /** Where there is no result the store has NaN or infinity; a logarithm there is an error. */
  private static void power(SqlWriter writer, SqlCall call) {
    SqlNode base = call.operand(0);
    SqlNode exponent = call.operand(1);
    writer.literal("POWER(");
    operand(writer, base);
    // Not in a branch of its own: the store computes constants, and fails, before it chooses one.
    writer.literal("+ 0 * LN(CASE WHEN");
    operand(writer, base);
    writer.literal("< 0 AND");
    operand(writer, exponent);
    writer.literal("<> FLOOR(");
    exponent.unparse(writer, 0, 0);
    writer.literal(") OR");
    operand(writer, base);
    writer.literal("= 0 AND");
    operand(writer, exponent);
    writer.literal("< 0 THEN");
    operand(writer, base);
    writer.literal("ELSE 1 END),");
    exponent.unparse(writer, 0, 0);
    writer.literal(")");
  }

  private static void md5(SqlWriter writer, SqlCall call) {
    writer.literal("LOWER(RAWTOHEX(HASH('MD5', STRINGTOUTF8(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal("))))");
  }

  /** Whether the node is a constant, and not below this number. */
  static boolean isAtLeast(SqlNode node, long least) {
    return node instanceof SqlNumericLiteral number
        && number.getValueAs(BigDecimal.class).compareTo(BigDecimal.valueOf(least)) >= 0;
  }

  private static void operand(SqlWriter writer, SqlNode node) {
    writer.literal("(");
    node.unparse(writer, 0, 0);
    writer.literal(")");
  }
}
