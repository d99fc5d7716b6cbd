package dev.vitrine.query.pushdown.print;

import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.pushdown.function.CommonSyntax;
import dev.vitrine.query.pushdown.function.ElapsedTime;
import dev.vitrine.query.pushdown.function.JsonPath;
import dev.vitrine.query.pushdown.function.LikePattern;
import dev.vitrine.query.pushdown.function.StoreDialect;
import dev.vitrine.query.pushdown.function.StoreFunctions;
import dev.vitrine.query.pushdown.type.StoreTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.PostgresqlSqlDialect;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformance;

/** PostgreSQL, where Calcite prints it wrong. */
public final class PostgresqlStore extends PostgresqlSqlDialect implements StoreDialect {
  public static final PostgresqlStore INSTANCE = new PostgresqlStore();

  private PostgresqlStore() {
    super(DEFAULT_CONTEXT.withDataTypeSystem(StoreTypes.INSTANCE));
  }

  @Override
  public String unboundedDecimal() {
    return "NUMERIC";
  }

  @Override
  public String utcNow() {
    return "CURRENT_TIMESTAMP AT TIME ZONE 'UTC'";
  }

  @Override
  public SqlConformance getConformance() {
    return PlainOrder.CONFORMANCE;
  }

  @Override
  public SqlNode getCastSpec(RelDataType type) {
    return CommonSyntax.isUnlimited(type) ? CommonSyntax.VARCHAR : super.getCastSpec(type);
  }

  /** Calcite takes every aggregate of BOOLEANs with a filter for MIN or MAX. */
  @Override
  public SqlNode rewriteMaxMinExpr(SqlNode aggregate, RelDataType type) {
    return switch (aggregate.getKind()) {
      case MIN, MAX -> super.rewriteMaxMinExpr(aggregate, type);
      case FILTER -> {
        SqlCall filter = (SqlCall) aggregate;
        yield filter
            .getOperator()
            .createCall(
                filter.getParserPosition(),
                rewriteMaxMinExpr(filter.operand(0), type),
                filter.operand(1));
      }
      default -> aggregate;
    };
  }

  /** Otherwise Calcite joins constants to the rows, with commas; they are grouped by name. */
  @Override
  public boolean supportsGroupByLiteral() {
    return true;
  }

  /** A text without its cast would be compared as text, or by rules of the store. */
  @Override
  public boolean supportsImplicitTypeCoercion(RexCall call) {
    return false;
  }

  /** Without the prefix of a character set that Calcite gives to U& literals. */
  @Override
  public void quoteStringLiteral(StringBuilder text, String charsetName, String value) {
    super.quoteStringLiteral(text, null, value);
  }

  /** The store reads the sign in front of a text as that of its first field only. */
  @Override
  public void unparseSqlIntervalLiteral(
      SqlWriter writer, SqlIntervalLiteral literal, int leftPrec, int rightPrec) {
    SqlIntervalLiteral.IntervalValue value =
        literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
    writer.literal(
        (value.getSign() < 0 ? "(-INTERVAL '" : "INTERVAL '") + value.getIntervalLiteral() + "'");
    unparseSqlIntervalQualifier(writer, value.getIntervalQualifier(), StoreTypes.INSTANCE);
    if (value.getSign() < 0) {
      writer.literal(")");
    }
  }

