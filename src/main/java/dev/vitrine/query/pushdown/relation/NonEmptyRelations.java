package dev.vitrine.query.pushdown.relation;

import dev.vitrine.catalog.Relation;
import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;

/** Finds the relations that have a row if a plan has one. */
public final class NonEmptyRelations {
  private NonEmptyRelations() {}

  /** Some of them; where it is not sure, none. */
  public static Set<Relation> of(RelNode node) {
    if (node instanceof TableScan scan) {
      return Recursion.isStep(scan)
          ? Set.of()
          : Set.of(scan.getTable().unwrapOrThrow(LogicalRelation.class).relation());
    }
    if (node instanceof Filter || node instanceof Project || node instanceof Sort) {
      return of(node.getInput(0));
    }
    // One row is counted of nothing.
    if (node instanceof Aggregate aggregate
        && aggregate.getGroupType() == Aggregate.Group.SIMPLE
        && !aggregate.getGroupSet().isEmpty()) {
      return of(aggregate.getInput());
    }
    if (node instanceof Join join && join.getJoinType() == JoinRelType.INNER) {
      Set<Relation> both = new HashSet<>(of(join.getLeft()));
      both.addAll(of(join.getRight()));
      return both;
    }
    if (node instanceof Join join && join.getJoinType() == JoinRelType.LEFT) {
      return of(join.getLeft());
    }
    return Set.of();
  }
}
