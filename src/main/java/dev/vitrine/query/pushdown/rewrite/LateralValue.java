package dev.vitrine.query.pushdown.rewrite;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;

/**
 * A lateral join whose right side is one row at most, as scalar sub-queries, for a store that has
 * no LATERAL. Several columns of one row are taken only if that row is sure to be the same for
 * each, which rows of equal rank under ORDER BY … LIMIT 1 are not.
 */
public final class LateralValue {
  private LateralValue() {}

  public static boolean canInline(Correlate correlate) {
    RelNode right = correlate.getRight();
    return isSingle(right) || (isAtMostOne(right) && right.getRowType().getFieldCount() == 1);
  }

  static RelNode inline(Correlate correlate) {
    RexBuilder rex = correlate.getCluster().getRexBuilder();
    RelNode right = correlate.getRight();
    RelNode left = correlate.getLeft();
    CorrelationId id = correlate.getCorrelationId();
    if (correlate.getJoinType() == JoinRelType.INNER && !isExactlyOne(right)) {
      left = LogicalFilter.create(left, RexSubQuery.exists(right), ImmutableSet.of(id));
    }
    List<RexNode> columns = new ArrayList<>(rex.identityProjects(left.getRowType()));
    int width = right.getRowType().getFieldCount();
    for (int i = 0; i < width; i++) {
      RexSubQuery value = RexSubQuery.scalar(width == 1 ? right : column(right, i));
      int place = columns.size();
      // The type of the join, with its nullability.
      columns.add(
          value.clone(
              correlate.getRowType().getFieldList().get(place).getType(), value.getOperands()));
    }
    return LogicalProject.create(
        left, List.of(), columns, correlate.getRowType().getFieldNames(), Set.of(id));
  }

  private static RelNode column(RelNode row, int index) {
    RexBuilder rex = row.getCluster().getRexBuilder();
    if (row instanceof Project project) {
      return LogicalProject.create(
          project.getInput(),
          List.of(),
          List.of(project.getProjects().get(index)),
          List.of(row.getRowType().getFieldNames().get(index)),
          project.getVariablesSet());
    }
    return LogicalProject.create(
        row,
        List.of(),
        List.of(rex.makeInputRef(row, index)),
        List.of(row.getRowType().getFieldNames().get(index)),
        Set.of());
  }

  /** Whether it is an aggregation of all rows, filtered or not: the same row every time. */
  private static boolean isSingle(RelNode node) {
    if (node instanceof Project || node instanceof Filter) {
      return isSingle(node.getInput(0));
    }
    return node instanceof Aggregate aggregate
        && aggregate.getGroupSets().size() == 1
        && aggregate.getGroupSet().isEmpty();
  }

  private static boolean isExactlyOne(RelNode node) {
    return node instanceof Project
        ? isExactlyOne(node.getInput(0))
        : node instanceof Aggregate && isSingle(node);
  }

  private static boolean isAtMostOne(RelNode node) {
    if (node instanceof Project || node instanceof Filter) {
      return isAtMostOne(node.getInput(0));
    }
    return isSingle(node)
        || (node instanceof Sort sort
            && sort.fetch instanceof RexLiteral limit
            && RexLiteral.intValue(limit) <= 1);
  }
}