  @Override
  public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    Planning.print();
    if (CommonSyntax.needsParentheses(call, leftPrec, rightPrec)) {
      SqlWriter.Frame frame = writer.startList("(", ")");
      unparseCall(writer, call, 0, 0);
      writer.endList(frame);
      return;
    }
    switch (call.getKind()) {
      case WITHIN_GROUP -> withinGroup(writer, call, leftPrec, rightPrec);
      case LISTAGG -> CommonSyntax.aggregate(writer, "STRING_AGG", call, null);
      case EXTRACT -> extract(writer, call);
      case LIKE, SIMILAR -> super.unparseCall(writer, opaque(call), leftPrec, rightPrec);
      default -> {
        switch (call.getOperator().getName()) {
          case "ROUND", "TRUNC" -> places(writer, call);
          case StoreFunctions.SECONDS -> ElapsedTime.unparseSeconds(writer, call);
          case "TIMESTAMPDIFF" -> ElapsedTime.unparse(writer, call);
          case "LAST_DAY" -> lastDay(writer, call);
          case "JSON_VALUE", "JSON_QUERY" -> JsonPath.unparse(writer, call);
          case "->", "->>", "#>", "#>>" -> JsonPath.unparseOperator(writer, call);
          case StoreFunctions.ELEMENT -> element(writer, call);
          case StoreFunctions.ZONE_CHANGE -> zone(writer, call);
          case "LOWER", "UPPER" -> UnicodeCase.unparse(writer, call);
          default -> {
            if (!PatternSyntax.unparsePostgresql(writer, call)) {
              super.unparseCall(writer, call, leftPrec, rightPrec);
            }
          }
        }
      }
    }
  }

  /** Without a precision of the first field, which the store refuses; it stores more digits. */
  @Override
  public void unparseSqlIntervalQualifier(
      SqlWriter writer, SqlIntervalQualifier qualifier, RelDataTypeSystem types) {
    writer.keyword(qualifier.timeUnitRange.startUnit.name());
    if (qualifier.timeUnitRange.endUnit != null) {
      writer.keyword("TO");
      writer.keyword(qualifier.timeUnitRange.endUnit.name());
    }
  }

  /** The text of an array with one element, without its braces. */
  private static void element(SqlWriter writer, SqlCall call) {
    writer.literal("REGEXP_REPLACE(CAST(ARRAY[");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal("] AS VARCHAR), '^\\{(.*)\\}$', '\\1')");
  }

  private static void zone(SqlWriter writer, SqlCall call) {
    writer.literal("(((");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal(") AT TIME ZONE");
    call.operand(1).unparse(writer, 0, 0);
    writer.literal(") AT TIME ZONE");
    call.operand(2).unparse(writer, 0, 0);
    writer.literal(")");
  }

  private void withinGroup(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlCall aggregate = CommonSyntax.unfiltered(call.operand(0));
    if (!CommonSyntax.joinsStrings(aggregate)) {
      super.unparseCall(writer, call, leftPrec, rightPrec);
      return;
    }
    CommonSyntax.aggregate(writer, "STRING_AGG", aggregate, call.operand(1));
    if (call.operand(0).getKind() == SqlKind.FILTER) {
      CommonSyntax.filter(writer, ((SqlCall) call.operand(0)).operand(1));
    }
  }

  /**
   * The planner tries a constant pattern on the values that it has sampled of a column, hidden rows
   * and all, fenced off or not, and would fail where the pattern does. It has no samples of an
   * expression.
   */
  private static SqlCall opaque(SqlCall call) {
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    if (!failsOnNoText(operands)) {
      SqlNode nothing = SqlLiteral.createCharString("", SqlParserPos.ZERO);
      operands.set(
          0, SqlStdOperatorTable.CONCAT.createCall(SqlParserPos.ZERO, operands.get(0), nothing));
    }
    if (call.getOperator() instanceof SqlLikeOperator like && !like.isCaseSensitive()) {
      operands.set(0, UnicodeCase.of(operands.get(0)));
    }
    return call.getOperator().createCall(SqlParserPos.ZERO, operands);
  }

  private static boolean failsOnNoText(List<SqlNode> operands) {
    boolean constants =
        operands.subList(1, operands.size()).stream()
            .allMatch(operand -> operand instanceof SqlCharStringLiteral);
    return constants
        && LikePattern.escapesWell(
            text(operands.get(1)),
            operands.size() > 2 ? text(operands.get(2)) : LikePattern.ESCAPE);
  }

  private static String text(SqlNode literal) {
    return ((SqlLiteral) literal).getValueAs(String.class);
  }

  /** The store returns NUMERIC with a fraction; the contract is BIGINT. */
  private static void extract(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame cast = writer.startFunCall("CAST");
    TimeUnitRange field = CommonSyntax.field(call.operand(0));
    boolean fraction = field == TimeUnitRange.SECOND || field == TimeUnitRange.EPOCH;
    if (fraction) {
      writer.literal("FLOOR(");
    }
    SqlWriter.Frame frame = writer.startFunCall("EXTRACT");
    writer.literal(field.name());
    writer.sep("FROM");
    call.operand(1).unparse(writer, 0, 0);
    writer.endFunCall(frame);
    if (fraction) {
      writer.literal(")");
    }
    writer.sep("AS");
    writer.literal("BIGINT");
    writer.endFunCall(cast);
  }

  private static void lastDay(SqlWriter writer, SqlCall call) {
    writer.literal("CAST(DATE_TRUNC('month', CAST(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal("AS TIMESTAMP)) + INTERVAL '1 month - 1 day' AS DATE)");
  }

  /** PostgreSQL has no ROUND(double precision, integer). */
  private static void places(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame frame = writer.startFunCall(call.getOperator().getName());
    List<SqlNode> operands = call.getOperandList();
    if (operands.size() == 1) {
      operands.get(0).unparse(writer, 0, 0);
    } else {
      SqlWriter.Frame cast = writer.startFunCall("CAST");
      operands.get(0).unparse(writer, 0, 0);
      writer.sep("AS");
      writer.literal("NUMERIC");
      writer.endFunCall(cast);
      writer.sep(",", true);
      operands.get(1).unparse(writer, 0, 0);
    }
    writer.endFunCall(frame);
  }
}
