package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Polling;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much one user can write into the audit trail, and for how long rows are kept. */
final class AuditFloodTest {
  /** Maximum bytes of a refusal's row. */
  private static final int MOST_BYTES = 4 << 10;

  private static int bytes(List<Object> row) {
    return row.stream()
        .mapToInt(value -> String.valueOf(value).getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aRefusalsRowIsBounded(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    String name = "\u732b".repeat(255);
    admin.run("CREATE CATALOG c; CREATE USER `" + name + "`");
    String many = "('k' = '" + "\u732b".repeat(1_000) + "')";
    StringBuilder tags = new StringBuilder("(");
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      tags.append(i == 0 ? "" : ", ").append("'k").append(i).append("' = '\\u0001\"\\\\'");
      members.append(i == 0 ? "" : ", ").append("`user \u00fc").append(i).append('`');
    }
    try (Client eve = registry.as(name)) {
      for (String sql :
          List.of(
              "ALTER CATALOG c SET TAGS " + many,
              "ALTER SCHEMA c.x SET TAGS " + tags + ")",
              "COMMENT ON CATALOG c IS '" + "\u732b".repeat(60_000) + "'",
              "COMMENT ON SCHEMA c.y IS '" + "\"\\\t".repeat(20_000) + "'",
              "CREATE GROUP g WITH USER " + members,
              "DROP MODEL c.s." + "z".repeat(500_000),
              "DROP USER `" + "\u732b".repeat(255) + "x`",
              "TERMINATE SESSION '" + "s".repeat(100_000) + "'")) {
        eve.fails(sql);
      }
    }
    List<List<Object>> rows =
        admin.rows("SELECT * FROM system.access.audit WHERE response_code >= 400");
    assertThat(rows).hasSize(8).allSatisfy(row -> assertThat(bytes(row)).isLessThan(MOST_BYTES));
    assertThat(rows.toString()).contains("…", "\"truncated\":true", "more");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void repeatedRefusalsAreCountedUntilTheRegistryIsClosed(TestStore store, @TempDir Path directory)
      throws SQLException, IOException {
    String url =
        store == TestStore.H2 ? "jdbc:vitrine:file:" + directory.resolve("flood") : store.newUrl();
    try (Connection admin = DriverManager.getConnection(url, "admin", "");
        Statement setUp = admin.createStatement()) {
      setUp.execute("CREATE CATALOG c; CREATE USER eve");
      try (Connection eve = DriverManager.getConnection(url, "eve", "");
          Statement statement = eve.createStatement()) {
        for (int i = 0; i < 300; i++) {
          refuse(statement, "DROP CATALOG c");
          refuse(statement, "DROP CATALOG no_" + i);
        }
      }
    }
    try (Connection admin = DriverManager.getConnection(url, "admin", "")) {
      Client client = TestRegistry.on(admin);
      List<List<Object>> rows =
          client.rows(
              "SELECT action_name, request_params FROM system.access.audit"
                  + " WHERE user_identity = 'eve' AND response_code >= 400");
      assertThat(rows).hasSize(32);
      assertThat(rows.toString()).contains("\"repeated\":299", "\"refusals\":271");
    }
  }

  private static void refuse(Statement statement, String sql) throws SQLException {
    try {
      statement.execute(sql);
      throw new AssertionError(sql);
    } catch (SQLException refusal) {
      assertThat(refusal.getSQLState()).startsWith("42");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void expiredRowsAreRemovedInTheBackground(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run("CREATE USER eve");
    try (Connection connection =
            DriverManager.getConnection(StoreLocation.parse(registry.url()).jdbcUrl());
        Statement statement = connection.createStatement()) {
      connection.setSchema("vitrine");
      for (int days : new int[] {29, 31, 400}) {
        statement.execute(
            "INSERT INTO audit_log (event_time, user_identity, service_name, action_name,"
                + " request_params, response_code, session_id)"
                + " SELECT LOCALTIMESTAMP - INTERVAL '%d' DAY, 'old', 'vitrine', 'day%d', '{}', 200, 's'"
                    .formatted(days, days)
                + " FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS a (n),"
                + " (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS b (n),"
                + " (VALUES (0), (1), (2), (3), (4), (5)) AS c (n)");
      }
    }
    String old = "SELECT COUNT(*) FROM system.access.audit WHERE user_identity = 'old'";
    assertThat(admin.value(old)).isEqualTo(1_800L);
    try (Client eve = registry.as("eve")) {
      eve.failsWith("INSUFFICIENT_PRIVILEGES", "ALTER METASTORE SET RETENTION AUDIT 1 DAYS");
      assertThat(eve.column("DESCRIBE METASTORE"))
          .containsExactly("Metastore Name", "Owner", "History Since");
    }
    for (long days : new long[] {0, -1, 36_501, Long.MAX_VALUE}) {
      admin.failsWith(
          "INVALID_PARAMETER_VALUE", "ALTER METASTORE SET RETENTION AUDIT ? DAYS", days);
    }
    assertThat(admin.rows("DESCRIBE METASTORE")).contains(List.of("Audit Retention", "FOREVER"));
    admin.run("ALTER METASTORE SET RETENTION AUDIT 30 DAYS");
    assertThat(admin.rows("DESCRIBE METASTORE")).contains(List.of("Audit Retention", "30 DAYS"));
    Polling.until("600 old rows", () -> admin.value(old).equals(600L));
    assertThat(admin.value(old + " AND action_name = 'day29'")).isEqualTo(600L);
    admin.run("ALTER METASTORE SET RETENTION AUDIT FOREVER");
    assertThat(admin.rows("DESCRIBE METASTORE")).contains(List.of("Audit Retention", "FOREVER"));
  }
}
