package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.query.plan.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Casts what aggregates and set operations deliver to the types of the plan. */
final class AggregateTypes {
  private final Dialect dialect;

  AggregateTypes(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The same rows, in the types of the plan. */
  RelNode typed(RelNode node) {
    if (node instanceof Aggregate aggregate) {
      return aggregate(aggregate);
    }
    if (node instanceof SetOp operation) {
      return inputs(operation);
    }
    if (node instanceof Project outer
        && isPlain(outer)
        && outer.getInput() instanceof Project casts
        && isCasts(casts)) {
      return LogicalProject.create(
          casts.getInput(),
          outer.getHints(),
          RelOptUtil.pushPastProject(outer.getProjects(), casts),
          outer.getRowType().getFieldNames(),
          Set.of());
    }
    if (node instanceof Filter filter
        && RexUtil.SubQueryFinder.find(filter.getCondition()) == null
        && filter.getInput() instanceof Project casts
        && isCasts(casts)) {
      RelNode filtered =
          LogicalFilter.create(
              casts.getInput(), RelOptUtil.pushPastProject(filter.getCondition(), casts));
      return LogicalProject.create(
          filtered, List.of(), casts.getProjects(), casts.getRowType().getFieldNames(), Set.of());
    }
    return node;
  }

  private static boolean isPlain(Project project) {
    return project.getVariablesSet().isEmpty()
        && !project.containsOver()
        && project.getProjects().stream()
            .allMatch(expression -> RexUtil.SubQueryFinder.find(expression) == null);
  }

  private static boolean isCasts(Project project) {
    RelNode groups =
        project.getInput() instanceof Filter having ? having.getInput() : project.getInput();
    return groups instanceof Aggregate
        && project.getProjects().stream()
            .allMatch(
                expression ->
                    expression instanceof RexInputRef
                        || (expression.getKind() == SqlKind.CAST
                            && ((RexCall) expression).getOperands().get(0) instanceof RexInputRef));
  }

  private RelNode aggregate(Aggregate aggregate) {
    RexBuilder rex = aggregate.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < aggregate.getRowType().getFieldCount(); i++) {
      RexNode column = rex.makeInputRef(aggregate, i);
      if (i >= aggregate.getGroupCount()) {
        AggregateCall call = aggregate.getAggCallList().get(i - aggregate.getGroupCount());
        if (!isDelivered(call.getAggregation(), column.getType(), argument(aggregate, call))) {
          column = rex.makeAbstractCast(column.getType(), column, false);
        }
      }
      columns.add(column);
    }
    return projected(aggregate, columns);
  }

  /** The columns over the input, which stays as it is if nothing is computed. */
  private static RelNode projected(RelNode input, List<RexNode> columns) {
    return columns.stream().allMatch(RexInputRef.class::isInstance)
        ? input
        : LogicalProject.create(
            input, List.of(), columns, input.getRowType().getFieldNames(), Set.of());
  }

  private static RelDataType argument(Aggregate aggregate, AggregateCall call) {
    return call.getArgList().isEmpty()
        ? call.getType()
        : aggregate.getInput().getRowType().getFieldList().get(call.getArgList().get(0)).getType();
  }

  /** The window function, cast if the store delivers another type. */
  RexNode typed(RexOver over, RexBuilder rex) {
    if (over.getOperands().size() > 2) {
      return withDefault(over, rex);
    }
    RelDataType argument =
        over.getOperands().isEmpty() ? over.getType() : over.getOperands().get(0).getType();
    return isDelivered(over.getAggOperator(), over.getType(), argument)
        ? over
        : rex.makeAbstractCast(over.getType(), over, false);
  }

  /** LAG or LEAD: H2 converts the default to the type of the value. */
  private static RexNode withDefault(RexOver over, RexBuilder rex) {
    List<RexNode> operands = new ArrayList<>(over.getOperands());
    for (int i = 0; i < operands.size(); i += 2) {
      if (differ(operands.get(i).getType(), over.getType())) {
        operands.set(i, rex.makeAbstractCast(over.getType(), operands.get(i), false));
      }
    }
    RexWindow window = over.getWindow();
    return operands.equals(over.getOperands())
        ? over
        : rex.makeOver(
            over.getType(),
            over.getAggOperator(),
            operands,
            window.partitionKeys,
            window.orderKeys,
            window.getLowerBound(),
            window.getUpperBound(),
            window.isRows(),
            true,
            false,
            false,
            false);
  }

  private boolean isDelivered(SqlAggFunction function, RelDataType type, RelDataType argument) {
    if (!SqlTypeUtil.isNumeric(type)) {
      return true;
    }
    boolean approximate = SqlTypeUtil.isApproximateNumeric(argument);
    return switch (function.getKind()) {
      case COUNT,
          MIN,
          MAX,
          ANY_VALUE,
          ROW_NUMBER,
          RANK,
          DENSE_RANK,
          LAG,
          LEAD,
          FIRST_VALUE,
          LAST_VALUE,
          NTH_VALUE,
          BIT_AND,
          BIT_OR,
          GROUPING ->
          true;
      case SUM -> dialect == Dialect.POSTGRESQL || !approximate;
      case AVG, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP ->
          dialect == Dialect.POSTGRESQL && approximate;
      default -> false;
    };
  }

  /** Casts columns of the inputs that have another type than the result. */
  private static RelNode inputs(SetOp operation) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : operation.getInputs()) {
      inputs.add(input(input, operation.getRowType()));
    }
    return inputs.equals(operation.getInputs())
        ? operation
        : operation.copy(operation.getTraitSet(), inputs);
  }

  private static RelNode input(RelNode input, RelDataType result) {
    RexBuilder rex = input.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    for (RelDataTypeField field : result.getFieldList()) {
      RexNode column = rex.makeInputRef(input, field.getIndex());
      if (differ(column.getType(), field.getType())) {
        column =
            rex.makeAbstractCast(
                rex.getTypeFactory()
                    .createTypeWithNullability(field.getType(), column.getType().isNullable()),
                column,
                false);
      }
      columns.add(column);
    }
    return projected(input, columns);
  }

  /** Lengths of texts make no difference. */
  private static boolean differ(RelDataType from, RelDataType to) {
    if (from.getSqlTypeName() == SqlTypeName.NULL && SqlTypeUtil.inCharFamily(to)) {
      return true;
    }
    return !SqlTypeUtil.inCharFamily(to)
        && (from.getSqlTypeName() != to.getSqlTypeName() || from.getScale() != to.getScale());
  }
}
