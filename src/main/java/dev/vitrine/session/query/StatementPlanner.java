package dev.vitrine.session.query;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.QueryPlanner;
import dev.vitrine.query.plan.PlannedQuery;
import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.plan.ShapedQuery;
import dev.vitrine.session.call.CurrentCall;
import dev.vitrine.session.call.Limits;
import dev.vitrine.statement.ParsedQuery;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Plans the queries of one session, so that the time limit of the statement and a cancellation end
 * the planning. Used by one thread at a time.
 */
public final class StatementPlanner {
  private final QueryPlanner planner;
  private final CurrentCall calls;
  private final long userId;

  public StatementPlanner(QueryPlanner planner, CurrentCall calls, long userId) {
    this.planner = planner;
    this.calls = calls;
    this.userId = userId;
  }

  /**
   * The plan of a query; another one for values that are no integers where the query has integers.
   *
   * @param parameters the values, none if they are not known yet
   * @throws dev.vitrine.error.VitrineException QUERY_CANCELED when it is cancelled or takes too
   *     long, and as {@link QueryPlanner}
   */
  public PlannedQuery plan(
      String sql, String catalog, String schema, List<?> parameters, Limits limits) {
    PlannedQuery planned =
        running(limits, planning -> planner.plan(sql, catalog, schema, planning));
    Set<Integer> decimals = QueryValues.decimals(planned, parameters);
    return decimals.isEmpty()
        ? planned
        : running(limits, planning -> planner.plan(sql, catalog, schema, decimals, planning));
  }

  /**
   * The plan of a query, which texts with other literals may share; EXPLAIN has a plan of its own.
   *
   * @param parameters the values, none if they are not known yet
   * @throws dev.vitrine.error.VitrineException as the other method of this name
   */
  public ShapedQuery plan(
      ParsedQuery query, String catalog, String schema, List<?> parameters, Limits limits) {
    String sql = query.sql();
    return parameters.isEmpty() && !query.explain()
        ? running(limits, planning -> planner.shaped(sql, catalog, schema, planning))
        : new ShapedQuery(plan(sql, catalog, schema, parameters, limits), List.of());
  }

  /**
   * Insists that the text is a query.
   *
   * @throws dev.vitrine.error.VitrineException as {@link #plan}
   */
  public void requireSyntax(String sql) {
    running(
        Limits.NONE,
        planning -> {
          planner.requireSyntax(sql, planning);
          return true;
        });
  }

  private <T> T running(Limits limits, Function<Planning, T> work) {
    Planning planning = Planning.of(userId, limits.timeout());
    Cancellation.Watch watch = calls.get().whenOver(planning::cancel);
    try {
      return work.apply(planning);
    } catch (VitrineException ended) {
      if (ended.code() == ErrorCode.QUERY_CANCELED) {
        // The call knows whether it was cancelled or took too long.
        calls.get().check();
      }
      throw ended;
    } finally {
      watch.close();
    }
  }
}
