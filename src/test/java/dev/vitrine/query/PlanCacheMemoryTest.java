package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.query.plan.NamedModels;
import dev.vitrine.query.plan.PlannedQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The memory of cached plans is limited. */
final class PlanCacheMemoryTest {
  private static final long BYTES = 4 << 20;

  private final PlanCounters counters = new PlanCounters();
  private final PlanCache cache = new PlanCache(1_000, BYTES, counters);

  private static PlannedQuery plan(String body) {
    return new PlannedQuery(
        body,
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        NamedModels.NONE,
        Set.of(),
        true,
        false,
        Map.of(),
        Optional.empty(),
        "");
  }

  private static PlanCache.Key key(int number, int length) {
    return new PlanCache.Key("x".repeat(length) + number, "system", "registry", java.util.Set.of());
  }

  @Test
  void theBytesOfAllPlansAreLimited() {
    long weight = PlanCache.weight(key(0, 10_000), plan("y".repeat(10_000)));
    for (int i = 0; i < 1_000; i++) {
      cache.put(key(i, 10_000), plan("y".repeat(10_000)));
    }

    assertThat(cache.size()).isBetween(1L, BYTES / weight + 1);
    assertThat(counters.read(0, 0).evictions()).isEqualTo(1_000 - cache.size());
  }

  @Test
  void theNumberOfSmallPlansIsLimited() {
    for (int i = 0; i < 3_000; i++) {
      cache.put(key(i, 10), plan(""));
    }

    assertThat(cache.size()).isEqualTo(1_000);
  }

  @Test
  void longTextsAndLargePlansAreNotKept() {
    cache.put(key(1, PlanCache.LONGEST_TEXT), plan(""));
    cache.put(key(2, 10), plan("y".repeat(1 << 20)));

    assertThat(cache.size()).isZero();
  }

  @Test
  void cachedPlansAreUsed() {
    PlannedQuery plan = plan("y");
    cache.put(key(1, 10), plan);

    assertThat(cache.get(key(1, 10))).containsSame(plan);
    assertThat(cache.get(key(2, 10))).isEmpty();
  }
}
