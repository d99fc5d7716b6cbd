package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.catalog.DataType;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.pushdown.function.ConstantArguments;
import dev.vitrine.query.pushdown.function.SessionFunction;
import dev.vitrine.query.pushdown.function.TypedParameter;
import dev.vitrine.query.pushdown.type.DeliveredTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Util;

/**
 * Makes a plan printable: parameters with types that the store can see, constants in aggregates.
 */
public final class Parameters extends RexShuttle {
  private final RexBuilder rexBuilder;

  private Parameters(RexBuilder rexBuilder) {
    this.rexBuilder = rexBuilder;
  }

  /** The plan with typed parameters, in sub-queries too. */
  public static RelNode typed(RelNode plan) {
    return new Parameters(plan.getCluster().getRexBuilder()).apply(plan);
  }

  private RelNode apply(RelNode plan) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            RelNode copy = super.visit(node);
            if (copy instanceof Aggregate aggregate) {
              return ConstantArguments.inline(aggregate);
            }
            if (copy instanceof Filter filter) {
              return joinNamed(ownQuery(filter)).accept(Parameters.this);
            }
            if (copy instanceof Project) {
              return joinNamed(copy).accept(Parameters.this);
            }
            // LIMIT and OFFSET take a bare marker in both stores.
            return copy instanceof Sort ? copy : copy.accept(Parameters.this);
          }
        });
  }

  /**
   * A filter of groups with sub-queries that refer to the groups' columns cannot be printed as
   * HAVING: those columns need a named query.
   */
  private static Filter ownQuery(Filter filter) {
    if (filter.getVariablesSet().isEmpty() || !(filter.getInput() instanceof Aggregate groups)) {
      return filter;
    }
    RelNode named =
        LogicalProject.create(
            groups,
            List.of(),
            filter.getCluster().getRexBuilder().identityProjects(groups.getRowType()),
            groups.getRowType().getFieldNames(),
            Set.of());
    return filter.copy(filter.getTraitSet(), named, filter.getCondition());
  }

  /**
   * Sub-queries that name columns of a join need a query with a name around it: Calcite prints the
   * name of one that is not there. The columns get other names than they have in the join, because
   * it would be printed as a star, in which those of both sides are called the same.
   */
  private static RelNode joinNamed(RelNode node) {
    RelNode input = node.getInput(0);
    if (node.getVariablesSet().isEmpty() || !isJoin(input)) {
      return node;
    }
    List<String> names = new ArrayList<>();
    for (String name : input.getRowType().getFieldNames()) {
      names.add(name + "$" + names.size());
    }
    RelNode named =
        LogicalProject.create(
            input,
            List.of(),
            node.getCluster().getRexBuilder().identityProjects(input.getRowType()),
            names,
            Set.of());
    return node.copy(node.getTraitSet(), List.of(named));
  }

  private static boolean isJoin(RelNode node) {
    return node instanceof Filter
        ? node.getVariablesSet().isEmpty() && isJoin(node.getInput(0))
        : node instanceof Join || node instanceof Correlate;
  }

  @Override
  public RexNode visitDynamicParam(RexDynamicParam parameter) {
    return typed(parameter, parameter.getType());
  }

  /** Drops casts that change nothing but nullability: to a length, they would cut the value. */
  @Override
  public RexNode visitCall(RexCall call) {
    if (call.getKind() == SqlKind.CAST
        && call.getOperands().get(0) instanceof RexDynamicParam parameter
        && SqlTypeUtil.equalSansNullability(parameter.getType(), call.getType())) {
      return typed(parameter, call.getType());
    }
    return super.visitCall(call);
  }

  private RexNode typed(RexDynamicParam parameter, RelDataType as) {
    DataType type =
        DeliveredTypes.of(parameter.getType())
            .orElseThrow(() -> QueryRefusal.of("A parameter of type " + parameter.getType()));
    return rexBuilder.makeCall(as, TypedParameter.of(type), List.of(parameter));
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    RexSubQuery operandsTyped = (RexSubQuery) super.visitSubQuery(subQuery);
    return operandsTyped.clone(apply(operandsTyped.rel));
  }

  /** Whether an expression holds a parameter, the session's values included. */
  public static boolean usedIn(RexNode expression) {
    try {
      expression.accept(
          new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitCall(RexCall call) {
              if (call.getOperator() instanceof SessionFunction
                  || call.getOperator() instanceof TypedParameter) {
                throw Util.FoundOne.NULL;
              }
              return super.visitCall(call);
            }
          });
      return false;
    } catch (Util.FoundOne found) {
      return true;
    }
  }
}
