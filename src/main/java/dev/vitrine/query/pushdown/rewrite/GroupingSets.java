package dev.vitrine.query.pushdown.rewrite;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/** Grouping sets as a union of one aggregation for each set, for a store that has none. */
final class GroupingSets {
  private final Aggregate aggregate;
  private final AggregateTypes types;
  private final RexBuilder rex;

  private GroupingSets(Aggregate aggregate, AggregateTypes types) {
    this.aggregate = aggregate;
    this.types = types;
    this.rex = aggregate.getCluster().getRexBuilder();
  }

  static RelNode expand(Aggregate aggregate, AggregateTypes types) {
    GroupingSets sets = new GroupingSets(aggregate, types);
    List<RelNode> levels = aggregate.getGroupSets().stream().map(sets::level).toList();
    return levels.size() == 1 ? levels.get(0) : LogicalUnion.create(levels, true);
  }

  /** The groups of one set; keys that are not in it are NULL. */
  private RelNode level(ImmutableBitSet set) {
    List<AggregateCall> calls =
        aggregate.getAggCallList().stream()
            .filter(call -> !isGrouping(call))
            .map(call -> call(call, set))
            .toList();
    RelNode groups =
        types.typed(
            LogicalAggregate.create(aggregate.getInput(), List.of(), set, List.of(set), calls));
    List<RelDataTypeField> fields = aggregate.getRowType().getFieldList();
    List<RexNode> columns = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      columns.add(
          set.get(key)
              ? rex.makeInputRef(groups, set.indexOf(key))
              : rex.makeNullLiteral(fields.get(columns.size()).getType()));
    }
    int next = set.cardinality();
    for (AggregateCall call : aggregate.getAggCallList()) {
      columns.add(isGrouping(call) ? grouping(call, set) : rex.makeInputRef(groups, next++));
    }
    return Emulation.named(groups, columns);
  }

  private static boolean isGrouping(AggregateCall call) {
    return call.getAggregation().getKind() == SqlKind.GROUPING;
  }

  /** The same call with its type derived again: the sum of no rows is NULL. */
  private AggregateCall call(AggregateCall call, ImmutableBitSet set) {
    return AggregateCall.create(
        call.getParserPosition(),
        call.getAggregation(),
        call.isDistinct(),
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        call.getArgList(),
        call.filterArg,
        call.distinctKeys,
        call.collation,
        set.isEmpty(),
        aggregate.getInput(),
        null,
        call.getName());
  }

  /** A bit for each argument, set if the set does not group by it. */
  private RexNode grouping(AggregateCall call, ImmutableBitSet set) {
    long bits = 0;
    for (int argument : call.getArgList()) {
      bits = bits << 1 | (set.get(argument) ? 0 : 1);
    }
    RelDataType type = call.getType();
    return rex.makeExactLiteral(BigDecimal.valueOf(bits), type);
  }
}
