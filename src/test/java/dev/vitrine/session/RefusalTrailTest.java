package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.TestClock;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.session.upkeep.RefusalTrail;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.audit.AuditRow.AuditObject;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Audit rows of many refusals: each is in a row or in a count. */
@SuppressWarnings("NullAway.Init") // Set before each test.
final class RefusalTrailTest {
  private final TestClock clock = new TestClock();
  private Client admin;
  private RefusalTrail trail;
  private int begun;

  private void open(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    admin = registry.admin();
    trail = new RefusalTrail(OpenStores.at(registry.url()), clock);
  }

  private static AuditRow row(String user, String action, int code, long object) {
    return new AuditRow(
        LocalDateTime.of(2026, 1, 1, 0, 0),
        user,
        action,
        Map.of("full_name", "c.s.m" + object, "comment", "x".repeat(500)),
        code,
        Optional.of("[CONDITION] Refused."),
        "session",
        Optional.of("192.0.2.1"),
        Optional.of(new AuditObject(SecurableType.MODEL, object)));
  }

  private void record(AuditRow row) {
    trail.record(row.user().hashCode(), row, () -> begun++);
  }

  private List<List<Object>> rows() {
    return admin.rows(
        "SELECT user_identity, action_name, response_code, request_params"
            + " FROM system.access.audit WHERE response_code >= 400"
            + " ORDER BY event_time, event_id");
  }

  private static JsonNode parameters(List<Object> row) {
    try {
      return new ObjectMapper().readTree((String) row.get(3));
    } catch (JsonProcessingException exception) {
      throw new AssertionError(row.toString(), exception);
    }
  }

  private long refusals() {
    return rows().stream()
        .map(RefusalTrailTest::parameters)
        .mapToLong(
            row ->
                row.has("repeated")
                    ? row.get("repeated").asLong()
                    : row.has("refusals") ? row.get("refusals").asLong() : 1)
        .sum();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theFirstIsWrittenAtOnceAndTheOthersAsANumber(TestStore store) {
    open(store);
    for (int i = 0; i < 200; i++) {
      record(row("eve", "deleteRegisteredModel", 403, 1));
    }
    record(row("eve", "deleteRegisteredModel", 403, 2));
    record(row("eve", "deleteRegisteredModel", 404, 1));
    record(row("eve", "updateComment", 403, 1));
    record(row("bob", "deleteRegisteredModel", 403, 1));
    assertThat(rows()).hasSize(5);
    assertThat(begun).isEqualTo(1);

    clock.pass(RefusalTrail.WINDOW.minusMillis(1));
    assertThat(trail.flush()).isTrue();
    assertThat(rows()).hasSize(5);
    clock.pass(java.time.Duration.ofMillis(1));
    assertThat(trail.flush()).isFalse();
    assertThat(rows()).hasSize(6);
    List<Object> number = rows().get(5);
    assertThat(number.subList(0, 3)).containsExactly("eve", "deleteRegisteredModel", 403L);
    assertThat(parameters(number).get("repeated").asLong()).isEqualTo(199);
    assertThat(parameters(number).get("full_name").asText()).isEqualTo("c.s.m1");
    assertThat(refusals()).isEqualTo(204);

    record(row("eve", "deleteRegisteredModel", 403, 1));
    assertThat(begun).isEqualTo(2);
    assertThat(rows()).hasSize(7);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aUserWithManyKindsGetsOneRowForTheRest(TestStore store) {
    open(store);
    for (int i = 0; i < 1_000; i++) {
      record(row("eve", i % 2 == 0 ? "updateComment" : "updateOwner", i % 4 == 0 ? 403 : 404, i));
    }
    record(row("bob", "updateComment", 403, 1));
    assertThat(rows()).hasSize(RefusalTrail.MOST_KINDS + 1);
    trail.flushAll();
    assertThat(rows()).hasSize(RefusalTrail.MOST_KINDS + 2);
    List<Object> summary = rows().get(RefusalTrail.MOST_KINDS + 1);
    assertThat(summary.subList(0, 3)).containsExactly("eve", "refusals", 429L);
    JsonNode counts = parameters(summary);
    assertThat(counts.get("refusals").asLong()).isEqualTo(970);
    assertThat(counts.get("actions").get("updateOwner").asLong()).isEqualTo(485);
    assertThat(counts.get("responseCodes").get("403").asLong()).isEqualTo(242);
    assertThat(refusals()).isEqualTo(1_001);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void noneIsLostWhenManyComeAtOnce(TestStore store) throws Exception {
    open(store);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> threads = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int number = thread;
        threads.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    record(row("user" + number % 3, "updateComment", 403, i % 50));
                    if (i % 100 == 0) {
                      trail.flushAll();
                    }
                  }
                }));
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    } finally {
      pool.shutdownNow();
    }
    trail.flushAll();
    assertThat(refusals()).isEqualTo(4_000);
  }
}
