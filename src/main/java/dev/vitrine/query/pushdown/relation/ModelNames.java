package dev.vitrine.query.pushdown.relation;

import dev.vitrine.catalog.Relation;
import dev.vitrine.query.plan.Binding.Argument;
import dev.vitrine.query.plan.NamedModels;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * Finds the relations of which a plan needs the rows of a few named models only. It descends the
 * plan with the {@link NeededRows} rows of each node. In doubt it wants all rows, because a row
 * that is wrongly left out would be missing from the result.
 */
public final class ModelNames extends RexShuttle {
  private static final String KEY = "full_name";

  /** A longer list makes looking from the names no better than looking from the rights. */
  private static final int MOST = 10;

  private final Map<Relation, Set<Argument>> named = new LinkedHashMap<>();
  private final Set<Relation> open = new HashSet<>();

  private ModelNames() {}

  public static NamedModels in(RelNode plan) {
    ModelNames names = new ModelNames();
    names.visit(plan, NeededRows.ALL);
    names.named.keySet().removeAll(names.open);
    Set<Argument> all =
        names.named.values().stream()
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return all.size() > MOST
        ? NamedModels.NONE
        : new NamedModels(names.named.keySet(), List.copyOf(all));
  }

  private void visit(RelNode node, NeededRows wanted) {
    node.accept(this);
    if (node instanceof TableScan scan) {
      // The intermediate result of a recursion is not a relation.
      if (!Recursion.isStep(scan)) {
        scan(scan, wanted);
      }
    } else if (node instanceof Filter filter && !filter.containsOver()) {
      visit(filter.getInput(), wanted.where(condition(filter, filter.getCondition())));
    } else if (node instanceof Project project && !project.containsOver()) {
      visit(project.getInput(), below(project, wanted));
    } else if (node instanceof Join join) {
      join(join, wanted);
    } else if (node instanceof Correlate correlate) {
      visit(correlate.getLeft(), wanted.of(0, columns(correlate.getLeft())));
      visit(correlate.getRight(), NeededRows.ALL);
    } else if (node instanceof Aggregate aggregate
        && aggregate.getGroupType() == Aggregate.Group.SIMPLE) {
      List<Integer> keys = aggregate.getGroupSet().asList();
      visit(aggregate.getInput(), wanted.of(0, keys.size()).moved(keys::get));
    } else if (node instanceof SetOp
        || (node instanceof Sort sort && sort.fetch == null && sort.offset == null)) {
      node.getInputs().forEach(input -> visit(input, wanted));
    } else {
      // Its result for one input row depends on the other rows.
      node.getInputs().forEach(input -> visit(input, NeededRows.ALL));
    }
  }

  private void scan(TableScan scan, NeededRows wanted) {
    Relation relation = scan.getTable().unwrapOrThrow(LogicalRelation.class).relation();
    Set<Argument> names = wanted.names(scan.getRowType().getFieldNames().indexOf(KEY));
    if (names.isEmpty()) {
      open.add(relation);
    } else {
      named.computeIfAbsent(relation, key -> new LinkedHashSet<>()).addAll(names);
    }
  }

  private static NeededRows below(Project project, NeededRows wanted) {
    Map<Integer, Set<Argument>> names = new LinkedHashMap<>();
    for (int i = 0; i < project.getProjects().size(); i++) {
      Set<Argument> ofColumn = wanted.names(i);
      if (project.getProjects().get(i) instanceof RexInputRef column && !ofColumn.isEmpty()) {
        names.put(column.getIndex(), ofColumn);
      }
    }
    return new NeededRows(names);
  }

  /**
   * An outer join shows rows of its outer side whether or not the condition holds, but looks at
   * none of the inner side that are not of a row it shows.
   */
  private void join(Join join, NeededRows wanted) {
    int left = columns(join.getLeft());
    int right = columns(join.getRight());
    boolean inner = join.getJoinType() == JoinRelType.INNER;
    boolean outer = join.getJoinType() == JoinRelType.LEFT;
    NeededRows shown = inner ? wanted : outer ? wanted.of(0, left) : NeededRows.ALL;
    NeededRows joined =
        inner || outer ? shown.where(condition(join, join.getCondition())) : NeededRows.ALL;
    visit(join.getLeft(), (inner ? joined : shown).of(0, left));
    visit(join.getRight(), joined.of(left, right));
  }

  /** The sub-queries of a node are asked for rows of their own. */
  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    visit(subQuery.rel, NeededRows.ALL);
    return super.visitSubQuery(subQuery);
  }

  private static int columns(RelNode node) {
    return node.getRowType().getFieldCount();
  }

  private static RexNode condition(RelNode node, RexNode condition) {
    return RexUtil.expandSearch(node.getCluster().getRexBuilder(), null, condition);
  }
}
