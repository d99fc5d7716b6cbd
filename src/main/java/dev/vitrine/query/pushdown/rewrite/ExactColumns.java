package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.query.pushdown.function.Clock;
import dev.vitrine.query.pushdown.function.TypedParameter;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The columns that a store delivers in the type of the plan. Columns of relations are; computed
 * columns (AVG, SUM, EXTRACT and others) often are not, and are cast.
 */
public final class ExactColumns {
  private ExactColumns() {}

  public static boolean contains(RelNode node, int column) {
    SqlTypeName type = node.getRowType().getFieldList().get(column).getType().getSqlTypeName();
    if (type == SqlTypeName.VARCHAR || type == SqlTypeName.BOOLEAN) {
      return true;
    }
    if (node instanceof Values) {
      return type == SqlTypeName.CHAR || type == SqlTypeName.INTEGER;
    }
    if (node instanceof TableScan || node instanceof RepeatUnion) {
      return true;
    }
    if (node instanceof Filter || node instanceof Sort) {
      return contains(node.getInput(0), column);
    }
    if (node instanceof Project project) {
      return exact(project.getProjects().get(column), project.getInput());
    }
    if (node instanceof Aggregate aggregate) {
      return exact(aggregate, column);
    }
    if (node instanceof SetOp) {
      return node.getInputs().stream().allMatch(input -> contains(input, column));
    }
    if (node instanceof Join || node instanceof Correlate) {
      int left = node.getInput(0).getRowType().getFieldCount();
      return column < left
          ? contains(node.getInput(0), column)
          : contains(node.getInput(1), column - left);
    }
    return false;
  }

  private static boolean exact(RexNode expression, RelNode input) {
    if (expression instanceof RexInputRef reference) {
      return contains(input, reference.getIndex());
    }
    if (expression instanceof RexLiteral literal && !literal.isNull()) {
      SqlTypeName type = literal.getType().getSqlTypeName();
      return type == SqlTypeName.CHAR || type == SqlTypeName.INTEGER;
    }
    if (expression instanceof RexCall call
        && (call.getOperator() instanceof Clock || call.getKind() == SqlKind.EXTRACT)) {
      return true;
    }
    return expression instanceof RexCall call
        && (call.getKind() == SqlKind.CAST || call.getOperator() instanceof TypedParameter)
        && switch (call.getType().getSqlTypeName()) {
          case INTEGER, BIGINT, DOUBLE, DATE -> true;
          case DECIMAL, TIMESTAMP -> call.getKind() == SqlKind.CAST;
          default -> false;
        };
  }

  private static boolean exact(Aggregate aggregate, int column) {
    if (column < aggregate.getGroupCount()) {
      return contains(aggregate.getInput(), aggregate.getGroupSet().nth(column));
    }
    AggregateCall call = aggregate.getAggCallList().get(column - aggregate.getGroupCount());
    return switch (call.getAggregation().getKind()) {
      case COUNT -> true;
      case MIN, MAX -> contains(aggregate.getInput(), call.getArgList().get(0));
      default -> false;
    };
  }
}
