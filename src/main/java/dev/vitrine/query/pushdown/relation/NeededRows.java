package dev.vitrine.query.pushdown.relation;

import dev.vitrine.query.plan.Binding.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Which rows of a node a plan needs: those where each of some columns is equal to one of a few
 * values. It may contain more rows than are needed, but never fewer.
 *
 * @param columns the values by the column's index; none of the sets is empty
 */
record NeededRows(Map<Integer, Set<Argument>> columns) {
  static final NeededRows ALL = new NeededRows(Map.of());

  NeededRows {
    columns = Map.copyOf(columns);
  }

  /** The values of a column; empty if rows with any value are needed. */
  Set<Argument> names(int column) {
    return columns.getOrDefault(column, Set.of());
  }

  /** The wanted values of the {@code count} columns from {@code first}, renumbered from 0. */
  NeededRows of(int first, int count) {
    Map<Integer, Set<Argument>> part = new LinkedHashMap<>();
    columns.forEach(
        (column, values) -> {
          if (column >= first && column < first + count) {
            part.put(column - first, values);
          }
        });
    return new NeededRows(part);
  }

  /** The same of columns that are elsewhere. */
  NeededRows moved(IntUnaryOperator place) {
    Map<Integer, Set<Argument>> moved = new LinkedHashMap<>();
    columns.forEach((column, values) -> moved.put(place.applyAsInt(column), values));
    return new NeededRows(moved);
  }

  /** These rows as far as a condition holds on them. */
  NeededRows where(RexNode condition) {
    Map<Integer, Set<Argument>> all = new LinkedHashMap<>(columns);
    values(condition).forEach(all::putIfAbsent);
    List<RexCall> equalities = new ArrayList<>();
    collectEqualities(condition, equalities);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (RexCall equality : equalities) {
        int one = ((RexInputRef) equality.getOperands().get(0)).getIndex();
        int other = ((RexInputRef) equality.getOperands().get(1)).getIndex();
        changed = copy(all, one, other) || copy(all, other, one) || changed;
      }
    }
    return new NeededRows(all);
  }

  private static boolean copy(Map<Integer, Set<Argument>> all, int from, int to) {
    return all.containsKey(from) && all.putIfAbsent(to, all.get(from)) == null;
  }

  private static void collectEqualities(RexNode condition, List<RexCall> found) {
    if (condition.getKind() == SqlKind.AND) {
      ((RexCall) condition).getOperands().forEach(operand -> collectEqualities(operand, found));
    } else if (condition.getKind() == SqlKind.EQUALS
        && ((RexCall) condition)
            .getOperands().stream()
                .allMatch(operand -> operand instanceof RexInputRef && isText(operand.getType()))) {
      found.add((RexCall) condition);
    }
  }

  private static Map<Integer, Set<Argument>> values(RexNode condition) {
    return switch (condition.getKind()) {
      case AND -> {
        Map<Integer, Set<Argument>> all = new LinkedHashMap<>();
        ((RexCall) condition)
            .getOperands()
            .forEach(operand -> values(operand).forEach(all::putIfAbsent));
        yield all;
      }
      case OR ->
          ((RexCall) condition)
              .getOperands().stream()
                  .map(NeededRows::values)
                  .reduce(NeededRows::either)
                  .orElse(Map.of());
      case EQUALS -> equal(((RexCall) condition).getOperands());
      default -> Map.of();
    };
  }

  private static Map<Integer, Set<Argument>> either(
      Map<Integer, Set<Argument>> one, Map<Integer, Set<Argument>> other) {
    Map<Integer, Set<Argument>> both = new LinkedHashMap<>();
    one.forEach(
        (column, values) -> {
          if (other.containsKey(column)) {
            Set<Argument> union = new LinkedHashSet<>(values);
            union.addAll(other.get(column));
            both.put(column, union);
          }
        });
    return both;
  }

  private static Map<Integer, Set<Argument>> equal(List<RexNode> operands) {
    int column = operands.get(0) instanceof RexInputRef ? 0 : 1;
    return operands.get(column) instanceof RexInputRef ref && isText(ref.getType())
        ? argument(operands.get(1 - column))
            .map(value -> Map.of(ref.getIndex(), Set.of(value)))
            .orElse(Map.of())
        : Map.of();
  }

  /** Empty if it is neither written in the query nor given with it. */
  static Optional<Argument> argument(RexNode value) {
    if (value instanceof RexDynamicParam parameter && isText(parameter.getType())) {
      return Optional.of(new Argument.Parameter(parameter.getIndex()));
    }
    if (value instanceof RexLiteral literal && isText(literal.getType())) {
      return Optional.ofNullable(literal.getValueAs(String.class)).map(Argument.Text::new);
    }
    // As in Parameters, which omits such a cast.
    return value.getKind() == SqlKind.CAST
            && ((RexCall) value).getOperands().get(0) instanceof RexDynamicParam inner
            && SqlTypeUtil.equalSansNullability(inner.getType(), value.getType())
        ? argument(inner)
        : Optional.empty();
  }

  private static boolean isText(RelDataType type) {
    return type.getSqlTypeName().getFamily() == SqlTypeFamily.CHARACTER;
  }
}
