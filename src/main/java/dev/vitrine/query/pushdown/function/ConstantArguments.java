package dev.vitrine.query.pushdown.function;

import java.util.List;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlKind;

/**
 * Puts constant arguments of aggregate functions into the calls: separators and fractions. In a
 * plan all arguments are columns of the input, but stores take only constants there.
 */
public final class ConstantArguments {
  private ConstantArguments() {}

  /**
   * The aggregate with constants in its calls.
   *
   * @throws dev.vitrine.error.VitrineException UNSUPPORTED_FEATURE for a separator or fraction that
   *     is not a constant
   */
  public static Aggregate inline(Aggregate aggregate) {
    List<AggregateCall> calls =
        aggregate.getAggCallList().stream().map(call -> inline(aggregate, call)).toList();
    return calls.equals(aggregate.getAggCallList())
        ? aggregate
        : aggregate.copy(
            aggregate.getTraitSet(),
            aggregate.getInput(),
            aggregate.getGroupSet(),
            aggregate.getGroupSets(),
            calls);
  }

  /**
   * Refuses the order of a call that the stores cannot compute.
   *
   * @throws dev.vitrine.error.VitrineException UNSUPPORTED_FEATURE
   */
  public static void check(Aggregate aggregate, AggregateCall call) {
    if (call.isDistinct() && call.getAggregation().getKind() == SqlKind.LISTAGG) {
      JoinedText.requireOwnOrder(aggregate, call);
    }
  }

  private static AggregateCall inline(Aggregate aggregate, AggregateCall call) {
    SqlKind function = call.getAggregation().getKind();
    if (function == SqlKind.LISTAGG) {
      return JoinedText.inline(aggregate, call);
    }
    boolean percentile = function == SqlKind.PERCENTILE_CONT || function == SqlKind.PERCENTILE_DISC;
    return percentile ? Percentile.inline(aggregate, call) : call;
  }
}
