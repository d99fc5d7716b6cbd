package dev.vitrine.query.pushdown.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Full joins by a left join and the rows of the right side that match nothing. */
final class FullJoin {
  private FullJoin() {}

  /**
   * Whether PostgreSQL would refuse the full join. It has full joins on equal columns only, and
   * replaces the columns of a sub-query by their constants first.
   */
  static boolean isUnknownToPostgresql(Join join) {
    if (join.getJoinType() != JoinRelType.FULL || !join.getVariablesSet().isEmpty()) {
      return false;
    }
    JoinInfo condition = join.analyzeCondition();
    return !condition.isEqui()
        || condition.leftKeys.stream().anyMatch(key -> isConstant(join.getLeft(), key))
        || condition.rightKeys.stream().anyMatch(key -> isConstant(join.getRight(), key));
  }

  /** Whether no column of a relation decides the value. */
  private static boolean isConstant(RelNode node, int column) {
    if (node instanceof Filter || node instanceof Sort) {
      return isConstant(node.getInput(0), column);
    }
    if (node instanceof Project project) {
      return RelOptUtil.InputFinder.bits(project.getProjects().get(column)).asList().stream()
          .allMatch(read -> isConstant(project.getInput(), read));
    }
    if (node instanceof Join join) {
      int width = join.getLeft().getRowType().getFieldCount();
      return column < width
          ? isConstant(join.getLeft(), column)
          : isConstant(join.getRight(), column - width);
    }
    return node instanceof Values;
  }

  /** The rows of a left join, and those of the right side that match nothing. */
  static RelNode emulated(Join join) {
    RelNode left = join.getLeft();
    RelNode right = join.getRight();
    RexBuilder rex = join.getCluster().getRexBuilder();
    int width = left.getRowType().getFieldCount();
    RelNode matched =
        LogicalJoin.create(left, right, List.of(), join.getCondition(), Set.of(), JoinRelType.LEFT);

    List<RexNode> marked = new ArrayList<>(rex.identityProjects(left.getRowType()));
    marked.add(rex.makeLiteral(true));
    List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
    names.add("$matched");
    RelNode outer =
        LogicalJoin.create(
            right,
            LogicalProject.create(left, List.of(), marked, names, Set.of()),
            List.of(),
            swapped(join, width),
            Set.of(),
            JoinRelType.LEFT);
    int rightWidth = right.getRowType().getFieldCount();
    RelNode unmatched =
        LogicalFilter.create(
            outer,
            rex.makeCall(SqlStdOperatorTable.IS_NULL, rex.makeInputRef(outer, rightWidth + width)));

    List<RexNode> columns = new ArrayList<>();
    for (RelDataTypeField field : left.getRowType().getFieldList()) {
      columns.add(rex.makeNullLiteral(field.getType()));
    }
    for (int i = 0; i < rightWidth; i++) {
      columns.add(rex.makeInputRef(unmatched, i));
    }
    return LogicalUnion.create(
        List.of(
            projected(matched, rex.identityProjects(matched.getRowType()), join),
            projected(unmatched, columns, join)),
        true);
  }

  private static RelNode projected(RelNode rows, List<? extends RexNode> columns, Join join) {
    return LogicalProject.create(
        rows, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
  }

  /** The condition of a join whose sides change positions. */
  private static RexNode swapped(Join join, int leftWidth) {
    int rightWidth = join.getRight().getRowType().getFieldCount();
    return join.getCondition()
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef reference) {
                int index = reference.getIndex();
                return new RexInputRef(
                    index < leftWidth ? index + rightWidth : index - leftWidth,
                    reference.getType());
              }
            });
  }
}
