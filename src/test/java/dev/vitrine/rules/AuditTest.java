package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.statement.ParsedStatement;
import dev.vitrine.statement.StatementKinds;
import dev.vitrine.statement.StatementParser;
import dev.vitrine.statement.tree.ProviderStatement.CreateSharedCatalog;
import dev.vitrine.statement.tree.ProviderStatement.DescribeProvider;
import dev.vitrine.statement.tree.ProviderStatement.RefreshCatalog;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviderShares;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit trail: every change and attempt, without secrets, and its visibility. */
final class AuditTest {
  /** Of a provider that is not contacted. */
  private static final String ACTIVATION =
      "{\"shareCredentialsVersion\":1,\"endpoint\":\"https://10.0.0.1\",\"bearerToken\":\"s3cret-p\"}";

  private static final String COUNT = "SELECT COUNT(*) FROM system.access.audit";
  private static final String MODEL = "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m";

  private static long count(Client client) {
    return ((Number) client.value(COUNT)).longValue();
  }

  /** A statement, and its action name in the trail. */
  private record Change(String sql, String action) {}

  /**
   * Every kind of statement that changes, each on what those before it made; 0 is the last token.
   */
  private static final List<Change> CHANGES =
      List.of(
          new Change("CREATE USER u WITH PASSWORD 's3cret-u'", "createUser"),
          new Change("ALTER USER u SET PASSWORD 's3cret-v'", "changePassword"),
          new Change("ALTER METASTORE SET RETENTION AUDIT 3650 DAYS", "updateMetastore"),
          new Change("ALTER METASTORE SET RETENTION AUDIT FOREVER", "updateMetastore"),
          new Change("ALTER METASTORE SET RETENTION HISTORY 3650 DAYS", "updateMetastore"),
          new Change("ALTER METASTORE SET RETENTION HISTORY FOREVER", "updateMetastore"),
          new Change("ALTER METASTORE SET RETENTION DROPPED 7 DAYS", "updateMetastore"),
          new Change("CREATE PROVIDER p USING TEXT '" + ACTIVATION + "'", "createProvider"),
          new Change("ALTER PROVIDER p USING TEXT '" + ACTIVATION + "'", "updateProvider"),
          new Change("ALTER PROVIDER p OWNER TO u", "updateProvider"),
          new Change("COMMENT ON PROVIDER p IS 'x'", "updateProvider"),
          new Change("DROP PROVIDER p", "deleteProvider"),
          new Change("CREATE GROUP g WITH USER u", "createGroup"),
          new Change("ALTER GROUP g DROP USER u", "updateGroup"),
          new Change("CREATE CATALOG c COMMENT 'x'", "createCatalog"),
          new Change("CREATE CATALOG IF NOT EXISTS c", "createCatalog"),
          new Change("CREATE SCHEMA c.s", "createSchema"),
          new Change("CREATE MODEL c.s.m TAGS ('k' = 'v')", "createRegisteredModel"),
          new Change("ALTER MODEL c.s.m ADD VERSION FROM 'x' INPUTS (t)", "createModelVersion"),
          new Change("CREATE MODEL c.s.n FROM MODEL c.s.m", "createRegisteredModel"),
          new Change(
              "ALTER MODEL c.s.n ADD VERSION FROM MODEL c.s.m VERSION 1", "createModelVersion"),
          new Change("ALTER MODEL c.s.m VERSION 1 SET ALIAS a", "setRegisteredModelAlias"),
          new Change("ALTER MODEL c.s.m UNSET ALIAS a", "deleteRegisteredModelAlias"),
          new Change(
              "ALTER MODEL c.s.m ADD VERSION 5 FROM 'x'"
                  + " IMPORTED (AUTHOR 'a', CREATED '2024-05-01 12:30:00')",
              "createModelVersion"),
          new Change(
              "ALTER MODEL c.s.m VERSION 1 SET METRICS ('a' = 0.5)", "setModelVersionMetrics"),
          new Change("ALTER MODEL c.s.n RENAME TO o", "updateRegisteredModel"),
          new Change("ALTER CATALOG c SET OWNER TO g", "updateOwner"),
          new Change("COMMENT ON MODEL c.s.m VERSION 1 IS 'x'", "updateComment"),
          new Change("ALTER MODEL c.s.m SET TAGS ('k' = 'w')", "updateTagAssignments"),
          new Change("ALTER MODEL c.s.m UNSET TAGS ('k')", "updateTagAssignments"),
          new Change("SET TAG ON SCHEMA c.s k = v", "updateTagAssignments"),
          new Change("UNSET TAG ON SCHEMA c.s k", "updateTagAssignments"),
          new Change("CREATE TOKEN COMMENT 'x' LIFETIME 1 DAYS", "createToken"),
          new Change("DROP TOKEN 0", "deleteToken"),
          new Change("TERMINATE SESSION 0", "terminateSession"),
          new Change("CREATE SHARE sh COMMENT 'x'", "createShare"),
          new Change("CREATE SHARE IF NOT EXISTS sh", "createShare"),
          new Change("ALTER SHARE sh ADD MODEL c.s.m AS x.y", "updateShare"),
          new Change("ALTER SHARE sh REMOVE MODEL x.y", "updateShare"),
          new Change("COMMENT ON SHARE sh IS 'y'", "updateShare"),
          new Change("CREATE RECIPIENT r ENDPOINT 'https://h/x'", "createRecipient"),
          new Change(
              "ALTER RECIPIENT r ROTATE TOKEN ENDPOINT 'https://h/x'", "rotateRecipientToken"),
          new Change("COMMENT ON RECIPIENT r IS 'y'", "updateRecipient"),
          new Change("GRANT SELECT ON SHARE sh TO RECIPIENT r", "updateSharePermissions"),
          new Change("REVOKE SELECT ON SHARE sh FROM RECIPIENT r", "updateSharePermissions"),
          new Change("ALTER SHARE sh OWNER TO g", "updateShare"),
          new Change("ALTER RECIPIENT r OWNER TO g", "updateRecipient"),
          new Change("DROP SHARE sh", "deleteShare"),
          new Change("DROP SHARE IF EXISTS sh", "deleteShare"),
          new Change("DROP RECIPIENT r", "deleteRecipient"),
          new Change("GRANT EXECUTE, APPLY TAG ON MODEL c.s.m TO u", "updatePermissions"),
          new Change("REVOKE EXECUTE ON MODEL c.s.m FROM u", "updatePermissions"),
          new Change("ALTER MODEL c.s.m DROP VERSION 1", "deleteModelVersion"),
          new Change("ALTER MODEL c.s.m UNDROP VERSION 1", "undropModelVersion"),
          new Change("DROP MODEL c.s.m", "deleteRegisteredModel"),
          new Change("UNDROP MODEL c.s.m", "undropRegisteredModel"),
          new Change("ALTER METASTORE PURGE HISTORY OF CATALOG c TAG k", "purgeHistory"),
          new Change("DROP MODEL c.s.m PURGE", "deleteRegisteredModel"),
          new Change("DROP MODEL IF EXISTS c.s.m", "deleteRegisteredModel"),
          new Change("DROP SCHEMA c.s CASCADE", "deleteSchema"),
          new Change("DROP CATALOG c", "deleteCatalog"),
          new Change("DROP GROUP g", "deleteGroup"),
          new Change("DROP USER u", "deleteUser"));

