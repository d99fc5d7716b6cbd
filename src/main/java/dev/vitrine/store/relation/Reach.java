package dev.vitrine.store.relation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Caches, for 10 minutes per user, whether the user sees few of very many models. If so, queries
 * start from the grants instead of evaluating each model. Results are the same either way, so the
 * cached value may be stale. Safe for use by several threads.
 */
public final class Reach {
  /**
   * Maximum number of visible models. With more of them, a scan is faster than look-ups, because
   * the database plans the look-ups with an estimate of about ten models.
   */
  private static final int FEW = 5_000;

  /** Cost of looking up a model by its ID, relative to reading it in a scan (estimate). */
  private static final int LOOK_UP = 50;

  /**
   * A superset of the visible models. It is an array so that the planner uses the index: it
   * estimates few elements for an array.
   */
  static final String REACHED_MODELS = "SELECT DISTINCT unnest(ARRAY(" + candidates() + ")) AS id";

  private final Cache<Long, Boolean> few =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(10)).build();

  private static String candidates() {
    return String.join(
        " UNION ALL ",
        "SELECT x.id FROM schemas_showing_all s CROSS JOIN LATERAL"
            + " (SELECT id FROM models WHERE schema_id = s.id OFFSET 0) x",
        "SELECT x.id FROM me CROSS JOIN LATERAL"
            + " (SELECT id FROM models WHERE owner_id = me.id OFFSET 0) x",
        "SELECT model_id FROM my_model_grants",
        "SELECT id FROM models WHERE " + Visibility.ADMIN);
  }

  /** The cached value; empty if it has expired. */
  public Optional<Boolean> known(long userId) {
    return Optional.ofNullable(few.getIfPresent(userId));
  }

  /** Queries the store and caches the result. */
  public boolean ask(long userId, Handle handle) {
    boolean answer = measure(userId, handle);
    few.put(userId, answer);
    return answer;
  }

  private static boolean measure(long userId, Handle handle) {
    VisibilitySets sets = VisibilitySets.of(Scope.REGISTRY);
    String sql = candidates();
    Set<String> needed = sets.neededBy(sql);
    List<String> ctes = sets.inOrder(needed).stream().map(sets::definition).toList();
    int reached =
        handle
            .createQuery(
                "WITH "
                    + String.join(", ", ctes)
                    + " SELECT COUNT(*) FROM (SELECT 1 FROM ("
                    + sql
                    + ") c LIMIT "
                    + (FEW + 1)
                    + ") counted")
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
