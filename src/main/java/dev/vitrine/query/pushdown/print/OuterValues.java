package dev.vitrine.query.pushdown.print;

import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Finds sub-queries that name columns of an outer query beside their own aggregate functions, not
 * below them. H2 (ExpressionColumn#getValue) would compute them with the values of the outer
 * query's last group.
 */
final class OuterValues extends RexShuttle {
  private final Set<CorrelationId> variables;

  /** Whether the expression is computed of groups. */
  private boolean grouped;

  private boolean found;

  private OuterValues(Set<CorrelationId> variables) {
    this.variables = variables;
  }

  /** Whether expressions of the node have such sub-queries. */
  static boolean besideAggregates(RelNode node) {
    OuterValues search = new OuterValues(node.getVariablesSet());
    if (!search.variables.isEmpty()) {
      node.accept(search);
    }
    return search.found;
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    visit(subQuery.rel);
    return super.visitSubQuery(subQuery);
  }

  private void visit(RelNode node) {
    boolean outer = grouped;
    grouped = outer || aggregates(node);
    node.accept(this);
    grouped = outer;
    node.getInputs().forEach(this::visit);
  }

  private static boolean aggregates(RelNode node) {
    return node.getInputs().stream()
        .anyMatch(input -> input instanceof Aggregate || aggregates(input));
  }

  @Override
  public RexNode visitFieldAccess(RexFieldAccess access) {
    found |=
        grouped
            && access.getReferenceExpr() instanceof RexCorrelVariable variable
            && variables.contains(variable.id);
    return super.visitFieldAccess(access);
  }
}