  /** Every kind of statement that changes nothing; {@code E} is a catalog. */
  private static final List<String> READS =
      List.of(
          "USE CATALOG E",
          "USE SCHEMA E.s",
          "SHOW CATALOGS",
          "SHOW SCHEMAS IN E",
          "SHOW MODELS IN E.s",
          "SHOW MODELS DROPPED IN E.s",
          "SHOW VERSIONS IN MODEL E.s.m",
          "SHOW ALIASES IN MODEL E.s.m",
          "SHOW TAGS ON MODEL E.s.m",
          "SHOW GRANTS ON MODEL E.s.m",
          "SHOW EFFECTIVE GRANTS ON MODEL E.s.m",
          "SHOW CREATE MODEL E.s.m",
          "DESCRIBE MODEL E.s.m",
          "SHOW USERS",
          "SHOW GROUPS",
          "SHOW TOKENS",
          "SHOW SESSIONS",
          "SHOW SHARES",
          "SHOW ALL IN SHARE e_share",
          "SHOW GRANTS ON SHARE e_share",
          "DESCRIBE SHARE e_share",
          "SHOW RECIPIENTS",
          "SHOW GRANTS TO RECIPIENT e_recipient",
          "DESCRIBE RECIPIENT e_recipient",
          "SHOW PROVIDERS",
          "DESCRIBE METASTORE",
          "BEGIN",
          "COMMIT",
          "BEGIN; ROLLBACK",
          "SELECT * FROM E.s.m",
          "SELECT has_privilege('EXECUTE', 'MODEL', 'E.s.m')",
          "SELECT has_privilege('EXECUTE', 'MODEL', 'E.s.m', 'admin')",
          "SELECT * FROM system.access.audit");

