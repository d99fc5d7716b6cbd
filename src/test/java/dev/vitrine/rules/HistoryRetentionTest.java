package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Polling;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.session.upkeep.HistoryRetention;
import dev.vitrine.store.Store;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long the past and what was dropped are kept, and the erasure of the past. */
final class HistoryRetentionTest {
  /** More than one batch of removed rows. */
  private static final int ROWS = 1_100;

  private static TestRegistry registry(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    registry
        .admin()
        .run(
            "CREATE CATALOG c COMMENT 'secret'; CREATE SCHEMA c.s COMMENT 'secret';"
                + " CREATE MODEL c.s.m COMMENT 'secret' TAGS ('k' = 'v', 'other' = 'v')");
    return registry;
  }

  private static Connection store(TestRegistry registry) throws SQLException {
    Connection connection =
        DriverManager.getConnection(StoreLocation.parse(registry.url()).jdbcUrl());
    connection.setSchema("vitrine");
    return connection;
  }

  private static void change(TestRegistry registry, String... texts) throws SQLException {
    try (Connection connection = store(registry);
        Statement statement = connection.createStatement()) {
      for (String sql : texts) {
        statement.execute(sql);
      }
    }
  }

  private static long count(TestRegistry registry, String from) throws SQLException {
    try (Connection connection = store(registry);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void await(TestRegistry registry, String from, long rows) throws SQLException {
    Polling.until(rows + " rows in " + from, () -> count(registry, from) == rows);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void expiredRowsAreRemovedAndTheHistoryBeginsLater(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    admin.run("CREATE USER eve; CREATE MODEL c.s.gone; ALTER MODEL c.s.gone SET TAGS ('k' = '1')");
    admin.run("ALTER MODEL c.s.gone SET TAGS ('k' = '2'); DROP MODEL c.s.gone");
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x'; ALTER MODEL c.s.m ADD VERSION FROM 'y'");
    admin.run("ALTER MODEL c.s.m DROP VERSION 1; ALTER MODEL c.s.m DROP VERSION 2 PURGE");
    String interval = "LOCALTIMESTAMP - INTERVAL '%d' DAY";
    change(
        registry,
        "UPDATE metastore SET history_since = " + interval.formatted(1_000),
        earlier("models_history", "name = 'gone'"),
        earlier("model_tags_history", "TRUE"),
        earlier("versions_history", "TRUE"),
        """
        INSERT INTO aliases_history
          (model_id, alias_key, alias, version, valid_from, valid_to)
        SELECT 1000 + x.n, 'a', 'a', 7, %1$s, CASE WHEN MOD(x.n, 2) = 0 THEN %2$s ELSE %3$s END
        FROM (SELECT a.n * 100 + b.n AS n FROM %4$s AS a (n), %5$s AS b (n)) x"""
            .formatted(
                interval.formatted(50),
                interval.formatted(40),
                interval.formatted(20),
                values(2 * ROWS / 100),
                values(100)));
    assertThat(count(registry, "aliases_history")).isEqualTo(2 * ROWS);
    try (Client eve = registry.as("eve")) {
      eve.failsWith("INSUFFICIENT_PRIVILEGES", "ALTER METASTORE SET RETENTION HISTORY 1 DAYS");
      assertThat(eve.column("DESCRIBE METASTORE"))
          .containsExactly("Metastore Name", "Owner", "History Since");
    }
    for (long days : new long[] {0, -1, 36_501, Long.MAX_VALUE}) {
      admin.failsWith(
          "INVALID_PARAMETER_VALUE", "ALTER METASTORE SET RETENTION HISTORY ? DAYS", days);
    }
    assertThat(admin.rows("DESCRIBE METASTORE")).contains(List.of("History Retention", "FOREVER"));
    admin.run("ALTER METASTORE SET RETENTION HISTORY 30 DAYS");
    assertThat(admin.rows("DESCRIBE METASTORE")).contains(List.of("History Retention", "30 DAYS"));
    assertThat(since(admin))
        .isBetween(now().minusDays(30).minusMinutes(10), now().minusDays(30).plusMinutes(10));
    // The last table: after it, the values of versions that have no past any more.
    await(registry, "dropped_versions", 1);
    assertThat(count(registry, "aliases_history")).isEqualTo(ROWS);
    // What can be restored is kept.
    assertThat(count(registry, "versions_history")).isEqualTo(1);
    assertThat(count(registry, "model_tags_history")).isEqualTo(2);
    admin.run("UNDROP MODEL c.s.gone; ALTER MODEL c.s.m UNDROP VERSION 1");
    assertThat(admin.column("SELECT tag_value FROM tags WHERE full_name = 'c.s.gone'"))
        .containsExactly("2");
    admin.run("ALTER METASTORE SET RETENTION HISTORY FOREVER");
    assertThat(admin.rows("DESCRIBE METASTORE")).contains(List.of("History Retention", "FOREVER"));
    assertThat(since(admin)).isAfter(now().minusDays(31));
  }

  private static String earlier(String table, String condition) {
    return "UPDATE %s SET valid_from = valid_from - INTERVAL '40' DAY, valid_to = valid_to - INTERVAL '40' DAY WHERE %s"
        .formatted(table, condition);
  }

  private static String values(int count) {
    StringBuilder values = new StringBuilder("(VALUES (0)");
    for (int i = 1; i < count; i++) {
      values.append(", (").append(i).append(')');
    }
    return values.append(')').toString();
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC);
  }

  private static LocalDateTime since(Client client) {
    return client.rows("DESCRIBE METASTORE").stream()
        .filter(row -> row.get(0).equals("History Since"))
        .map(row -> LocalDateTime.parse(row.get(1).toString().replace(' ', 'T')))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void droppedModelsAndVersionsArePurgedWhenTheyExpire(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    for (int i = 0; i < 25; i++) {
      admin.run("CREATE MODEL c.s.m" + i);
      admin.run("ALTER MODEL c.s.m" + i + " ADD VERSION FROM 'x'");
    }
    for (int i = 0; i < 25; i++) {
      admin.run("DROP MODEL c.s.m" + i);
    }
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x'; ALTER MODEL c.s.m DROP VERSION 1");
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x'; ALTER MODEL c.s.m DROP VERSION 2");
    String old = " SET dropped_at = LOCALTIMESTAMP - INTERVAL '10' DAY WHERE ";
    change(
        registry,
        "UPDATE dropped_models" + old + "name <> 'm0'",
        "UPDATE dropped_versions"
            + old
            + "model_id NOT IN"
            + " (SELECT model_id FROM dropped_models WHERE name = 'm0') AND version = 1");
    for (long days : new long[] {-1, 36_501, Long.MAX_VALUE}) {
      admin.failsWith(
          "INVALID_PARAMETER_VALUE", "ALTER METASTORE SET RETENTION DROPPED ? DAYS", days);
    }
    assertThat(admin.rows("DESCRIBE METASTORE")).contains(List.of("Dropped Retention", "7 DAYS"));
    admin.run("ALTER METASTORE SET RETENTION DROPPED 9 DAYS");
    assertThat(admin.rows("DESCRIBE METASTORE")).contains(List.of("Dropped Retention", "9 DAYS"));
    await(registry, "dropped_versions WHERE NOT purged", 2);
    assertThat(admin.column("SELECT full_name FROM dropped_models")).containsExactly("c.s.m0");
    admin.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.m1");
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.s.m UNDROP VERSION 1");
    admin.run("ALTER MODEL c.s.m UNDROP VERSION 2");
    // With 0 days, everything is purged, and nothing is kept from then on.
    admin.run("ALTER METASTORE SET RETENTION DROPPED 0 DAYS");
    admin.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.m0");
    await(registry, "dropped_models", 0);
    admin.run("ALTER MODEL c.s.m DROP VERSION 2");
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.s.m UNDROP VERSION 2");
    admin.run("DROP MODEL c.s.m");
    assertThat(admin.rows("SELECT * FROM dropped_models")).isEmpty();
    await(registry, "dropped_versions WHERE NOT purged", 0);
  }

  /** What one run does not purge, because of another server, the next run does. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void severalServersPurgeTogether(TestStore store) throws Exception {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    for (int i = 0; i < 90; i++) {
      admin.run("CREATE MODEL c.s.x" + i + "; DROP MODEL c.s.x" + i);
    }
    admin.run("ALTER METASTORE SET RETENTION DROPPED 3650 DAYS");
    change(
        registry,
        "UPDATE dropped_models SET dropped_at = TIMESTAMP '2001-01-01 00:00:00'"
            + " WHERE name <> 'x7'",
        "UPDATE metastore SET history_since = TIMESTAMP '2001-01-01 00:00:00',"
            + " history_retention_days = 3650",
        "UPDATE models_history SET valid_from = TIMESTAMP '2001-01-01 00:00:00',"
            + " valid_to = TIMESTAMP '2001-02-01 00:00:00' WHERE name LIKE 'x%'");
    try (Store first = Store.open(StoreLocation.parse(registry.url()));
        Store second = Store.open(StoreLocation.parse(registry.url()))) {
      List<HistoryRetention> servers =
          List.of(new HistoryRetention(first), new HistoryRetention(second));
      for (int round = 0; round < 2; round++) {
        CompletableFuture.allOf(
                servers.stream()
                    .map(server -> CompletableFuture.runAsync(server::removeExpired))
                    .toArray(CompletableFuture<?>[]::new))
            .get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(admin.column("SELECT full_name FROM dropped_models")).containsExactly("c.s.x7");
    assertThat(count(registry, "models_history WHERE name LIKE 'x%'")).isEqualTo(1);
    admin.run("UNDROP MODEL c.s.x7");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void purgeOfHistoryErasesThePastOnly(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    admin.run(
        """
        CREATE CATALOG d COMMENT 'secret'; CREATE SCHEMA d.s; CREATE MODEL d.s.m TAGS ('k' = 'v');
        ALTER MODEL c.s.m ADD VERSION FROM 'x' COMMENT 'secret' TAGS ('k' = 'v');
        COMMENT ON CATALOG c IS 'new'; COMMENT ON SCHEMA c.s IS 'new'; COMMENT ON CATALOG d IS 'new';
        COMMENT ON MODEL c.s.m IS 'new'; COMMENT ON MODEL c.s.m VERSION 1 IS 'new';
        ALTER MODEL c.s.m SET TAGS ('k' = 'w', 'other' = 'w');
        ALTER MODEL c.s.m VERSION 1 SET TAGS ('k' = 'w'); ALTER MODEL d.s.m SET TAGS ('k' = 'w');
        ALTER MODEL c.s.m ADD VERSION FROM 'x' COMMENT 'secret'; ALTER MODEL c.s.m DROP VERSION 2;
        CREATE SCHEMA c.t; CREATE MODEL c.t.gone COMMENT 'secret'; DROP MODEL c.t.gone;
        CREATE SCHEMA c.u COMMENT 'secret'; CREATE MODEL c.u.m COMMENT 'secret' TAGS ('k' = 'v');
        DROP SCHEMA c.u CASCADE; CREATE USER eve""");
    String secrets =
        """
        (SELECT comment FROM catalogs_history UNION ALL SELECT comment FROM schemas_history
          UNION ALL SELECT comment FROM models_history UNION ALL SELECT comment FROM versions_history
        ) x WHERE comment = 'secret'""";
    assertThat(count(registry, secrets)).isGreaterThan(7);
    try (Client eve = registry.as("eve")) {
      for (String absent : List.of("CATALOG c", "CATALOG absent", "MODEL c.s.m COMMENT")) {
        assertThat(
                eve.failsWith(
                    "INSUFFICIENT_PRIVILEGES", "ALTER METASTORE PURGE HISTORY OF " + absent))
            .contains("is not an admin");
      }
    }
    admin.failsWith("CATALOG_NOT_FOUND", "ALTER METASTORE PURGE HISTORY OF CATALOG absent");
    admin.failsWith("INSUFFICIENT_PRIVILEGES", "ALTER METASTORE PURGE HISTORY OF CATALOG system");
    admin.run("ALTER METASTORE PURGE HISTORY OF MODEL c.s.m TAG k");
    assertThat(count(registry, "model_tags_history WHERE tag_key = 'k'")).isEqualTo(2);
    assertThat(count(registry, "model_tags_history WHERE tag_key = 'other'")).isEqualTo(1);
    assertThat(count(registry, "version_tags_history")).isZero();
    assertThat(admin.run("ALTER METASTORE PURGE HISTORY OF CATALOG c COMMENT")).isGreaterThan(5);
    assertThat(count(registry, secrets)).isEqualTo(1);
    // What was dropped comes back without.
    admin.run("ALTER MODEL c.s.m UNDROP VERSION 2; UNDROP MODEL c.t.gone; DROP MODEL c.t.gone");
    assertThat(admin.value("SELECT comment FROM versions WHERE version = 2")).isNull();
    admin.run("ALTER METASTORE PURGE HISTORY OF SCHEMA c.t");
    admin.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.t.gone");
    admin.run("ALTER MODEL c.s.m DROP VERSION 2; ALTER METASTORE PURGE HISTORY OF CATALOG c");
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.s.m UNDROP VERSION 2");
    for (String table : List.of("schemas", "models", "model_tags", "versions", "version_tags")) {
      assertThat(count(registry, table + "_history"))
          .as(table)
          .isEqualTo(table.equals("model_tags") ? 1 : table.equals("models") ? 1 : 0);
    }
    assertThat(count(registry, "catalogs_history")).isEqualTo(1);
    assertThat(count(registry, "dropped_versions")).isZero();
    assertThat(admin.column("SELECT comment FROM models WHERE full_name = 'c.s.m'"))
        .containsExactly("new");
    assertThat(
            admin.column(
                "SELECT request_params FROM system.access.audit"
                    + " WHERE action_name = 'purgeHistory' AND response_code = 200"))
        .hasSize(4);
  }
}
