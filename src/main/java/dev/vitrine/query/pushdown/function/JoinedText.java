package dev.vitrine.query.pushdown.function;

import dev.vitrine.query.plan.QueryRefusal;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Optionality;

/**
 * LISTAGG with its separator inside. In a plan the separator is a column like any other, which may
 * come from a sub-query; H2 takes nothing but a constant there.
 */
final class JoinedText extends SqlAggFunction {
  /** The standard's LISTAGG: a text without a limit of its length, not of the argument's length. */
  static final SqlAggFunction LISTAGG =
      SqlBasicAggFunction.create(
              "LISTAGG",
              SqlKind.LISTAGG,
              StoreFunctions.TEXT,
              OperandTypes.or(OperandTypes.STRING, OperandTypes.STRING_STRING))
          .withFunctionType(SqlFunctionCategory.SYSTEM)
          .withGroupOrder(Optionality.OPTIONAL);

  private final String separator;

  private JoinedText(String separator) {
    super(
        "LISTAGG",
        null,
        SqlKind.LISTAGG,
        StoreFunctions.TEXT,
        null,
        OperandTypes.CHARACTER,
        SqlFunctionCategory.SYSTEM,
        false,
        false,
        Optionality.OPTIONAL);
    this.separator = separator;
  }

  String separator() {
    return separator;
  }

  /**
   * Refuses DISTINCT with an order of another expression than the argument, of which equal
   * arguments could have several values.
   */
  static void requireOwnOrder(Aggregate aggregate, AggregateCall call) {
    RelNode input = aggregate.getInput();
    RexNode joined = plain(ComputedColumn.of(input, call.getArgList().get(0)));
    for (int key : call.collation.getKeys()) {
      if (!isSame(plain(ComputedColumn.of(input, key)), joined)) {
        throw QueryRefusal.of(
                "DISTINCT with ORDER BY of another expression than the argument",
                call.getParserPosition())
            .withHint("Order by the argument, or aggregate a sub-query with SELECT DISTINCT.");
      }
    }
  }

  /** A string has another type as a text without a length. */
  private static boolean isSame(RexNode key, RexNode joined) {
    return key.equals(joined)
        || (key instanceof RexLiteral one
            && joined instanceof RexLiteral other
            && Objects.equals(one.getValue(), other.getValue()));
  }

  /** The expression without its conversion to a text. */
  private static RexNode plain(RexNode node) {
    boolean text =
        node instanceof RexCall call
            && (call.getOperator().equals(StoreFunctions.ARRAY_ELEMENT)
                || (call.getKind() == SqlKind.CAST && isUnlimited(call.getType())));
    return text ? plain(((RexCall) node).getOperands().get(0)) : node;
  }

  private static boolean isUnlimited(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.VARCHAR
        && type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED;
  }

  /** The call with its separator as a constant. */
  static AggregateCall inline(Aggregate aggregate, AggregateCall call) {
    List<Integer> arguments = call.getArgList();
    String separator = ",";
    if (arguments.size() == 2) {
      RexNode argument = ComputedColumn.of(aggregate.getInput(), arguments.get(1));
      if (!(argument instanceof RexLiteral literal)) {
        throw QueryRefusal.of("A separator that is not a constant", call.getParserPosition());
      }
      separator = literal.getValueAs(String.class);
      if (separator == null) {
        throw QueryRefusal.of("A separator that is NULL", call.getParserPosition());
      }
    }
    return AggregateCall.create(
        call.getParserPosition(),
        new JoinedText(separator),
        call.isDistinct(),
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        arguments.subList(0, 1),
        call.filterArg,
        call.distinctKeys,
        call.collation,
        call.getType(),
        call.getName());
  }
}