  private static final String ROWS =
      "SELECT action_name, response_code, request_params, error_message, user_identity,"
          + " service_name, session_id FROM system.access.audit ORDER BY event_time, event_id";

  @Test
  void everyKindOfStatementIsTried() {
    Set<Class<?>> tried = new HashSet<>();
    Stream.concat(
            CHANGES.stream().map(Change::sql), READS.stream().map(sql -> sql.replace("E", "e")))
        .flatMap(sql -> StatementParser.parse(sql).stream())
        .filter(ParsedStatement.class::isInstance)
        .forEach(text -> tried.add(((ParsedStatement) text).kind()));
    // They need a provider: SharedCatalogTest.
    tried.addAll(
        Set.of(
            CreateSharedCatalog.class,
            DescribeProvider.class,
            RefreshCatalog.class,
            ShowProviderShares.class));
    assertThat(tried).isEqualTo(StatementKinds.all());
  }

  /** The id of the session that was opened last, which is this one. */
  private static String ownId(Client client) {
    return client
        .column("SELECT session_id FROM sessions WHERE state = 'ACTIVE' ORDER BY connected_at DESC")
        .get(0);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyChangeIsOneRow(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    for (Change change : CHANGES) {
      String sql = change.sql();
      if (sql.equals("DROP TOKEN 0")) {
        sql = sql.replace("0", admin.value("SELECT MAX(token_id) FROM tokens").toString());
      }
      if (sql.equals("TERMINATE SESSION 0")) {
        sql = sql.replace("0", ownId(registry.as("admin")));
      }
      int before = admin.rows(ROWS).size();
      admin.run(sql);
      assertRow(admin, before, change.sql(), change.action(), "admin", code -> code == 200);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyRefusalIsOneRow(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    List<Change> refused = new ArrayList<>(CHANGES);
    refused.removeIf(change -> change.sql().matches(".*IF EXISTS.*|CREATE TOKEN.*"));
    // Each by another user, since refusals of one user that are alike are summed up.
    int users = 0;
    for (Change change : refused) {
      String eve = newUser(admin, users++);
      try (Client client = registry.as(eve)) {
        int before = admin.rows(ROWS).size();
        client.fails(change.sql());
        assertRow(admin, before, change.sql(), change.action(), eve, code -> code >= 400);
      }
    }
    for (String read : READS) {
      if (read.contains("E.") && !read.contains("has_privilege")) {
        String eve = newUser(admin, users++);
        try (Client client = registry.as(eve)) {
          int before = admin.rows(ROWS).size();
          client.fails(read.replace("E", "e"));
          assertRow(admin, before, read, null, eve, code -> code == 404);
        }
      }
    }
    for (String sql : List.of("DELETE FROM system.access.audit", "CREATE OR REPLACE MODEL m")) {
      String eve = newUser(admin, users++);
      try (Client client = registry.as(eve)) {
        int before = admin.rows(ROWS).size();
        client.failsWith("UNSUPPORTED_FEATURE", sql);
        assertRow(admin, before, sql, "refusedStatement", eve, code -> code == 501);
      }
    }
  }

  private static String newUser(Client admin, int number) {
    String name = "eve_" + number;
    admin.run("CREATE USER " + name);
    return name;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void noReadIsARow(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run("CREATE CATALOG e; CREATE SCHEMA e.s; CREATE MODEL e.s.m; CREATE SHARE e_share");
    admin.run("CREATE RECIPIENT e_recipient ENDPOINT 'https://h/x'");
    int before = admin.rows(ROWS).size();
    for (String read : READS) {
      admin.run(read.replace("E.", "e.").replace(" E", " e"));
      assertThat(admin.rows(ROWS)).as(read).hasSize(before);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void auditRowsHaveTheCurrentCatalogAndSchema(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run("CREATE USER eve; CREATE CATALOG told; CREATE SCHEMA told.s; USE told.s");
    admin.run("CREATE MODEL m; ALTER MODEL m ADD VERSION FROM 'x'");
    admin.run("ALTER MODEL m VERSION 1 SET ALIAS a; DROP MODEL m");
    admin.fails("DROP MODEL m");
    try (Client eve = registry.as("eve")) {
      eve.fails("DROP MODEL told.s.m");
    }
    List<String> told =
        admin.column(
            "SELECT request_params FROM system.access.audit"
                + " WHERE request_params LIKE '%\"full_name\":\"told.s.m\"%'");
    assertThat(told).hasSize(6).filteredOn(row -> row.contains("\"m\"")).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aRequestThatIsTooLongIsCut(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    StringBuilder tags = new StringBuilder();
    for (int number = 0; number < 1_000; number++) {
      tags.append(number == 0 ? "" : ", ").append("'k").append(number).append("' = '");
      tags.append("v".repeat(900)).append("'");
    }
    int before = admin.rows(ROWS).size();
    String sql = "ALTER CATALOG too_long SET TAGS (" + tags + ")";
    admin.failsWith("CATALOG_NOT_FOUND", sql);
    assertRow(admin, before, sql, null, "admin", code -> code == 404);
    assertThat(admin.rows(ROWS).get(before).get(2).toString())
        .contains("\"full_name\":\"too_long\"", "k0")
        .hasSizeLessThan(4_096);
    String name = "DROP MODEL too_long.s." + "z".repeat(1_000_000);
    admin.failsWith("CATALOG_NOT_FOUND", name);
    assertRow(admin, before + 1, "DROP MODEL", null, "admin", code -> code == 404);
    assertThat(admin.rows(ROWS).get(before + 1).get(2).toString())
        .contains("\"full_name\":\"too_long.s.zz")
        .hasSizeLessThan(4_096);
  }

  private static void assertRow(
      Client admin, int before, String sql, String action, String user, LongPredicate code) {
    List<List<Object>> rows = admin.rows(ROWS);
    assertThat(rows).as(sql).hasSize(before + 1);
    List<Object> row = rows.get(before);
    if (action != null) {
      assertThat(row.get(0)).as(sql).isEqualTo(action);
    }
    assertThat((long) row.get(1)).as(sql).matches(code::test);
    try {
      assertThat(new ObjectMapper().readTree((String) row.get(2)).isObject()).as(sql).isTrue();
    } catch (JsonProcessingException exception) {
      throw new AssertionError(sql + ": " + row.get(2), exception);
    }
    assertThat(row.toString()).as(sql).doesNotContain("s3cret");
    assertThat(row.get(3) == null).as(sql).isEqualTo((long) row.get(1) == 200);
    assertThat(row.get(4)).as(sql).isEqualTo(user);
    assertThat(row.get(5)).as(sql).isNotNull();
    assertThat(row.get(6)).as(sql).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void auditRowsOfEachObjectTypeAreVisibleToManagers(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "; CREATE USER manager; CREATE USER stranger; CREATE GROUP g");
    admin.run("GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG c TO `account users`");
    String mine =
        "SELECT COUNT(*) FROM system.access.audit WHERE request_params LIKE '%' || ? || '%'"
            + " OR error_message LIKE '%' || ? || '%'";
    try (Client manager = registry.as("manager");
        Client stranger = registry.as("stranger")) {
      for (String object : List.of("CATALOG c", "SCHEMA c.s", "MODEL c.s.m")) {
        String mark = "mark-" + object.charAt(0);
        admin.run("COMMENT ON " + object + " IS '" + mark + "'");
        stranger.fails("COMMENT ON " + object + " IS '" + mark + "'");
        assertThat(manager.value(mine, mark, mark)).as(object).isEqualTo(0L);
        for (String way : List.of("GRANT", "OWN")) {
          admin.run(
              way.equals("OWN")
                  ? "ALTER " + object + " SET OWNER TO manager"
                  : "GRANT MANAGE ON " + object + " TO manager");
          assertThat(manager.value(mine, mark, mark)).as(object + way).isEqualTo(2L);
          assertThat(stranger.value(mine, mark, mark)).as(object).isEqualTo(0L);
          admin.run(
              way.equals("OWN")
                  ? "ALTER " + object + " SET OWNER TO admin"
                  : "REVOKE MANAGE ON " + object + " FROM manager");
          assertThat(manager.value(mine, mark, mark)).as(object + way).isEqualTo(0L);
        }
      }
      admin.run("ALTER CATALOG c SET OWNER TO manager");
      assertThat(manager.value(mine, "mark-M", "mark-M")).isEqualTo(2L);
      admin.run("REVOKE USE SCHEMA ON CATALOG c FROM `account users`");
      assertThat(manager.value(mine, "mark-M", "mark-M")).isEqualTo(2L);
      admin.run("DROP CATALOG c CASCADE; " + MODEL + "; ALTER CATALOG c SET OWNER TO manager");
      for (String mark : List.of("mark-C", "mark-S", "mark-M")) {
        assertThat(manager.value(mine, mark, mark)).as(mark).isEqualTo(0L);
        assertThat(admin.value(mine, mark, mark)).as(mark).isEqualTo(2L);
      }
      admin.run("CREATE USER unseen; GRANT CREATE CATALOG ON METASTORE TO unseen");
      assertThat(manager.value(mine, "unseen", "unseen")).isEqualTo(0L);
      assertThat(admin.value(mine, "unseen", "unseen")).isEqualTo(2L);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void changesAndAttemptsAreRows(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run(MODEL + "; CREATE USER alice; CREATE USER bob");
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    for (String statement :
        List.of(
            "ALTER MODEL c.s.m VERSION 1 SET ALIAS a",
            "COMMENT ON MODEL c.s.m IS 'x'",
            "ALTER MODEL c.s.m SET TAGS ('k' = 'v')",
            "GRANT EXECUTE ON MODEL c.s.m TO bob",
            "CREATE GROUP audited",
            "DROP GROUP audited")) {
      long before = count(admin);
      admin.run(statement);
      assertThat(count(admin)).as(statement).isEqualTo(before + 1);
    }
    for (String statement :
        List.of(
            "DROP MODEL c.s.absent",
            "CREATE MODEL c.s.m",
            "GRANT EXECUTE ON MODEL c.s.m TO nobody_at_all")) {
      long before = count(admin);
      admin.fails(statement);
      assertThat(count(admin)).as(statement).isEqualTo(before + 1);
    }
    try (Client alice = registry.as("alice")) {
      long before = count(admin);
      alice.fails("DROP MODEL c.s.m");
      alice.fails("SHOW VERSIONS IN MODEL c.s.m");
      assertThat(
              admin.rows(
                  "SELECT error_message FROM system.access.audit"
                      + " WHERE user_identity = 'alice' AND action_name <> 'login'"
                      + " AND response_code <> 200 AND error_message IS NOT NULL"))
          .hasSizeGreaterThanOrEqualTo(1);
      assertThat(count(admin)).isGreaterThan(before);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void actionsHaveTheirNames(TestStore store) {
    Client admin = TestRegistry.open(store).admin();
    admin.run(MODEL + "; CREATE USER bob; ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS a; GRANT EXECUTE ON MODEL c.s.m TO bob");
    assertThat(admin.column("SELECT DISTINCT action_name FROM system.access.audit"))
        .contains("createRegisteredModel", "setRegisteredModelAlias", "updatePermissions");
    assertThat(
            admin.column(
                "SELECT DISTINCT user_identity FROM system.access.audit"
                    + " WHERE action_name = 'createRegisteredModel'"))
        .containsExactly("admin");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void readingLeavesNoTrace(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run(MODEL);
    long before = count(admin);
    admin.run("SELECT * FROM models; SHOW MODELS IN c.s; DESCRIBE MODEL c.s.m; SELECT 1");
    assertThat(count(admin)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void passwordsAreNowhere(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE USER alice WITH PASSWORD 's3cret-one'");
    admin.run("ALTER USER alice SET PASSWORD 's3cret-two'");
    admin.fails("CREATE USER alice WITH PASSWORD 's3cret-three'");
    admin.fails("ALTER USER nobody_at_all SET PASSWORD 's3cret-four'");
    admin.fails("CREATE USER x WITH PASSWROD 's3cret-five'");
    for (List<Object> row : admin.rows("SELECT * FROM system.access.audit")) {
      assertThat(row.toString()).doesNotContain("s3cret");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anUndoneChangeIsNotReportedAsDone(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE CATALOG c");
    String query =
        "SELECT COUNT(*) FROM system.access.audit WHERE action_name = 'createSchema'"
            + " AND request_params LIKE '%undone_schema%' AND response_code = 200";
    admin.begin();
    admin.run("CREATE SCHEMA c.undone_schema");
    admin.rollback();
    assertThat(admin.value(query)).isEqualTo(0L);
    admin.begin();
    admin.fails("CREATE SCHEMA absent.undone_schema");
    admin.rollback();
    assertThat(
            admin.value(
                "SELECT COUNT(*) FROM system.access.audit"
                    + " WHERE request_params LIKE '%undone_schema%' AND response_code <> 200"))
        .isEqualTo(1L);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void auditRowsAreVisibleToManagersOfTheObject(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "; CREATE USER manager; CREATE USER reader; CREATE CATALOG d");
    admin.run("GRANT USE CATALOG, USE SCHEMA ON CATALOG c TO `account users`");
    admin.run("GRANT MANAGE ON MODEL c.s.m TO manager; GRANT EXECUTE ON MODEL c.s.m TO reader");
    admin.run("COMMENT ON MODEL c.s.m IS 'seen-by-managers'");
    String query =
        "SELECT user_identity FROM system.access.audit WHERE request_params LIKE '%seen-by-m%'";
    try (Client manager = registry.as("manager");
        Client reader = registry.as("reader")) {
      assertThat(manager.column(query)).containsExactly("admin");
      assertThat(reader.column(query)).isEmpty();
      admin.run("DROP MODEL c.s.m; CREATE MODEL c.s.m");
      admin.run("GRANT MANAGE ON MODEL c.s.m TO manager");
      assertThat(manager.column(query)).isEmpty();
      assertThat(admin.rows(query)).isNotEmpty();
      for (Client client : List.of(manager, admin)) {
        client.failsWith("UNSUPPORTED_FEATURE", "DELETE FROM system.access.audit");
      }
    }
  }
}
