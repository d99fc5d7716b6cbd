package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.pushdown.function.ComputedColumn;
import dev.vitrine.query.pushdown.function.StoreFunctions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Arguments of aggregates in forms that the store computes.
 *
 * <ul>
 *   <li>{@code COUNT(DISTINCT a, b)}, the number of different pairs in which nothing is NULL, is
 *       the count of rows {@code (a, b)}: no store takes more than one argument.
 *   <li>On PostgreSQL, the different values of ARRAY_AGG, which are not sorted as their texts, are
 *       the first of each group of equal ones.
 *   <li>On H2, the condition of FILTER is a CASE in the argument. H2 fails on a query with more
 *       aggregates than columns if one of them has a FILTER that no row of a group passes
 *       (org.h2.command.query.SelectGroups.getCurrentGroupExprData).
 *   <li>On H2, a number that is computed is cast to its type.
 * </ul>
 */
final class AggregateArguments {
  private final Dialect dialect;
  private final RexBuilder rex;
  private final List<RexNode> columns;
  private final List<String> names;

  private AggregateArguments(
      Dialect dialect, RexBuilder rex, List<RexNode> columns, List<String> names) {
    this.dialect = dialect;
    this.rex = rex;
    this.columns = new ArrayList<>(columns);
    this.names = new ArrayList<>(names);
  }

  /** The same aggregate over computed arguments, or as it is if the store takes it. */
  static RelNode computed(Aggregate aggregate, Dialect dialect) {
    RelNode input = aggregate.getInput();
    RexBuilder rex = aggregate.getCluster().getRexBuilder();
    boolean merged = input instanceof Project project && !project.containsOver();
    List<RexNode> columns =
        merged ? ((Project) input).getProjects() : rex.identityProjects(input.getRowType());
    AggregateArguments arguments =
        new AggregateArguments(dialect, rex, columns, input.getRowType().getFieldNames());
    List<AggregateCall> calls =
        aggregate.getAggCallList().stream()
            .map(arguments::counted)
            .map(call -> arguments.distinct(call, aggregate))
            .map(arguments::unfiltered)
            .map(arguments::typed)
            .toList();
    if (calls.equals(aggregate.getAggCallList())) {
      return aggregate;
    }
    RelNode base = merged ? input.getInput(0) : input;
    Set<CorrelationId> variables = merged ? input.getVariablesSet() : Set.of();
    return aggregate.copy(
        aggregate.getTraitSet(),
        LogicalProject.create(base, List.of(), arguments.columns, arguments.names, variables),
        aggregate.getGroupSet(),
        aggregate.getGroupSets(),
        calls);
  }

