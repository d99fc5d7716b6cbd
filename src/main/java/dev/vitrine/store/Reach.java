package dev.vitrine.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Whether a user has rights on few of very many models. It is then faster to start from the rights
 * than to judge each model, and the other way round for everybody else; both ways answer the same,
 * so what is remembered here may be old. Safe for use by several threads.
 */
final class Reach {
  /** More are not few; the database is told that there are some ten. */
  private static final int FEW = 5_000;

  /** Looking up a model takes some so many times as long as passing it by. */
  private static final int LOOK_UP = 50;

  /**
   * All models that the caller sees, and perhaps more. Whatever the store believes of how many of
   * each there are, it is to look for them by their indexes; of an array it expects few.
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

  /** As it was when it was last asked; empty if that is long ago. */
  Optional<Boolean> known(long userId) {
    return Optional.ofNullable(few.getIfPresent(userId));
  }

  /** Asks, and remembers the answer. */
  boolean ask(long userId, Handle handle) {
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
