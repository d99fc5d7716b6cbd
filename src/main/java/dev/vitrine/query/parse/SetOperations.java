package dev.vitrine.query.parse;

import dev.vitrine.query.plan.QueryLimits;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Counts INTERSECT and EXCEPT in a query. */
public final class SetOperations extends SqlBasicVisitor<Void> {
  private int count;

  private SetOperations() {}

  /**
   * Refuses a query that H2 would plan and run for long.
   *
   * @throws dev.vitrine.error.VitrineException STATEMENT_TOO_COMPLEX
   */
  public static void requireFew(SqlNode query) {
    query.accept(new SetOperations());
  }

  @Override
  public Void visit(SqlCall call) {
    if (call.getKind() == SqlKind.INTERSECT || call.getKind() == SqlKind.EXCEPT) {
      count++;
      if (count > QueryLimits.H2_SET_OPERATIONS) {
        throw QueryLimits.tooManySetOperations();
      }
    }
    return super.visit(call);
  }
}
