package dev.vitrine.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.vitrine.query.plan.PlannedQuery;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans by the text they are of, as many as fit into a number of bytes. The user is not part of the
 * key, because nothing of the user is part of a plan. Safe for use by several threads.
 */
final class PlanCache {
  /** Longer texts, in characters, are not kept: they are rarely the same twice. */
  static final int LONGEST_TEXT = 32_768;

  /** All plans of a planner have this part of the heap, and not more than {@link #MOST_BYTES}. */
  private static final int PART_OF_HEAP = 16;

  /** Maximum estimated bytes of all plans. */
  private static final long MOST_BYTES = 64L << 20;

  /** One plan has no more than this part of the whole. */
  private static final int PART_OF_CACHE = 64;

  private final int capacity;
  private final long bytes;
  private final Cache<Key, PlannedQuery> plans;

  /**
   * What a plan is of.
   *
   * @param decimals the parameters, from 0, that are DECIMAL where the query makes them integers
   */
  record Key(String sql, String catalog, String schema, Set<Integer> decimals) {
    /** The key of another text in the same place. */
    Key of(String other) {
      return new Key(other, catalog, schema, decimals);
    }
  }

  /**
   * An empty cache.
   *
   * @param capacity the most plans, however small
   */
  PlanCache(int capacity, PlanCounters counters) {
    this(capacity, Math.min(Runtime.getRuntime().maxMemory() / PART_OF_HEAP, MOST_BYTES), counters);
  }

  /**
   * An empty cache.
   *
   * @param bytes the most memory of all plans together
   */
  PlanCache(int capacity, long bytes, PlanCounters counters) {
    this.capacity = capacity;
    this.bytes = bytes;
    long least = bytes / capacity;
    this.plans =
        Caffeine.newBuilder()
            .maximumWeight(least * capacity)
            .weigher((Key key, PlannedQuery plan) -> (int) Math.max(least, weight(key, plan)))
            .evictionListener(
                (@Nullable Key key, @Nullable PlannedQuery plan, RemovalCause cause) ->
                    counters.evicted())
            // Evictions are counted synchronously by the thread that adds a plan.
            .executor(Runnable::run)
            .build();
  }

  Optional<PlannedQuery> get(Key key) {
    return Optional.ofNullable(plans.getIfPresent(key));
  }

  /** Keeps a plan, unless it is too large. */
  void put(Key key, PlannedQuery plan) {
    if (key.sql().length() <= LONGEST_TEXT && weight(key, plan) <= bytes / PART_OF_CACHE) {
      plans.put(key, plan);
    }
  }

  /** An estimate in bytes; characters are taken for two bytes each. */
  static long weight(Key key, PlannedQuery plan) {
    long characters =
        (long) key.sql().length() + plan.body().length() + plan.explanation().length();
    long objects =
        (long) plan.bindings().size()
            + plan.parameters().size()
            + plan.columns().size()
            + plan.relations().size();
    long points = plan.points().map(times -> weight(key, times.query())).orElse(0L);
    return 1_000 + 2 * characters + 100 * objects + points;
  }

  /** Number of cached plans. */
  long size() {
    plans.cleanUp();
    return plans.estimatedSize();
  }

  /** Maximum number of cached plans. */
  int capacity() {
    return capacity;
  }
}
