package dev.vitrine.query.pushdown.function;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** Finds the expression that computes a column, through projections over projections. */
public final class ComputedColumn {
  private ComputedColumn() {}

  /** The expression, or a reference to a column of rows that are not a projection. */
  public static RexNode of(RelNode rows, int column) {
    if (!(rows instanceof Project project)) {
      return rows.getCluster().getRexBuilder().makeInputRef(rows, column);
    }
    RexNode expression = project.getProjects().get(column);
    return expression instanceof RexInputRef reference
        ? of(project.getInput(), reference.getIndex())
        : expression;
  }
}
