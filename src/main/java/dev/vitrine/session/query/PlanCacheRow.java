package dev.vitrine.session.query;

import dev.vitrine.query.PlanStatistics;
import dev.vitrine.store.relation.PlanCacheFigure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The figures of the relation {@code plan_cache} at one moment. */
public record PlanCacheRow(PlanStatistics statistics) {
  public long figure(PlanCacheFigure figure) {
    return switch (figure) {
      case HITS -> statistics.hits();
      case MISSES -> statistics.misses();
      case REFUSALS -> statistics.refusals();
      case EVICTIONS -> statistics.evictions();
      case PLANS -> statistics.plans();
      case CAPACITY -> statistics.capacity();
      case PLANNING_MICROSECONDS -> microseconds(statistics.planning());
      case SLOWEST_MICROSECONDS -> microseconds(statistics.slowest());
    };
  }

  private static long microseconds(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }
}
