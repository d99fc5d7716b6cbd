package dev.vitrine.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.Polling;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What does not come from the provider is no state of a shared catalog, and changes nothing. */
final class OwnFailuresTest {
  private static final ShareSettings SELDOM =
      ShareSettings.DEFAULT.withLoopback().withRefreshAfter(Duration.ofHours(1));
  private static final EngineSettings SETTINGS =
      EngineSettings.DEFAULT.withShares(SELDOM).withLockTime(Duration.ofMillis(300));

  private StubProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = new StubProvider();
    provider.share("r1", "\"comment\":\"first\"", StubProvider.version(1));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private TestRegistry.Client created(TestRegistry registry) {
    TestRegistry.Client admin = registry.admin();
    admin.run("CREATE PROVIDER p USING TEXT ?", provider.activation());
    admin.run("CREATE CATALOG c USING SHARE p.s");
    return admin;
  }

  private static List<Object> state(TestRegistry.Client admin) {
    return admin.rows("SELECT * FROM shared_catalogs").get(0);
  }

  private static Object comment(TestRegistry.Client admin) {
    return admin.value("SELECT comment FROM models WHERE full_name = 'c.ml.churn'");
  }

  /** Every statement that asks a provider, in the middle of a request that does not end. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aCancelledStatementChangesNothing(TestStore store) throws Exception {
    String url = store.newUrl();
    try (Engine engine = Engine.open(url, SETTINGS)) {
      assertThat(engine).isNotNull();
      TestRegistry registry = TestRegistry.at(url);
      TestRegistry.Client admin = created(registry);
      List<Object> before = state(admin);
      long memory = engine.memory().used();
      for (String sql :
          List.of(
              "REFRESH CATALOG c",
              "SHOW SHARES IN PROVIDER p",
              "CREATE CATALOG d USING SHARE p.s")) {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        StubProvider.Response silent =
            exchange -> {
              asked.countDown();
              try {
                end.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            };
        provider.on("/shares", silent).on("/shares/s", silent);
        try (Connection connection = registry.connect("admin");
            Statement statement = connection.createStatement()) {
          FutureTask<Boolean> running =
              new FutureTask<>(
                  () -> {
                    assertThatThrownBy(() -> statement.execute(sql))
                        .isInstanceOfSatisfying(
                            SQLException.class,
                            failure ->
                                assertThat(failure.getSQLState())
                                    .as(failure.getMessage())
                                    .isEqualTo("57014"));
                    return true;
                  });
          new Thread(running).start();
          asked.await();
          statement.cancel();
          running.get();
        } finally {
          end.countDown();
        }
        assertThat(state(admin)).as(sql).isEqualTo(before);
      }
      assertThat(admin.rows("SELECT 1 FROM catalogs WHERE catalog_name = 'd'")).isEmpty();
      provider.share("r2", "\"comment\":\"second\"", StubProvider.version(1));
      admin.run("REFRESH CATALOG c");
      assertThat(comment(admin)).isEqualTo("second");
      admin.run("SHOW SHARES IN PROVIDER p");
      assertThat(state(admin)).isNotEqualTo(before);
      // Other work of the engine may have held memory before, and may hold some now.
      Polling.until("the memory of responses is free", () -> engine.memory().used() <= memory);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFailureOfTheOwnStoreIsAnErrorOfTheStatement(TestStore store) {
    String url = store.newUrl();
    try (Engine engine = Engine.open(url, SETTINGS)) {
      assertThat(engine).isNotNull();
      TestRegistry registry = TestRegistry.at(url);
      TestRegistry.Client admin = created(registry);
      List<Object> before = state(admin);
      provider.share("r2", "\"comment\":\"second\"", StubProvider.version(1));
      try (TestRegistry.Client holder = registry.as("admin")) {
        holder.run("BEGIN; COMMENT ON CATALOG c IS 'held'");
        admin.failsWith("LOCK_TIMEOUT", "REFRESH CATALOG c");
        assertThat(state(admin)).isEqualTo(before);
        // The same in the background: the reader sees what is there.
        Engine.open(url, SETTINGS.withShares(SELDOM.withRefreshAfter(Duration.ZERO))).close();
        assertThat(comment(admin)).isEqualTo("first");
        Engine.open(url, SETTINGS).close();
        assertThat(state(admin)).isEqualTo(before);
        holder.run("ROLLBACK");
      }
      assertThat(
              admin.rows(
                  "SELECT 1 FROM system.access.audit WHERE error_message LIKE '%LOCK_TIMEOUT%'"))
          .hasSize(1);
      admin.run("REFRESH CATALOG c");
      assertThat(comment(admin)).isEqualTo("second");
    }
  }
}
