package dev.vitrine.query.pushdown.verify;

import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.QueryRefusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Checks that sub-queries name columns of the rows that their outer query has. In a sub-query of a
 * sub-query of a grouped query, Calcite names the columns by their numbers before the grouping,
 * which are other columns, or none, of the groups.
 */
public final class OuterRows extends RexShuttle {
  private final Map<CorrelationId, RelDataType> rows = new HashMap<>();

  private OuterRows() {}

  /**
   * Checks a whole plan.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE
   */
  public static void check(RelNode plan) {
    new OuterRows().visit(plan);
  }

  private void visit(RelNode node) {
    // The rows of joins are never those of a grouping.
    if (node.getInputs().size() == 1) {
      RelDataType row = node.getInput(0).getRowType();
      node.getVariablesSet().forEach(variable -> rows.put(variable, row));
    }
    node.accept(this);
    node.getInputs().forEach(this::visit);
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    visit(subQuery.rel);
    return super.visitSubQuery(subQuery);
  }

  @Override
  public RexNode visitFieldAccess(RexFieldAccess access) {
    if (access.getReferenceExpr() instanceof RexCorrelVariable variable) {
      RelDataType row = rows.get(variable.id);
      if (row != null && !isRow(variable.getType(), row)) {
        throw QueryRefusal.of(
                "A column of a grouped query, in a sub-query of one of its sub-queries,")
            .withHint("Group in a query of its own: SELECT … FROM (SELECT … GROUP BY …) AS g.");
      }
    }
    return super.visitFieldAccess(access);
  }

  /** Whether columns have the same numbers in both; a table can have given them other names. */
  private static boolean isRow(RelDataType named, RelDataType row) {
    List<String> names = row.getFieldNames();
    return RelOptUtil.areRowTypesEqual(named, row, false)
        && named.getFieldList().stream()
            .allMatch(
                field ->
                    names.get(field.getIndex()).equals(field.getName())
                        || !names.contains(field.getName()));
  }
}