  private AggregateCall counted(AggregateCall call) {
    if (call.getAggregation().getKind() != SqlKind.COUNT || call.getArgList().size() < 2) {
      return call;
    }
    List<RexNode> arguments = call.getArgList().stream().map(columns::get).toList();
    List<RexNode> conditions = new ArrayList<>();
    if (call.hasFilter()) {
      conditions.add(columns.get(call.filterArg));
    }
    arguments.stream()
        .filter(argument -> argument.getType().isNullable())
        .forEach(
            argument -> conditions.add(rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, argument)));
    int row = add(rex.makeCall(SqlStdOperatorTable.ROW, arguments));
    int filter = -1;
    if (!conditions.isEmpty()) {
      RexNode condition = RexUtil.composeConjunction(rex, conditions);
      filter = add(rex.makeCall(SqlStdOperatorTable.IS_TRUE, condition));
    }
    return call.withArgList(List.of(row)).withFilter(filter);
  }

  /** PostgreSQL sorts different values by nothing but themselves; H2 sorts pairs of both. */
  private AggregateCall distinct(AggregateCall call, Aggregate aggregate) {
    if (call.getAggregation().getKind() != SqlKind.LISTAGG || !call.isDistinct()) {
      return call;
    }
    int text = call.getArgList().get(0);
    List<RelFieldCollation> keys = call.collation.getFieldCollations();
    RelFieldCollation key = keys.isEmpty() ? new RelFieldCollation(text) : keys.get(0);
    RexNode written = ComputedColumn.of(aggregate.getInput(), text);
    if (RexUtil.isConstant(written)) {
      return call.withCollation(RelCollations.EMPTY);
    }
    boolean element = StoreFunctions.isElement(written);
    boolean sortedAsText =
        !element && SqlTypeUtil.isCharacter(columns.get(key.getFieldIndex()).getType());
    if (sortedAsText) {
      return call.withCollation(RelCollations.of(key.withFieldIndex(text)));
    }
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      throw QueryRefusal.of(
          "DISTINCT in "
              + (element ? "ARRAY_AGG" : "LISTAGG of other values than texts")
              + ", with grouping sets,",
          call.getParserPosition());
    }
    if (dialect == Dialect.H2) {
      return call;
    }
    List<RexNode> equal = new ArrayList<>();
    aggregate.getGroupSet().forEach(group -> equal.add(columns.get(group)));
    equal.add(columns.get(key.getFieldIndex()));
    if (call.hasFilter()) {
      equal.add(columns.get(call.filterArg));
    }
    RexNode first =
        rex.makeCall(
            SqlStdOperatorTable.EQUALS,
            Emulation.number(equal, rex),
            rex.makeExactLiteral(BigDecimal.ONE));
    RexNode condition =
        call.hasFilter()
            ? rex.makeCall(SqlStdOperatorTable.AND, columns.get(call.filterArg), first)
            : first;
    int filter = add(rex.makeCall(SqlStdOperatorTable.IS_TRUE, condition));
    return call.withDistinct(false).withCollation(RelCollations.of(key)).withFilter(filter);
  }

  /** All aggregates but PERCENTILE_CONT, whose argument is a constant, skip NULLs. */
  private AggregateCall unfiltered(AggregateCall call) {
    boolean skipsNulls = call.getAggregation().getKind() != SqlKind.PERCENTILE_CONT;
    if (dialect != Dialect.H2 || !call.hasFilter() || !skipsNulls) {
      return call;
    }
    List<Integer> arguments = new ArrayList<>(call.getArgList());
    RexNode argument =
        arguments.isEmpty() ? rex.makeLiteral(true) : columns.get(arguments.remove(0));
    // Calcite infers that LISTAGG is not NULL from its argument alone, also with FILTER.
    boolean nullable =
        call.getAggregation().getKind() != SqlKind.LISTAGG || argument.getType().isNullable();
    RelDataType type = rex.getTypeFactory().createTypeWithNullability(argument.getType(), nullable);
    RexNode passed =
        rex.makeCall(
            type,
            SqlStdOperatorTable.CASE,
            List.of(columns.get(call.filterArg), argument, rex.makeNullLiteral(nullable(type))));
    // H2 gives a CASE of NULLs no type, and then refuses to add it up.
    arguments.add(0, add(type.isStruct() ? passed : rex.makeAbstractCast(type, passed, false)));
    return call.withArgList(arguments).withFilter(-1);
  }

  /**
   * H2 adds up nothing without a type, and an expression that it finds to be NULL loses its own.
   */
  private AggregateCall typed(AggregateCall call) {
    if (dialect != Dialect.H2 || call.getArgList().size() != 1) {
      return call;
    }
    RexNode argument = columns.get(call.getArgList().get(0));
    boolean keepsType =
        !(argument instanceof RexCall)
            || argument.getKind() == SqlKind.CAST
            || !SqlTypeUtil.isNumeric(argument.getType());
    return keepsType
        ? call
        : call.withArgList(List.of(add(rex.makeAbstractCast(argument.getType(), argument, false))));
  }

  private RelDataType nullable(RelDataType type) {
    return rex.getTypeFactory().createTypeWithNullability(type, true);
  }

  private int add(RexNode column) {
    columns.add(column);
    names.add("$argument" + columns.size());
    return columns.size() - 1;
  }
}
