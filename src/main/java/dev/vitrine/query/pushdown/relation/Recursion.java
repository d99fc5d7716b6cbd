package dev.vitrine.query.pushdown.relation;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.Spool;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.schema.TransientTable;

/** The recursive part of WITH RECURSIVE: where the store lets it name itself. */
public final class Recursion {
  /** Relations begin with {@code v_}. */
  private static final String PREFIX = "r_";

  private Recursion() {}

  /** The name of the result of {@code union} in the pushed statement. */
  public static String name(RepeatUnion union) {
    return PREFIX + last(union.getTransientTable().getQualifiedName());
  }

  public static String name(TableScan scan) {
    return PREFIX + last(scan.getTable().getQualifiedName());
  }

  private static String last(List<String> names) {
    return names.get(names.size() - 1);
  }

  /** Whether a scan is of the rows that the recursion found in its last step. */
  public static boolean isStep(TableScan scan) {
    return scan.getTable().maybeUnwrap(TransientTable.class).isPresent();
  }

  /** The plan below a spool, which only marks rows that are kept for the next step. */
  public static RelNode unspooled(RelNode node) {
    return node instanceof Spool spool ? spool.getInput() : node;
  }

  /** Whether the step names itself once, and in no place that the store would refuse. */
  public static boolean isPlain(RepeatUnion union) {
    Steps steps = new Steps(union.getTransientTable().getQualifiedName());
    steps.count(unspooled(union.getSeedRel()), false);
    boolean seedIsFree = steps.found == 0;
    steps.count(unspooled(union.getIterativeRel()), true);
    return seedIsFree && steps.found == 1 && !steps.misplaced;
  }

  private static final class Steps {
    private final List<String> table;
    private int found;
    private boolean misplaced;

    /** Counts the scans of this table; other recursions have tables of their own. */
    Steps(List<String> table) {
      this.table = table;
    }

    void count(RelNode node, boolean allowed) {
      if (node instanceof TableScan scan
          && isStep(scan)
          && scan.getTable().getQualifiedName().equals(table)) {
        found++;
        misplaced |= !allowed;
      }
      node.accept(
          new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
              count(subQuery.rel, false);
              return super.visitSubQuery(subQuery);
            }
          });
      for (int i = 0; i < node.getInputs().size(); i++) {
        count(node.getInput(i), allowed && passes(node, i));
      }
    }

    private static boolean passes(RelNode node, int input) {
      if (node instanceof Join join) {
        return join.getJoinType() == JoinRelType.INNER
            || (join.getJoinType() == JoinRelType.LEFT && input == 0)
            || (join.getJoinType() == JoinRelType.RIGHT && input == 1);
      }
      return node instanceof Filter || node instanceof Project;
    }
  }
}
