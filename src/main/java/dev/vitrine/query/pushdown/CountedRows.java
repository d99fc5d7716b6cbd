package dev.vitrine.query.pushdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * {@code COUNT(DISTINCT a, b)}, the number of different pairs in which nothing is NULL, as the
 * count of rows {@code (a, b)}: no store takes more than one argument.
 */
final class CountedRows {
  private CountedRows() {}

  static RelNode inline(Aggregate aggregate) {
    boolean counts = aggregate.getAggCallList().stream().anyMatch(CountedRows::countsRows);
    if (!counts) {
      return aggregate;
    }
    RelNode input = aggregate.getInput();
    RexBuilder rex = aggregate.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
    boolean merged = input instanceof Project project && !project.containsOver();
    columns.addAll(
        merged ? ((Project) input).getProjects() : rex.identityProjects(input.getRowType()));
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (!countsRows(call)) {
        calls.add(call);
        continue;
      }
      List<RexNode> arguments = call.getArgList().stream().map(columns::get).toList();
      List<RexNode> conditions = new ArrayList<>();
      if (call.filterArg >= 0) {
        conditions.add(columns.get(call.filterArg));
      }
      arguments.stream()
          .filter(argument -> argument.getType().isNullable())
          .forEach(
              argument -> conditions.add(rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, argument)));
      columns.add(rex.makeCall(SqlStdOperatorTable.ROW, arguments));
      names.add("$row" + columns.size());
      int row = columns.size() - 1;
      int filter = -1;
      if (!conditions.isEmpty()) {
        RexNode condition = RexUtil.composeConjunction(rex, conditions);
        columns.add(rex.makeCall(SqlStdOperatorTable.IS_TRUE, condition));
        names.add("$counted" + columns.size());
        filter = columns.size() - 1;
      }
      calls.add(
          AggregateCall.create(
              call.getParserPosition(),
              call.getAggregation(),
              call.isDistinct(),
              call.isApproximate(),
              call.ignoreNulls(),
              call.rexList,
              List.of(row),
              filter,
              call.distinctKeys,
              call.collation,
              call.getType(),
              call.getName()));
    }
    RelNode base = merged ? input.getInput(0) : input;
    Set<CorrelationId> variables = merged ? input.getVariablesSet() : Set.of();
    return aggregate.copy(
        aggregate.getTraitSet(),
        LogicalProject.create(base, List.of(), columns, names, variables),
        aggregate.getGroupSet(),
        aggregate.getGroupSets(),
        calls);
  }

  private static boolean countsRows(AggregateCall call) {
    return call.getAggregation().getKind() == SqlKind.COUNT && call.getArgList().size() > 1;
  }
}
