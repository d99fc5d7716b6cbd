package dev.vitrine.query;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Statistics of a planner. Safe for use by several threads. */
final class PlanCounters {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder planningNanos = new LongAdder();
  private final LongAccumulator slowestNanos = new LongAccumulator(Math::max, 0);

  void hit() {
    hits.increment();
  }

  void refused() {
    refusals.increment();
  }

  void evicted() {
    evictions.increment();
  }

  /** Counts a query that was planned, or refused, in so many nanoseconds. */
  void planned(long nanos) {
    misses.increment();
    planningNanos.add(nanos);
    slowestNanos.accumulate(nanos);
  }

  PlanStatistics read(long plans, int capacity) {
    return new PlanStatistics(
        hits.sum(),
        misses.sum(),
        refusals.sum(),
        evictions.sum(),
        plans,
        capacity,
        Duration.ofNanos(planningNanos.sum()),
        Duration.ofNanos(slowestNanos.get()));
  }
}
