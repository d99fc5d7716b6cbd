package dev.vitrine.query.pushdown.verify;

import dev.vitrine.catalog.Relation;
import dev.vitrine.query.plan.QueryLimits;
import dev.vitrine.query.pushdown.relation.LogicalRelation;
import dev.vitrine.query.pushdown.relation.Recursion;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * Counts how often a store evaluates, and keeps in memory, each expression of a plan. PostgreSQL
 * merges a query in FROM into the outer one by copying its expressions to each place that names
 * them: {@code SELECT x + x AS x FROM (SELECT x + x AS x FROM (…))} doubles with each level. It
 * does the same with the columns of the secured relations, some of which are computed by
 * sub-queries. H2 does not, but the same queries are refused on both.
 */
public final class ExpressionCopies extends RexVisitorImpl<Void> {
  /** PostgreSQL's planner takes megabytes for each further relation that has indexes. */
  private static final int FEW_SCANS = 12;

  /** References to columns in the whole query. */
  private static final int FEW_REFERENCES = 1_000;

  /** For a column computed by sub-queries, PostgreSQL uses some 300 kB for each copy. */
  private static final int FEW_COPIES = 8;

  private final Map<Relation, Map<String, Long>> columns = new HashMap<>();

  /** The array to count in for each correlation variable that is in scope. */
  private final Map<CorrelationId, long[]> outer = new HashMap<>();

  private long expressions;
  private long references;
  private long scans;

  /** Number of evaluations of the visited expression. */
  private long copies;

  /** Number of evaluations of each input column of the visited expression. */
  private long[] input = {};

  private ExpressionCopies() {
    super(true);
  }

  /**
   * The copies of the columns of each relation.
   *
   * @throws dev.vitrine.error.VitrineException STATEMENT_TOO_COMPLEX when there are too many
   */
  public static ExpressionCopies of(RelNode plan) {
    ExpressionCopies copies = new ExpressionCopies();
    copies.visit(plan, each(plan, 1), 1);
    return copies;
  }

  /**
   * Whether relations, or their columns, are named so often that the store must compute each
   * relation once and not for each place.
   */
  public boolean many() {
    return scans > FEW_SCANS || references > FEW_REFERENCES;
  }

  /** The columns of each relation that are named more than {@link #FEW_COPIES} times. */
  public Map<Relation, Set<String>> repeated() {
    Map<Relation, Set<String>> repeated = new HashMap<>();
    columns.forEach(
        (relation, counts) ->
            counts.forEach(
                (column, count) -> {
                  if (count > FEW_COPIES) {
                    repeated.computeIfAbsent(relation, key -> new HashSet<>()).add(column);
                  }
                }));
    return repeated;
  }

  private static long[] each(RelNode node, long count) {
    long[] counts = new long[node.getRowType().getFieldCount()];
    Arrays.fill(counts, count);
    return counts;
  }

  /**
   * Counts a node and its descendants.
   *
   * @param named how often each of its columns is evaluated
   * @param times how often the node is copied
   */
  private void visit(RelNode node, long[] named, long times) {
    if (node instanceof TableScan scan) {
      scan(scan, named, times);
    } else if (node instanceof Filter filter) {
      long[] below = named.clone();
      enter(node, below);
      count(List.of(filter.getCondition()), times, below);
      visit(filter.getInput(), below, times);
    } else if (node instanceof Project project) {
      project(project, named, times);
    } else if (node instanceof Join join) {
      long[] below = named.clone();
      enter(node, below);
      count(List.of(join.getCondition()), times, below);
      int left = join.getLeft().getRowType().getFieldCount();
      visit(join.getLeft(), Arrays.copyOf(below, left), times);
      visit(join.getRight(), Arrays.copyOfRange(below, left, below.length), times);
    } else if (node instanceof Correlate correlate) {
      int left = correlate.getLeft().getRowType().getFieldCount();
      long[] below = Arrays.copyOf(named, left);
      outer.put(correlate.getCorrelationId(), below);
      visit(correlate.getRight(), Arrays.copyOfRange(named, left, named.length), times);
      visit(correlate.getLeft(), below, times);
    } else if (node instanceof Aggregate aggregate) {
      aggregate(aggregate, times);
    } else if (node instanceof Sort sort) {
      sort(sort, named, times);
    } else if (node instanceof SetOp) {
      node.getInputs().forEach(part -> visit(part, named, times));
    } else {
      node.getInputs().forEach(part -> visit(part, each(part, times), times));
    }
  }

