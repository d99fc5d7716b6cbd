package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.store.StatementTrace;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reads in autocommit send to the store. */
final class RoundTripsTest {
  private static final String DIGITS =
      "(VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS ";

  /** As many as the parameter says, of up to 10,000. */
  private static final String NUMBERS =
      "SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n FROM "
          + String.join(
              ", ", DIGITS + "a (d)", DIGITS + "b (d)", DIGITS + "c (d)", DIGITS + "e (d)")
          + " WHERE a.d + 10 * b.d + 100 * c.d + 1000 * e.d < CAST(? AS INTEGER)";

  /** More than there are connections to the store. */
  private static final int MANY = 40;

  @Test
  void aSmallResultTakesOneRoundTripOnPostgresql() {
    TestRegistry registry = TestRegistry.open(TestStore.POSTGRESQL);
    try (StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      assertThat(registry.admin().rows("SELECT name FROM principals")).hasSize(2);

      assertThat(trace.take()).hasSize(1).first().asString().contains("v_registry_principals");
    }
  }

  @Test
  void aLargeResultIsStartedTwiceOnlyTheFirstTime() {
    TestRegistry registry = TestRegistry.open(TestStore.POSTGRESQL);
    try (StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      assertThat(registry.admin().rows(NUMBERS, 5_000)).hasSize(5_000);
      List<String> first = trace.take();
      assertThat(registry.admin().rows(NUMBERS, 5_000)).hasSize(5_000);
      List<String> second = trace.take();

      assertThat(first).hasSize(4).element(1).isEqualTo("BEGIN");
      assertThat(second).isEqualTo(first.subList(1, 4));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void resultsOfEachSizeAreComplete(TestStore store) {
    Client admin = TestRegistry.open(store).admin();
    for (int size : new int[] {0, 1, 1_999, 2_000, 2_001, 2_002, 10_000, 2_000}) {
      assertThat(admin.column(NUMBERS, size).stream().map(Integer::valueOf))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, size).boxed().toList());
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void queriesThatFailLoseNoConnection(TestStore store) {
    Client admin = TestRegistry.open(store).admin();
    for (int number = 0; number < MANY; number++) {
      admin.failsWith("DIVIDE_BY_ZERO", "SELECT 1 / (a.d - 5) AS x FROM " + DIGITS + "a (d)");
      assertThat(admin.rows(NUMBERS, 2_001 + number)).hasSize(2_001 + number);
    }
  }
}
