package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The trail: every change and every attempt, no secrets, and for whom. */
final class AuditTest {
  private static final String COUNT = "SELECT COUNT(*) FROM system.access.audit";
  private static final String MODEL = "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m";

  private static long count(Client client) {
    return ((Number) client.value(COUNT)).longValue();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void changesAndAttemptsAreRows(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
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
  void rowsAreForWhoManagesTheObject(TestStore store) {
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
