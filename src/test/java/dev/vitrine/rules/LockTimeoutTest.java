package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A lock that another transaction holds for too long fails the statement that waits, alone. */
@Timeout(180)
final class LockTimeoutTest {
  private static final String ALIAS = "ALTER MODEL one.s.m VERSION 1 SET ALIAS ";

  /** Of which a second one waits for the transaction of the first. */
  private static final List<String> STATEMENTS =
      List.of(
          ALIAS + "champion",
          "ALTER MODEL one.s.m SET TAGS ('k' = 'v')",
          "CREATE MODEL one.s.fresh",
          "CREATE SCHEMA one.fresh",
          "CREATE CATALOG fresh",
          "GRANT EXECUTE ON MODEL one.s.m TO ann",
          "ALTER GROUP g ADD USER ann",
          "CREATE USER ben",
          "ALTER MODEL one.s.m RENAME TO renamed");

  private static final Map<TestStore, Engine> ENGINES = new EnumMap<>(TestStore.class);
  private static final Map<TestStore, TestRegistry> REGISTRIES = new EnumMap<>(TestStore.class);

  @BeforeAll
  static void open() {
    for (TestStore store : TestStore.values()) {
      String url = store.newUrl();
      ENGINES.put(
          store, Engine.open(url, EngineSettings.DEFAULT.withLockTime(Duration.ofMillis(300))));
      TestRegistry registry = TestRegistry.at(url);
      REGISTRIES.put(store, registry);
      registry
          .admin()
          .run(
              "CREATE CATALOG one; CREATE SCHEMA one.s; CREATE MODEL one.s.m;"
                  + " ALTER MODEL one.s.m ADD VERSION FROM 'x'; CREATE MODEL one.s.other;"
                  + " CREATE USER ann; CREATE GROUP g");
    }
  }

  @AfterAll
  static void close() {
    REGISTRIES.values().forEach(registry -> registry.admin().close());
    ENGINES.values().forEach(Engine::close);
  }

  private static Stream<Arguments> statements() {
    return Stream.of(TestStore.values())
        .flatMap(store -> STATEMENTS.stream().map(sql -> Arguments.of(store, sql)));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void waitingStatementFailsAlone(TestStore store, String sql) {
    TestRegistry registry = REGISTRIES.get(store);
    try (Client holder = registry.as("admin");
        Client waiter = registry.as("admin")) {
      holder.run("BEGIN; " + sql);
      waiter.run("BEGIN; COMMENT ON MODEL one.s.other IS 'kept'");
      waiter.failsWith("LOCK_TIMEOUT", sql);
      assertThat(waiter.value("SELECT COUNT(*) FROM catalogs")).isNotNull();
      waiter.run("COMMIT");
      holder.run("ROLLBACK");
      assertThat(waiter.value("SELECT comment FROM models WHERE model_name = 'other'"))
          .isEqualTo("kept");
      waiter.run("COMMENT ON MODEL one.s.other IS NULL");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void droppingWaitsForChangesInsideAndChangesForDropping(TestStore store) {
    TestRegistry registry = REGISTRIES.get(store);
    try (Client changing = registry.as("admin");
        Client dropping = registry.as("admin")) {
      changing.run("BEGIN; " + ALIAS + "champion");
      dropping.failsWith("LOCK_TIMEOUT", "DROP CATALOG one CASCADE");
      changing.run("ROLLBACK");
      dropping.run("BEGIN; DROP CATALOG one CASCADE");
      changing.failsWith("LOCK_TIMEOUT", ALIAS + "champion");
      dropping.run("ROLLBACK");
      assertThat(changing.column("SELECT model_name FROM models")).contains("m", "other");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void autocommitStatementFailsTooAndTheAuditTrailHasIt(TestStore store) {
    TestRegistry registry = REGISTRIES.get(store);
    // A model of its own: equal refusals within a minute are counted, not written again.
    registry
        .admin()
        .run("CREATE MODEL one.s.audited; ALTER MODEL one.s.audited ADD VERSION FROM 'x'");
    String change = "ALTER MODEL one.s.audited VERSION 1 SET ALIAS a";
    try (Client holder = registry.as("admin");
        Client waiter = registry.as("admin")) {
      holder.run("BEGIN; " + change);
      waiter.failsWith("LOCK_TIMEOUT", change);
      holder.run("ROLLBACK");
    }
    assertThat(
            registry
                .admin()
                .column(
                    "SELECT response_code FROM system.access.audit WHERE error_message LIKE"
                        + " '%LOCK_TIMEOUT%' AND request_params LIKE '%audited%'"))
        .containsExactly("503");
  }
}
