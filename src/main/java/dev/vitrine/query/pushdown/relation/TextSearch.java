package dev.vitrine.query.pushdown.relation;

import dev.vitrine.catalog.Relation;
import dev.vitrine.query.plan.Binding.Argument;
import dev.vitrine.query.plan.NamedModels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/**
 * Finds the texts for which a plan searches the models: it reads search_texts once, where the
 * aliases contain one text or the other texts another. So the store can look for models with these
 * texts before it decides which of all models the user sees.
 */
public final class TextSearch extends RexShuttle {
  private NamedModels texts = NamedModels.NONE;
  private int scans;

  private TextSearch() {}

  /** {@link NamedModels#NONE} if there are none. */
  public static NamedModels in(RelNode plan) {
    TextSearch search = new TextSearch();
    search.visit(plan, List.of());
    return search.scans == 1 ? search.texts : NamedModels.NONE;
  }

  /**
   * @param needed conditions that hold on the rows of the node that are needed
   */
  private void visit(RelNode node, List<RexNode> needed) {
    node.accept(this);
    if (node instanceof TableScan scan) {
      if (isSearched(scan)) {
        scans++;
        texts = texts(scan, needed);
      }
    } else {
      List<RexNode> ofInput =
          node instanceof Filter filter && !filter.containsOver()
              ? RelOptUtil.conjunctions(filter.getCondition())
              : List.of();
      node.getInputs().forEach(input -> visit(input, ofInput));
    }
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    visit(subQuery.rel, List.of());
    return super.visitSubQuery(subQuery);
  }

  private static boolean isSearched(TableScan scan) {
    if (Recursion.isStep(scan)) {
      return false;
    }
    Relation relation = scan.getTable().unwrapOrThrow(LogicalRelation.class).relation();
    return relation.isPresent() && relation.fullName().equals("system.registry.search_texts");
  }

  private static NamedModels texts(TableScan scan, List<RexNode> conditions) {
    for (RexNode condition : conditions) {
      Map<String, Argument> contained = new HashMap<>();
      List<RexNode> either = RelOptUtil.disjunctions(condition);
      either.forEach(search -> collect(scan, search, contained));
      Argument alias = contained.get("alias_texts");
      Argument other = contained.get("texts");
      if (either.size() == 2 && alias != null && other != null) {
        return NamedModels.ofTexts(alias, other);
      }
    }
    return NamedModels.NONE;
  }

  /** {@code POSITION(text IN column) > 0}. */
  private static void collect(TableScan scan, RexNode condition, Map<String, Argument> contained) {
    if (condition.getKind() == SqlKind.GREATER_THAN
        && ((RexCall) condition).getOperands().get(0) instanceof RexCall position
        && ((RexCall) condition).getOperands().get(1) instanceof RexLiteral least
        && position.getKind() == SqlKind.POSITION
        && position.getOperands().size() == 2
        && position.getOperands().get(1) instanceof RexInputRef column
        && RexLiteral.intValue(least) == 0) {
      String name = scan.getRowType().getFieldNames().get(column.getIndex());
      NeededRows.argument(position.getOperands().get(0))
          .ifPresent(text -> contained.put(name, text));
    }
  }
}
