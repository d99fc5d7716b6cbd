package dev.vitrine.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.vitrine.store.relation.ModelCandidates;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Caches, for 10 minutes per user, whether the user sees few of very many models. If so, queries
 * start from the grants instead of evaluating each model. Results are the same either way, so the
 * cached value may be stale. Safe for use by several threads.
 */
final class SparseVisibilityCache {
  /**
   * Maximum number of visible models. With more of them, a scan is faster than look-ups, because
   * the database plans the look-ups with an estimate of about ten models.
   */
  private static final int FEW = 5_000;

  /** Cost of looking up a model by its ID, relative to reading it in a scan (estimate). */
  private static final int LOOK_UP = 50;

  private final Cache<Long, Boolean> few =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(10)).build();

  /** The cached value; empty if it has expired. */
  Optional<Boolean> cached(long userId) {
    return Optional.ofNullable(few.getIfPresent(userId));
  }

  /** Queries the store and caches the result. */
  boolean query(long userId, Handle handle) {
    boolean answer = measure(userId, handle);
    few.put(userId, answer);
    return answer;
  }

  private static boolean measure(long userId, Handle handle) {
    int reached =
        handle
            .createQuery(ModelCandidates.count(FEW + 1))
            .bind(0, userId)
            .mapTo(Integer.class)
            .one();
    return reached <= FEW && thereAre(reached * LOOK_UP, handle);
  }

  private static boolean thereAre(int models, Handle handle) {
    return handle
            .createQuery("SELECT COUNT(*) FROM (SELECT 1 FROM models LIMIT ?) counted")
            .bind(0, models)
            .mapTo(Integer.class)
            .one()
        == models;
  }
}