  private void enter(RelNode node, long[] below) {
    node.getVariablesSet().forEach(variable -> outer.put(variable, below));
  }

  private void scan(TableScan scan, long[] named, long times) {
    scans += times;
    if (scans > QueryLimits.RELATIONS) {
      throw QueryLimits.tooManyRelations();
    }
    if (Recursion.isStep(scan)) {
      return;
    }
    Relation relation = scan.getTable().unwrapOrThrow(LogicalRelation.class).relation();
    Map<String, Long> counts = columns.computeIfAbsent(relation, key -> new HashMap<>());
    for (int i = 0; i < named.length; i++) {
      references += named[i];
      counts.merge(scan.getRowType().getFieldNames().get(i), named[i], Long::sum);
    }
  }

  /** Window functions are evaluated once, in a query of their own. */
  private void project(Project project, long[] named, long times) {
    long[] below = each(project.getInput(), 0);
    enter(project, below);
    for (int i = 0; i < named.length; i++) {
      count(
          List.of(project.getProjects().get(i)), project.containsOver() ? times : named[i], below);
    }
    visit(project.getInput(), below, times);
  }

  private void aggregate(Aggregate aggregate, long times) {
    long[] below = each(aggregate.getInput(), 0);
    aggregate.getGroupSet().forEach(key -> below[key] += times);
    for (AggregateCall call : aggregate.getAggCallList()) {
      call.getArgList().forEach(argument -> below[argument] += times);
      if (call.filterArg >= 0) {
        below[call.filterArg] += times;
      }
      add(times);
    }
    visit(aggregate.getInput(), below, times);
  }

  /** A query with a LIMIT is not merged into the outer one. */
  private void sort(Sort sort, long[] named, long times) {
    long[] below =
        sort.fetch == null && sort.offset == null ? named.clone() : each(sort.getInput(), times);
    sort.getCollation().getKeys().forEach(key -> below[key] += times);
    visit(sort.getInput(), below, times);
  }

  private void count(List<RexNode> nodes, long times, long[] below) {
    long[] outerInput = input;
    long outerCopies = copies;
    input = below;
    copies = times;
    nodes.forEach(node -> node.accept(this));
    input = outerInput;
    copies = outerCopies;
  }

  private void add(long count) {
    expressions += count;
    if (expressions > QueryLimits.EXPRESSIONS) {
      throw QueryLimits.tooManyExpressions();
    }
  }

  @Override
  public Void visitInputRef(RexInputRef reference) {
    add(copies);
    input[reference.getIndex()] += copies;
    return null;
  }

  @Override
  public Void visitLiteral(RexLiteral literal) {
    add(copies);
    return null;
  }

  @Override
  public Void visitDynamicParam(RexDynamicParam parameter) {
    add(copies);
    return null;
  }

  @Override
  public Void visitCall(RexCall call) {
    add(copies);
    return super.visitCall(call);
  }

  @Override
  public Void visitFieldAccess(RexFieldAccess access) {
    add(copies);
    if (access.getReferenceExpr() instanceof RexCorrelVariable variable) {
      long[] counts = outer.get(variable.id);
      if (counts != null) {
        counts[access.getField().getIndex()] += copies;
      }
    }
    return null;
  }

  @Override
  public Void visitSubQuery(RexSubQuery subQuery) {
    long times = copies;
    add(times);
    visit(subQuery.rel, each(subQuery.rel, times), times);
    return super.visitSubQuery(subQuery);
  }
}
