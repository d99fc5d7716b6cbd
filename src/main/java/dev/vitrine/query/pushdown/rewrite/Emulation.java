package dev.vitrine.query.pushdown.rewrite;

import com.google.common.collect.ImmutableList;
import dev.vitrine.query.plan.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Emulates features that a store does not have: full joins, grouping sets, EXCEPT ALL, INTERSECT
 * ALL and single values of lateral joins on H2; counts of distinct rows on both.
 */
public final class Emulation extends RexShuttle {
  private final Dialect dialect;
  private final StoreArguments arguments;
  private final TextGrowth growth;
  private final StoreValues values;
  private final AggregateTypes aggregates;
  private final TextConversion conversion;
  private final FiniteValues finite;
  private final DeferredConstants deferred;
  private final RexBuilder rex;

  /**
   * Whether the expression is a value; conditions of filters and joins, and their parts, are not.
   */
  private boolean value;

  /** Whether constants of the call are compared, so that their types make no difference. */
  private boolean compared;

  /** Whether the call is a window function, in which PostgreSQL takes no text without a type. */
  private boolean polymorphic;

  /** The nodes whose columns the expression names. */
  private List<RelNode> inputs = List.of();

  /** Calls of || that are part of a longer chain, which is checked as a whole. */
  private boolean inChain;

  private Emulation(Dialect dialect, RexBuilder rex) {
    this.dialect = dialect;
    this.rex = rex;
    this.arguments = new StoreArguments(dialect, rex);
    this.growth = new TextGrowth(rex);
    this.values = new StoreValues(rex);
    this.aggregates = new AggregateTypes(dialect);
    this.conversion = new TextConversion(dialect, rex);
    this.finite = new FiniteValues(rex);
    this.deferred = new DeferredConstants(dialect, rex);
  }

  /** An equivalent plan that the store can run, in sub-queries too. */
  public static RelNode of(RelNode plan, Dialect dialect) {
    return new Emulation(dialect, plan.getCluster().getRexBuilder()).apply(plan);
  }

