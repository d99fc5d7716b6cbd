package dev.vitrine.query.pushdown.print;

import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.pushdown.function.CommonSyntax;
import dev.vitrine.query.pushdown.function.StoreDialect;
import dev.vitrine.query.pushdown.type.StoreTypes;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.H2SqlDialect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformance;

/** H2, where Calcite prints it wrong. The store sorts NULLs high (DEFAULT_NULL_ORDERING=HIGH). */
public final class H2Store extends H2SqlDialect implements StoreDialect {
  public static final H2Store INSTANCE = new H2Store();

  private H2Store() {
    super(DEFAULT_CONTEXT.withDataTypeSystem(StoreTypes.INSTANCE));
  }

  @Override
  public String unboundedDecimal() {
    return "DECFLOAT";
  }

  /** From the epoch, because casts to TIMESTAMP go through the time zone of the connection. */
  @Override
  public String utcNow() {
    return "TIMESTAMP '1970-01-01 00:00:00'"
        + " + EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * INTERVAL '1' SECOND";
  }

  @Override
  public SqlConformance getConformance() {
    return PlainOrder.CONFORMANCE;
  }

  @Override
  public SqlNode getCastSpec(RelDataType type) {
    return CommonSyntax.isUnlimited(type) ? CommonSyntax.VARCHAR : super.getCastSpec(type);
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

  @Override
  public boolean supportsWindowFunctions() {
    return true;
  }

  /**
   * Keeps Calcite from rewriting a full join into a union of outer joins, which loses rows; such a
   * join is refused before it comes here.
   */
  @Override
  public boolean supportsJoinType(JoinRelType joinType) {
    return true;
  }

  /** SqlImplementor.Result would otherwise print MAX(COUNT(*)). */
  @Override
  public boolean supportsNestedAggregations() {
    return false;
  }

  @Override
  public boolean supportsOrderByLiteral() {
    return false;
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
      case LISTAGG -> CommonSyntax.aggregate(writer, "LISTAGG", call, null);
      case EXTRACT -> extract(writer, call);
      case AVG -> average(writer, call);
      case LIKE -> {
        if (!H2Like.unparse(writer, call)) {
          super.unparseCall(writer, call, leftPrec, rightPrec);
        }
      }
      case OVER -> over(writer, call, leftPrec, rightPrec);
      case FLOOR -> {
        if (call.operandCount() == 2) {
          truncate(writer, CommonSyntax.field(call.operand(1)).name(), call.operand(0));
        } else {
          super.unparseCall(writer, call, leftPrec, rightPrec);
        }
      }
      default -> {
        switch (call.getOperator().getName()) {
          case "DATE_TRUNC" ->
              truncate(writer, CommonSyntax.text(call.operand(0)), call.operand(1));
          default -> {
            if (!H2Functions.unparse(writer, call)) {
              super.unparseCall(writer, call, leftPrec, rightPrec);
            }
          }
        }
      }
    }
  }

  private void withinGroup(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlCall aggregate = CommonSyntax.unfiltered(call.operand(0));
    if (!CommonSyntax.joinsStrings(aggregate)) {
      super.unparseCall(writer, call, leftPrec, rightPrec);
      return;
    }
    CommonSyntax.aggregate(writer, "LISTAGG", aggregate, null);
    writer.keyword("WITHIN GROUP");
    SqlWriter.Frame frame = writer.startList("(", ")");
    CommonSyntax.orderBy(writer, call.operand(1));
    writer.endList(frame);
    if (call.operand(0).getKind() == SqlKind.FILTER) {
      CommonSyntax.filter(writer, ((SqlCall) call.operand(0)).operand(1));
    }
  }

  /** Weeks begin on Monday, as in PostgreSQL; the store's own fields depend on its locale. */
  private static void extract(SqlWriter writer, SqlCall call) {
    TimeUnitRange field = CommonSyntax.field(call.operand(0));
    String name =
        switch (field) {
          case WEEK -> "ISO_WEEK";
          case DOW, ISODOW -> "ISO_DAY_OF_WEEK";
          case DOY -> "DAY_OF_YEAR";
          case ISOYEAR -> "ISO_WEEK_YEAR";
          default -> field.name();
        };
    writer.literal("CAST(");
    boolean sundayIsZero = field == TimeUnitRange.DOW;
    boolean fraction = field == TimeUnitRange.SECOND || field == TimeUnitRange.EPOCH;
    if (sundayIsZero) {
      writer.literal("MOD(");
    } else if (fraction) {
      writer.literal("FLOOR(");
    }
    SqlWriter.Frame frame = writer.startFunCall("EXTRACT");
    writer.literal(name);
    writer.sep("FROM");
    call.operand(1).unparse(writer, 0, 0);
    writer.endFunCall(frame);
    if (sundayIsZero) {
      writer.literal(", 7)");
    } else if (fraction) {
      writer.literal(")");
    }
    writer.literal("AS BIGINT)");
  }

  /** {@code unit} is one of a few words, which the verifier has seen to. */
  private static void truncate(SqlWriter writer, String unit, SqlNode operand) {
    SqlWriter.Frame frame = writer.startFunCall("DATE_TRUNC");
    writer.literal(unit.equalsIgnoreCase("week") ? "ISO_WEEK" : unit);
    writer.sep(",", true);
    operand.unparse(writer, 0, 0);
    writer.endFunCall(frame);
  }

  /** Of exact numbers the store would keep few decimal positions. */
  private static void average(SqlWriter writer, SqlCall call) {
    SqlWriter.Frame frame = writer.startFunCall("AVG");
    if (call.getFunctionQuantifier() != null) {
      call.getFunctionQuantifier().unparse(writer, 0, 0);
    }
    writer.literal("CAST(");
    call.operand(0).unparse(writer, 0, 0);
    writer.literal("AS DOUBLE PRECISION)");
    writer.endFunCall(frame);
  }

  /** NTILE takes no frame; Calcite prints the default one. */
  private void over(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    if (call.operand(0).getKind() != SqlKind.NTILE) {
      super.unparseCall(writer, call, leftPrec, rightPrec);
      return;
    }
    SqlWindow window = call.operand(1);
    SqlNodeList partition = window.getPartitionList();
    SqlNodeList order = window.getOrderList();
    SqlWindow unframed =
        new SqlWindow(
            SqlParserPos.ZERO,
            null,
            null,
            partition,
            order,
            SqlLiteral.createBoolean(false, SqlParserPos.ZERO),
            null,
            null,
            null);
    super.unparseCall(
        writer,
        call.getOperator().createCall(SqlParserPos.ZERO, call.operand(0), unframed),
        leftPrec,
        rightPrec);
  }
}
