package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WarmUpTest {
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void warmUpQueriesCanBePlanned(TestStore store) {
    try (Engine engine = Engine.open(store.newUrl())) {
      engine.warmUp();
      assertThat(engine.planner().statistics().refusals()).isZero();
      assertThat(engine.planner().statistics().plans()).isPositive();
    }
  }
}
