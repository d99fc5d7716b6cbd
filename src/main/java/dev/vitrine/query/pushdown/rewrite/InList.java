package dev.vitrine.query.pushdown.rewrite;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A value or a row that is compared with a list of constants: {@code x IN (1, 2)}. Calcite turns
 * such a list into {@code x = 1 OR x = 2}. A store would then evaluate, and PostgreSQL would copy,
 * the expression behind {@code x} once for each value: kilobytes for a column that is computed by
 * sub-queries. A list is linear on both stores, and evaluates {@code x} once for a row.
 */
final class InList extends SqlSpecialOperator {
  /** Binds as comparisons do. */
  private static final int PRECEDENCE = 32;

  private static final InList IN = new InList("IN", 1);
  private static final InList NOT_IN = new InList("NOT IN", 1);

  /** Number of compared expressions; the operands are these, then the values row by row. */
  private final int width;

  private InList(String name, int width) {
    super(name, SqlKind.OTHER, PRECEDENCE, true, ReturnTypes.BOOLEAN_NULLABLE, null, null);
    this.width = width;
  }

  private static InList of(boolean negated, int width) {
    if (width == 1) {
      return negated ? NOT_IN : IN;
    }
    return new InList(negated ? "NOT IN" : "IN", width);
  }

  /** The same call without calls of its own operator among its operands, however deep. */
  static RexCall flat(RexCall call, RexBuilder rex) {
    Deque<RexNode> pending = new ArrayDeque<>(List.of(call));
    List<RexNode> operands = new ArrayList<>();
    while (!pending.isEmpty()) {
      RexNode next = pending.pop();
      if (next.getKind() == call.getKind()) {
        List<RexNode> parts = ((RexCall) next).getOperands();
        for (int i = parts.size() - 1; i >= 0; i--) {
          pending.push(parts.get(i));
        }
      } else {
        operands.add(next);
      }
    }
    return operands.size() == call.getOperands().size()
        ? call
        : (RexCall) rex.makeCall(call.getType(), call.getOperator(), operands);
  }

  /**
   * A disjunction of equalities, or a conjunction of inequalities, with lists where an expression
   * is compared with several constants; any other call as it is.
   */
  static RexNode collect(RexCall call, RexBuilder rex) {
    boolean negated = call.getKind() == SqlKind.AND;
    if (!negated && call.getKind() != SqlKind.OR) {
      return call;
    }
    Map<Compared, List<Comparison>> lists = new LinkedHashMap<>();
    // Comparisons that belong to a list keep the place of the first one.
    List<Object> positions = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      Optional<Comparison> comparison = comparison(operand, negated);
      if (comparison.isEmpty()) {
        positions.add(operand);
      } else {
        Compared compared = comparison.get().compared();
        if (!lists.containsKey(compared)) {
          lists.put(compared, new ArrayList<>());
          positions.add(compared);
        }
        lists.get(compared).add(comparison.get());
      }
    }
    if (lists.values().stream().noneMatch(list -> list.size() > 1)) {
      return call;
    }
    List<RexNode> operands = new ArrayList<>();
    for (Object place : positions) {
      operands.add(
          place instanceof Compared compared
              ? list(compared, requireNonNull(lists.get(compared)), negated, rex)
              : (RexNode) place);
    }
    return operands.size() == 1
        ? operands.get(0)
        : rex.makeCall(call.getType(), call.getOperator(), operands);
  }

  private static RexNode list(
      Compared compared, List<Comparison> comparisons, boolean negated, RexBuilder rex) {
    if (comparisons.size() == 1) {
      return comparisons.get(0).original();
    }
    List<RexNode> operands = new ArrayList<>(compared.expressions());
    comparisons.forEach(comparison -> operands.addAll(comparison.values()));
    RelDataType type =
        rex.getTypeFactory()
            .createTypeWithNullability(
                rex.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN),
                operands.stream().anyMatch(operand -> operand.getType().isNullable()));
    return rex.makeCall(type, of(negated, compared.expressions().size()), operands);
  }

  /** Expressions that one list can be about: the store must find one type for all its values. */
  private record Compared(List<RexNode> expressions, List<SqlTypeName> types) {}

  /** An expression, or a row of them, that is compared with constants. */
  private record Comparison(Compared compared, List<RexNode> values, RexNode original) {}

  /** Rows are compared by conjunctions of equalities; of inequalities there are none of rows. */
  private static Optional<Comparison> comparison(RexNode node, boolean negated) {
    if (!negated && node.getKind() == SqlKind.AND) {
      return row((RexCall) node);
    }
    if (node.getKind() != (negated ? SqlKind.NOT_EQUALS : SqlKind.EQUALS)) {
      return Optional.empty();
    }
    List<RexNode> sides = ((RexCall) node).getOperands();
    int constant = isConstant(sides.get(1)) ? 1 : 0;
    RexNode value = sides.get(constant);
    RexNode expression = sides.get(1 - constant);
    boolean fits =
        isConstant(value) && !isConstant(expression) && RexUtil.isDeterministic(expression);
    return fits
        ? Optional.of(
            new Comparison(
                new Compared(List.of(expression), List.of(value.getType().getSqlTypeName())),
                List.of(value),
                node))
        : Optional.empty();
  }

  private static Optional<Comparison> row(RexCall equalities) {
    List<RexNode> expressions = new ArrayList<>();
    List<SqlTypeName> types = new ArrayList<>();
    List<RexNode> values = new ArrayList<>();
    for (RexNode equality : equalities.getOperands()) {
      Optional<Comparison> part =
          equality.getKind() == SqlKind.EQUALS ? comparison(equality, false) : Optional.empty();
      // A NULL has no type, which a store needs for a list of values used as a table.
      if (part.isEmpty() || RexUtil.isNullLiteral(part.get().values().get(0), true)) {
        return Optional.empty();
      }
      expressions.addAll(part.get().compared().expressions());
      types.addAll(part.get().compared().types());
      values.addAll(part.get().values());
    }
    return Optional.of(new Comparison(new Compared(expressions, types), values, equalities));
  }

  private static boolean isConstant(RexNode node) {
    return node instanceof RexLiteral
        || node instanceof RexDynamicParam
        || (node.getKind() == SqlKind.CAST && isConstant(((RexCall) node).getOperands().get(0)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InList list && list.width == width && list.getName().equals(getName());
  }

  @Override
  public int hashCode() {
    return 31 * getName().hashCode() + width;
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlWriter.Frame whole = writer.startList("(", ")");
    List<SqlNode> operands = call.getOperandList();
    expressions(writer, operands.subList(0, width));
    writer.keyword(getName());
    SqlWriter.Frame list = writer.startList("(", ")");
    if (width > 1) {
      // For a list of rows, PostgreSQL nests the comparisons as deep as the list is long, and H2
      // converts all values of a row to the type of the first.
      writer.keyword("VALUES");
    }
    for (int row = width; row < operands.size(); row += width) {
      writer.sep(",");
      expressions(writer, operands.subList(row, row + width));
    }
    writer.endList(list);
    writer.endList(whole);
  }

  private void expressions(SqlWriter writer, List<SqlNode> expressions) {
    if (width == 1) {
      expressions.get(0).unparse(writer, PRECEDENCE, PRECEDENCE);
      return;
    }
    SqlWriter.Frame row = writer.startList("(", ")");
    for (SqlNode expression : expressions) {
      writer.sep(",");
      expression.unparse(writer, 0, 0);
    }
    writer.endList(row);
  }
}
