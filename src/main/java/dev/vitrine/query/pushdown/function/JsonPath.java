package dev.vitrine.query.pushdown.function;

import dev.vitrine.query.plan.QueryRefusal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * JSON_VALUE and JSON_QUERY with a constant path of keys and positions, such as {@code
 * $.inputs[0].name}. The path becomes a text array, as PostgreSQL's operators take it.
 */
public final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.(?<key>[A-Za-z_][A-Za-z0-9_]*)|\\.\"(?<quoted>[^\"\\\\]*)\""
              + "|\\[(?<position>[0-9]{1,6})]");

  /** Longer paths are refused; it bounds the time that reading takes. */
  private static final int LONGEST = 1_000;

  private JsonPath() {}

  /** The call with the path of the store, if it is one of these functions. */
  static Optional<SqlNode> replace(SqlBasicCall call) {
    boolean value = call.getOperator().equals(SqlStdOperatorTable.JSON_VALUE);
    if (!value && !call.getOperator().equals(SqlStdOperatorTable.JSON_QUERY)) {
      return Optional.empty();
    }
    SqlParserPos place = call.getParserPosition();
    if (value && call.operandCount() > 2) {
      throw QueryRefusal.of("RETURNING, ON EMPTY or ON ERROR of JSON_VALUE", place)
          .withHint("Write CAST(JSON_VALUE(…) AS type) or COALESCE(JSON_VALUE(…), value).");
    }
    SqlNode document = plain(call.operand(0));
    if (!(plain(call.operand(1)) instanceof SqlCharStringLiteral path)) {
      throw QueryRefusal.of(
              "A path of " + call.getOperator().getName() + " that is not a constant", place)
          .withHint("Write the path as a text, or x ->> ? with the key as a parameter.");
    }
    SqlOperator operator = value ? StoreFunctions.JSON_VALUE : StoreFunctions.JSON_QUERY;
    SqlParserPos at = path.getParserPosition();
    return Optional.of(
        operator.createCall(
            place,
            document,
            SqlLiteral.createCharString(array(path.getValueAs(String.class), at), at)));
  }

  /** The parser may mark an operand as JSON. */
  private static SqlNode plain(SqlNode node) {
    return node.getKind() == SqlKind.JSON_VALUE_EXPRESSION ? ((SqlCall) node).operand(0) : node;
  }

  /** A path as a text array: {@code {"inputs","0","name"}}. */
  private static String array(String path, SqlParserPos place) {
    String steps = path.strip();
    StringBuilder array = new StringBuilder("{");
    Matcher step = STEP.matcher(steps);
    int end = 1;
    boolean known = steps.startsWith("$") && steps.length() <= LONGEST;
    while (known && end < steps.length()) {
      known = step.region(end, steps.length()).lookingAt();
      if (known) {
        String name =
            step.group("key") != null
                ? step.group("key")
                : step.group("quoted") != null ? step.group("quoted") : step.group("position");
        array.append(array.length() > 1 ? ",\"" : "\"").append(name).append('"');
        end = step.end();
      }
    }
    if (!known) {
      throw QueryRefusal.of("The JSON path '" + path + "'", place)
          .withHint("Paths consist of keys and positions: $.inputs[0].name");
    }
    return array.append('}').toString();
  }

  /** Prints a call for PostgreSQL; JSON_VALUE of an object or array is NULL. */
  public static void unparse(SqlWriter writer, SqlCall call) {
    if (call.getOperator().equals(StoreFunctions.JSON_VALUE)) {
      writer.literal("CASE WHEN JSON_TYPEOF(");
      step(writer, call, "#>");
      writer.literal(") IN ('object', 'array') THEN NULL ELSE");
      step(writer, call, "#>>");
      writer.literal("END");
    } else {
      writer.literal("CAST(");
      step(writer, call, "#>");
      writer.literal("AS VARCHAR)");
    }
  }

  /**
   * Prints one of PostgreSQL's operators; the result of some is JSON again. A parameter is a path
   * of one step, which is a key or a position, whatever type the client gives it.
   */
  public static void unparseOperator(SqlWriter writer, SqlCall call) {
    String written = call.getOperator().getName();
    boolean parameter =
        call.operand(1) instanceof SqlCall key && key.getOperator() instanceof TypedParameter;
    String operator = parameter ? written.replace('-', '#') : written;
    boolean json = !operator.endsWith(">>");
    writer.literal(json ? "CAST(" : "");
    step(writer, call, operator, parameter);
    writer.literal(json ? "AS VARCHAR)" : "");
  }

  private static void step(SqlWriter writer, SqlCall call, String operator) {
    step(writer, call, operator, false);
  }

  private static void step(SqlWriter writer, SqlCall call, String operator, boolean inArray) {
    writer.literal("(CAST(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal("AS JSON) " + operator + (inArray ? " ARRAY[" : ""));
    call.operand(1).unparse(writer, 0, 0);
    writer.literal(inArray ? "])" : ")");
  }
}
