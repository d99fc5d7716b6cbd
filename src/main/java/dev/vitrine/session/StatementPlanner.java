package dev.vitrine.session;

import dev.vitrine.query.PlannedQuery;
import dev.vitrine.query.Planning;
import dev.vitrine.query.QueryPlanner;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plans the queries of one session, so that the time limit of the statement and a cancellation end
 * the planning. Used by one thread at a time, except for {@link #cancel()}.
 */
final class StatementPlanner {
  private final QueryPlanner planner;
  private final long userId;
  private volatile Optional<Planning> running = Optional.empty();

  StatementPlanner(QueryPlanner planner, long userId) {
    this.planner = planner;
    this.userId = userId;
  }

  /**
   * The plan of a query.
   *
   * @throws dev.vitrine.error.VitrineException QUERY_CANCELED when it is cancelled or takes too
   *     long, and as {@link QueryPlanner}
   */
  PlannedQuery plan(String sql, String catalog, String schema, Limits limits) {
    return running(limits, planning -> planner.plan(sql, catalog, schema, planning));
  }

  /**
   * Insists that the text is a query.
   *
   * @throws dev.vitrine.error.VitrineException as {@link #plan}
   */
  void requireSyntax(String sql) {
    running(
        Limits.NONE,
        planning -> {
          planner.requireSyntax(sql, planning);
          return true;
        });
  }

  private <T> T running(Limits limits, Function<Planning, T> work) {
    Planning planning = Planning.of(userId, limits.timeout());
    running = Optional.of(planning);
    try {
      return work.apply(planning);
    } finally {
      running = Optional.empty();
    }
  }

  /** Ends what is planned, with QUERY_CANCELED; for any thread to call. */
  void cancel() {
    running.ifPresent(Planning::cancel);
  }
}
