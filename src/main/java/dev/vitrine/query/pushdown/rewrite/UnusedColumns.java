package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.query.plan.Planning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Replaces the expressions of columns that no other part of the query reads by NULL. PostgreSQL
 * leaves most of them out, H2 computes them all; an expression that fails, such as {@code 1 / 0},
 * would make the query fail on one store only.
 */
public final class UnusedColumns {
  private final RexBuilder rex;

  /** The columns that sub-queries read of the rows around them. */
  private final Map<CorrelationId, ImmutableBitSet> correlated = new HashMap<>();

  private UnusedColumns(RexBuilder rex) {
    this.rex = rex;
  }

  /** A plan with the same rows and types. */
  public static RelNode of(RelNode plan) {
    UnusedColumns columns = new UnusedColumns(plan.getCluster().getRexBuilder());
    columns.collect(plan);
    return columns.read(plan, all(plan));
  }

  private static ImmutableBitSet all(RelNode node) {
    return ImmutableBitSet.range(node.getRowType().getFieldCount());
  }

  private void collect(RelNode node) {
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            if (access.getReferenceExpr() instanceof RexCorrelVariable row) {
              correlated.merge(
                  row.id, ImmutableBitSet.of(access.getField().getIndex()), ImmutableBitSet::union);
            }
            return access;
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            collect(subQuery.rel);
            return super.visitSubQuery(subQuery);
          }
        });
    node.getInputs().forEach(this::collect);
  }

  private ImmutableBitSet correlated(Set<CorrelationId> variables) {
    ImmutableBitSet columns = ImmutableBitSet.of();
    for (CorrelationId variable : variables) {
      columns = columns.union(correlated.getOrDefault(variable, ImmutableBitSet.of()));
    }
    return columns;
  }

  private RelNode read(RelNode node, ImmutableBitSet used) {
    Planning.step();
    RelNode applied = node instanceof Project project ? project(project, used) : node;
    List<RelNode> inputs = new ArrayList<>();
    for (int i = 0; i < node.getInputs().size(); i++) {
      inputs.add(read(node.getInput(i), used(applied, i, used)));
    }
    RelNode copied =
        inputs.equals(applied.getInputs()) ? applied : applied.copy(node.getTraitSet(), inputs);
    return copied.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery operands = (RexSubQuery) super.visitSubQuery(subQuery);
            boolean rows = subQuery.getKind() == SqlKind.EXISTS;
            ImmutableBitSet columns = rows ? ImmutableBitSet.of() : all(operands.rel);
            return operands.clone(read(operands.rel, columns));
          }
        });
  }

  private Project project(Project project, ImmutableBitSet used) {
    List<RexNode> expressions = new ArrayList<>();
    for (int i = 0; i < project.getProjects().size(); i++) {
      RexNode expression = project.getProjects().get(i);
      expressions.add(
          used.get(i) || !(expression instanceof RexCall)
              ? expression
              : nothing(expression.getType()));
    }
    return expressions.equals(project.getProjects())
        ? project
        : LogicalProject.create(
            project.getInput(),
            project.getHints(),
            expressions,
            project.getRowType(),
            project.getVariablesSet());
  }

  /** NULL with exactly this type, even if the type does not include NULL. */
  private RexNode nothing(RelDataType type) {
    RexNode none = rex.makeNullLiteral(rex.getTypeFactory().createTypeWithNullability(type, true));
    return type.isNullable() ? none : rex.makeAbstractCast(type, none, false);
  }

  /** The columns of an input that the node needs to deliver the columns {@code used}. */
  private ImmutableBitSet used(RelNode node, int input, ImmutableBitSet used) {
    ImmutableBitSet all = all(node.getInput(input));
    if (node instanceof Project project) {
      ImmutableBitSet columns = correlated(project.getVariablesSet());
      for (int i = 0; i < project.getProjects().size(); i++) {
        if (used.get(i)) {
          columns = columns.union(references(project.getProjects().get(i)));
        }
      }
      return columns;
    }
    if (node instanceof Filter filter) {
      return used.union(references(filter.getCondition()))
          .union(correlated(filter.getVariablesSet()));
    }
    if (node instanceof Sort sort) {
      return used.union(ImmutableBitSet.of(sort.getCollation().getKeys()));
    }
    if (node instanceof Join join && join.getVariablesSet().isEmpty()) {
      return side(join, input, used.union(references(join.getCondition())));
    }
    if (node instanceof Correlate correlate) {
      return side(correlate, input, used.union(correlate.getRequiredColumns()));
    }
    if (node instanceof Aggregate aggregate) {
      return arguments(aggregate, used);
    }
    return node instanceof Union union && union.all ? used : all;
  }

  private static ImmutableBitSet side(RelNode join, int input, ImmutableBitSet used) {
    int width = join.getInput(0).getRowType().getFieldCount();
    int total = width + join.getInput(1).getRowType().getFieldCount();
    return input == 0
        ? used.intersect(ImmutableBitSet.range(width))
        : used.intersect(ImmutableBitSet.range(width, total)).shift(-width);
  }

  private static ImmutableBitSet arguments(Aggregate aggregate, ImmutableBitSet used) {
    ImmutableBitSet columns = aggregate.getGroupSet();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      if (used.get(aggregate.getGroupCount() + i)) {
        AggregateCall call = aggregate.getAggCallList().get(i);
        columns = columns.union(ImmutableBitSet.of(call.getArgList()));
        for (RelFieldCollation key : call.getCollation().getFieldCollations()) {
          columns = columns.set(key.getFieldIndex());
        }
        if (call.hasFilter()) {
          columns = columns.set(call.filterArg);
        }
        if (call.distinctKeys != null) {
          columns = columns.union(call.distinctKeys);
        }
      }
    }
    return columns;
  }

  private static ImmutableBitSet references(RexNode expression) {
    return RelOptUtil.InputFinder.bits(expression);
  }
}