  private RelNode apply(RelNode plan) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode node) {
            RelNode visited = super.visit(node);
            boolean outer = value;
            List<RelNode> outerInputs = inputs;
            value = node instanceof Project;
            inputs = visited.getInputs();
            RelNode expressions = decided(visited).accept(Emulation.this);
            value = outer;
            inputs = outerInputs;
            return emulated(expressions);
          }
        });
  }

  /** A condition that is NULL selects no rows; Calcite does not accept it with a type. */
  private RelNode decided(RelNode node) {
    RexNode never = rex.makeLiteral(false);
    if (node instanceof Filter filter && RexUtil.isNullLiteral(filter.getCondition(), true)) {
      return filter.copy(filter.getTraitSet(), filter.getInput(), never);
    }
    if (node instanceof Join join && RexUtil.isNullLiteral(join.getCondition(), true)) {
      return join.copy(
          join.getTraitSet(),
          never,
          join.getLeft(),
          join.getRight(),
          join.getJoinType(),
          join.isSemiJoinDone());
    }
    return node;
  }

  @Override
  public RexNode visitCall(RexCall written) {
    RexCall call = deferred.behindConditions(values.known(written));
    boolean around = inChain;
    boolean part = around && TextGrowth.isJoin(call);
    inChain = TextGrowth.isJoin(call);
    boolean logical = call.getKind() == SqlKind.OR || call.getKind() == SqlKind.AND;
    boolean outer = compared;
    boolean window = polymorphic;
    boolean outerValue = value;
    compared = call.isA(SqlKind.COMPARISON);
    polymorphic = false;
    value = value || (!logical && call.getKind() != SqlKind.NOT);
    RexNode visited = super.visitCall(logical ? InList.flat(call, rex) : call);
    value = outerValue;
    compared = outer;
    polymorphic = window;
    inChain = around;
    if (logical) {
      return InList.collect((RexCall) visited, rex);
    }
    if (visited.getKind() == SqlKind.CAST) {
      visited = conversion.convert((RexCall) visited);
    }
    RexNode limited = visited instanceof RexCall same && !part ? growth.limited(same) : visited;
    RexNode fitted = limited instanceof RexCall same ? arguments.fit(same) : limited;
    RexNode typed = fitted instanceof RexCall same ? values.typed(same) : fitted;
    if (dialect == Dialect.H2 && typed instanceof RexCall same) {
      typed = finite.checked(same, inputs);
    }
    // Calcite accepts no condition that is such a cast.
    boolean condition = !value && typed.getType().getSqlTypeName() == SqlTypeName.BOOLEAN;
    return dialect == Dialect.H2 && !condition && typed instanceof RexCall same
        ? values.typedConstant(same)
        : typed;
  }

  @Override
  public RexNode visitLiteral(RexLiteral literal) {
    if (literal.getTypeName() == SqlTypeName.SARG) {
      return literal;
    }
    if (polymorphic && literal.getType().getSqlTypeName().getFamily() == SqlTypeFamily.CHARACTER) {
      return values.text(literal);
    }
    boolean exact = SqlTypeUtil.isExactNumeric(literal.getType()) && !literal.isNull();
    return compared && exact ? literal : values.constant(literal);
  }

  @Override
  public RexNode visitOver(RexOver over) {
    boolean outer = polymorphic;
    polymorphic = true;
    RexNode visited = super.visitOver(over);
    polymorphic = outer;
    return visited instanceof RexOver same ? aggregates.typed(same, rex) : visited;
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    boolean outer = value;
    value = true;
    RexSubQuery operands = (RexSubQuery) super.visitSubQuery(subQuery);
    value = outer;
    RexSubQuery emulated = operands.clone(apply(operands.rel));
    // H2 parses its own text of nested queries again, in which EXISTS is not an operand.
    return dialect == Dialect.H2 && value && subQuery.getKind() == SqlKind.EXISTS
        ? rex.makeCall(
            SqlStdOperatorTable.CASE, emulated, rex.makeLiteral(true), rex.makeLiteral(false))
        : emulated;
  }

  private RelNode emulated(RelNode node) {
    RelNode counted =
        node instanceof Aggregate aggregate
            ? AggregateArguments.computed(aggregate, dialect)
            : node;
    return aggregates.typed(
        switch (dialect) {
          case POSTGRESQL -> onPostgresql(counted);
          case H2 -> onH2(counted);
        });
  }

  private static RelNode onPostgresql(RelNode node) {
    return node instanceof Join join && FullJoin.isUnknownToPostgresql(join)
        ? FullJoin.emulated(join)
        : node;
  }

  private RelNode onH2(RelNode node) {
    if (node instanceof Join join && join.getJoinType() == JoinRelType.FULL) {
      return FullJoin.emulated(join);
    }
    if (node instanceof Aggregate aggregate && aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      return GroupingSets.expand(aggregate, aggregates);
    }
    if (node instanceof SetOp operation
        && operation.all
        && (operation instanceof Minus || operation instanceof Intersect)) {
      return numbered(operation);
    }
    if (node instanceof SetOp operation) {
      return flat(operation);
    }
    return node instanceof Correlate correlate ? LateralValue.inline(correlate) : node;
  }

  /**
   * One operation instead of a chain of equal ones. A chain would become derived tables, one inside
   * another, which H2 plans in exponential time.
   */
  private static RelNode flat(SetOp operation) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : operation.getInputs()) {
      boolean merged =
          input instanceof SetOp inner
              && inner.kind == operation.kind
              && (inner.all == operation.all || (operation instanceof Union && !operation.all))
              && (inputs.isEmpty() || !(operation instanceof Minus))
              && RelOptUtil.areRowTypesEqual(inner.getRowType(), operation.getRowType(), false);
      if (merged) {
        inputs.addAll(input.getInputs());
      } else {
        inputs.add(input);
      }
    }
    return inputs.size() == operation.getInputs().size()
        ? operation
        : operation.copy(operation.getTraitSet(), inputs);
  }

  /** Rows that are equal get numbers, so that the operation on sets keeps them apart. */
  private static RelNode numbered(SetOp operation) {
    List<RelNode> inputs = operation.getInputs().stream().map(Emulation::numbered).toList();
    RelNode distinct = operation.copy(operation.getTraitSet(), inputs, false);
    RexBuilder rex = operation.getCluster().getRexBuilder();
    List<RexNode> columns =
        IntStream.range(0, operation.getRowType().getFieldCount())
            .<RexNode>mapToObj(i -> rex.makeInputRef(distinct, i))
            .toList();
    return named(distinct, columns);
  }

  private static RelNode numbered(RelNode input) {
    RexBuilder rex = input.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>(rex.identityProjects(input.getRowType()));
    columns.add(number(List.copyOf(columns), rex));
    List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
    names.add("$number");
    return LogicalProject.create(input, List.of(), columns, names, Set.of());
  }

  /** The number of a row among those in which these expressions are equal. */
  static RexNode number(List<RexNode> equal, RexBuilder rex) {
    return rex.makeOver(
        SqlParserPos.ZERO,
        rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT),
        SqlStdOperatorTable.ROW_NUMBER,
        List.of(),
        equal,
        ImmutableList.of(),
        RexWindowBounds.UNBOUNDED_PRECEDING,
        RexWindowBounds.CURRENT_ROW,
        RexWindowExclusion.EXCLUDE_NO_OTHER,
        true,
        true,
        false,
        false,
        false);
  }

  /** Columns with names of their own; a join has two of the same name, an expression has none. */
  static RelNode named(RelNode input, List<? extends RexNode> columns) {
    List<String> names = IntStream.range(0, columns.size()).mapToObj(i -> "$c" + i).toList();
    return LogicalProject.create(input, List.of(), columns, names, Set.of());
  }
}
