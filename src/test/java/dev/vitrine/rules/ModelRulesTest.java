package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions, aliases, comments, renaming, copies and dropping. */
final class ModelRulesTest {
  private static Client admin(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    return admin;
  }

  private static long add(Client client, String model) {
    return client.addVersion("ALTER MODEL " + model + " ADD VERSION FROM 'runs:/1/model'");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void numbersAreNeverGivenAgain(TestStore store) {
    Client admin = admin(store);
    assertThat(add(admin, "c.s.m")).isEqualTo(1);
    assertThat(add(admin, "c.s.m")).isEqualTo(2);
    assertThat(admin.run("ALTER MODEL c.s.m DROP VERSION 2")).isEqualTo(1);
    assertThat(add(admin, "c.s.m")).isEqualTo(3);
    assertThat(admin.run("ALTER MODEL c.s.m DROP VERSION 1, 3")).isEqualTo(2);
    assertThat(admin.value("SELECT latest_version FROM models")).isNull();
    assertThat(add(admin, "c.s.m")).isEqualTo(4);
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.s.m DROP VERSION 2");
    assertThat(admin.run("ALTER MODEL c.s.m DROP VERSION IF EXISTS 2")).isZero();
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.s.m DROP VERSION 4, 9");
    assertThat(admin.column("SELECT version FROM versions")).containsExactly("4");
    admin.run("ALTER MODEL c.s.m RENAME TO n");
    assertThat(add(admin, "c.s.n")).isEqualTo(5);
    admin.run("DROP MODEL c.s.n; CREATE MODEL c.s.n");
    assertThat(add(admin, "c.s.n")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void versionsKeepTheirAttributes(TestStore store) {
    Client admin = admin(store);
    admin.run(
        "ALTER MODEL c.s.m ADD VERSION FROM 's3://bucket/ä?b=1' RUN ID 'r1'"
            + " SIGNATURE '{\"inputs\": \"[]\"}' COMMENT 'it''s' TAGS ('k' = 'v', 'e' = '')");
    assertThat(
            admin.rows("SELECT version, status, source, run_id, signature, comment FROM versions"))
        .containsExactly(
            List.of(1L, "READY", "s3://bucket/ä?b=1", "r1", "{\"inputs\": \"[]\"}", "it's"));
    assertThat(admin.rows("SELECT tag_name, tag_value FROM version_tags ORDER BY tag_name"))
        .containsExactly(List.of("e", ""), List.of("k", "v"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aliasesMoveInOneStepAndKeepTheirLastCase(TestStore store) {
    Client admin = admin(store);
    add(admin, "c.s.m");
    add(admin, "c.s.m");
    admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS Champion");
    admin.run("ALTER MODEL c.s.m VERSION 2 SET ALIAS = CHAMPION");
    assertThat(admin.rows("SELECT alias, alias_key, version FROM aliases"))
        .containsExactly(List.of("CHAMPION", "champion", 2L));
    admin.run("ALTER MODEL c.s.m VERSION champion SET ALIAS `with-dash_1`");
    admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS `007`");
    admin.run("COMMENT ON MODEL c.s.m VERSION `007` IS 'by alias'");
    assertThat(admin.value("SELECT comment FROM versions WHERE version = 1")).isEqualTo("by alias");
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "COMMENT ON MODEL c.s.m VERSION 007 IS 'x'");
    admin.run("ALTER MODEL c.s.m DROP VERSION 2");
    assertThat(admin.column("SELECT alias FROM aliases")).containsExactly("007");
    admin.failsWith("MODEL_ALIAS_NOT_FOUND", "COMMENT ON MODEL c.s.m VERSION champion IS 'x'");
    admin.failsWith("MODEL_ALIAS_NOT_FOUND", "ALTER MODEL c.s.m UNSET ALIAS champion");
    assertThat(admin.run("ALTER MODEL c.s.m UNSET ALIAS IF EXISTS champion")).isZero();
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.s.m VERSION 2 SET ALIAS a");
    assertThat(admin.run("ALTER MODEL c.s.m UNSET ALIAS `007`")).isEqualTo(1);
    assertThat(admin.rows("SHOW ALIASES IN MODEL c.s.m")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aliasNamesAreChecked(TestStore store) {
    Client admin = admin(store);
    add(admin, "c.s.m");
    for (String alias :
        List.of(
            "`latest`",
            "`LATEST`",
            "v1",
            "V007",
            "`a.b`",
            "`a b`",
            "`ä`",
            "`a/b`",
            "``",
            "`" + "a".repeat(256) + "`")) {
      admin.failsWith("INVALID_IDENTIFIER", "ALTER MODEL c.s.m VERSION 1 SET ALIAS " + alias);
    }
    for (String alias : List.of("v", "v1a", "lates", "`" + "a".repeat(255) + "`", "`-`", "`1`")) {
      admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS " + alias);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aModelHasTenAliases(TestStore store) {
    Client admin = admin(store);
    add(admin, "c.s.m");
    add(admin, "c.s.m");
    for (int number = 0; number < 10; number++) {
      admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS a" + number);
    }
    admin.failsWith("ALIAS_LIMIT_EXCEEDED", "ALTER MODEL c.s.m VERSION 2 SET ALIAS b");
    admin.run("ALTER MODEL c.s.m VERSION 2 SET ALIAS A3");
    admin.run("ALTER MODEL c.s.m UNSET ALIAS a4; ALTER MODEL c.s.m VERSION 2 SET ALIAS b");
    assertThat(admin.rows("SHOW ALIASES IN MODEL c.s.m")).hasSize(10);
    admin.run("CREATE MODEL c.s.n");
    add(admin, "c.s.n");
    admin.run("ALTER MODEL c.s.n VERSION 1 SET ALIAS a1");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void latestIsTheHighestReadyVersion(TestStore store) {
    Client admin = admin(store);
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "COMMENT ON MODEL c.s.m VERSION LATEST IS 'x'");
    add(admin, "c.s.m");
    add(admin, "c.s.m");
    admin.run("COMMENT ON MODEL c.s.m VERSION latest IS 'x'");
    assertThat(admin.column("SELECT version FROM versions WHERE comment = 'x'"))
        .containsExactly("2");
    assertThat(admin.value("SELECT latest_version FROM models")).isEqualTo(2L);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void commentsAreSetAndTakenAway(TestStore store) {
    Client admin = admin(store);
    add(admin, "c.s.m");
    for (String[] object :
        new String[][] {
          {"CATALOG c", "SELECT comment FROM catalogs WHERE catalog_name = 'c'"},
          {"SCHEMA c.s", "SELECT comment FROM schemas WHERE schema_name = 's'"},
          {"DATABASE c.s", "SELECT comment FROM schemas WHERE schema_name = 's'"},
          {"MODEL c.s.m", "SELECT comment FROM models"},
          {"MODEL c.s.m VERSION 1", "SELECT comment FROM versions"}
        }) {
      admin.run("COMMENT ON " + object[0] + " IS 'first'");
      admin.run("COMMENT ON " + object[0] + " IS 'second'");
      assertThat(admin.value(object[1])).isEqualTo("second");
      admin.run("COMMENT ON " + object[0] + " IS NULL");
      assertThat(admin.value(object[1])).as(object[0]).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void renamingKeepsEverythingAndTheSchema(TestStore store) {
    Client admin = admin(store);
    add(admin, "c.s.m");
    admin.run("CREATE USER alice; CREATE SCHEMA c.t; CREATE MODEL c.s.taken");
    admin.run("GRANT EXECUTE ON MODEL c.s.m TO alice; ALTER MODEL c.s.m SET TAGS ('k' = 'v')");
    admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS a");
    admin.failsWith("CANNOT_RENAME_ACROSS_SCHEMA", "ALTER MODEL c.s.m RENAME TO c.t.m");
    admin.failsWith("CANNOT_RENAME_ACROSS_SCHEMA", "ALTER MODEL c.s.m RENAME TO d.s.m");
    admin.failsWith("MODEL_ALREADY_EXISTS", "ALTER MODEL c.s.m RENAME TO taken");
    admin.failsWith("MODEL_ALREADY_EXISTS", "ALTER MODEL c.s.m RENAME TO c.s.TAKEN");
    admin.failsWith("INVALID_IDENTIFIER", "ALTER MODEL c.s.m RENAME TO `a b`");
    admin.run("ALTER MODEL c.s.m RENAME TO n; ALTER MODEL c.s.n RENAME TO c.s.o");
    assertThat(admin.rows("SHOW GRANTS alice ON MODEL c.s.o")).hasSize(1);
    assertThat(admin.rows("SHOW ALIASES IN MODEL c.s.o")).hasSize(1);
    assertThat(admin.rows("SHOW TAGS ON MODEL c.s.o")).hasSize(1);
    admin.failsWith("MODEL_NOT_FOUND", "DESCRIBE MODEL c.s.m");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aCopyRecordsItsSource(TestStore store) {
    Client admin = admin(store);
    admin.run("ALTER MODEL c.s.m OWNER TO admin; CREATE SCHEMA c.prod");
    add(admin, "c.s.m");
    admin.run(
        "ALTER MODEL c.s.m ADD VERSION FROM 'runs:/2/model' RUN ID 'r2' SIGNATURE '{\"a\": 1}'"
            + " COMMENT 'two' TAGS ('k' = 'v')");
    admin.run("ALTER MODEL c.s.m VERSION 2 SET ALIAS best");
    assertThat(admin.addVersion("ALTER MODEL c.prod.m ADD VERSION FROM MODEL c.s.m VERSION best"))
        .isEqualTo(1);
    assertThat(admin.addVersion("ALTER MODEL c.prod.m ADD VERSION FROM MODEL c.s.m VERSION 1"))
        .isEqualTo(2);
    assertThat(
            admin.rows(
                "SELECT version, status, source, signature FROM versions"
                    + " WHERE full_name = 'c.prod.m' AND version = 1"))
        .containsExactly(List.of(1L, "READY", "models:/c.s.m/2", "{\"a\": 1}"));
    assertThat(
            admin.rows(
                "SELECT version, tag_name, tag_value FROM version_tags"
                    + " WHERE full_name = 'c.prod.m'"))
        .containsExactly(List.of(1L, "k", "v"));
    assertThat(admin.rows("SHOW ALIASES IN MODEL c.prod.m")).isEmpty();
    admin.run("CREATE MODEL c.prod.n FROM MODEL c.s.m VERSION 2 COMMENT 'new'");
    assertThat(admin.rows("SELECT version, source FROM versions WHERE full_name = 'c.prod.n'"))
        .containsExactly(List.of(1L, "models:/c.s.m/2"));
    admin.failsWith(
        "MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.prod.x ADD VERSION FROM MODEL c.s.m VERSION 9");
    admin.failsWith("MODEL_NOT_FOUND", "DESCRIBE MODEL c.prod.x");
    admin.failsWith("MODEL_ALREADY_EXISTS", "CREATE MODEL c.prod.n FROM MODEL c.s.m VERSION 2");
    assertThat(admin.run("CREATE MODEL IF NOT EXISTS c.prod.n FROM MODEL c.s.m VERSION 2"))
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void containersDropRestrictedModelsDropWithContents(TestStore store) {
    Client admin = admin(store);
    add(admin, "c.s.m");
    for (String mode : List.of("", " RESTRICT")) {
      admin.failsWith("CATALOG_NOT_EMPTY", "DROP CATALOG c" + mode);
      admin.failsWith("SCHEMA_NOT_EMPTY", "DROP SCHEMA c.s" + mode);
    }
    admin.failsWith("MODEL_NOT_EMPTY", "DROP MODEL c.s.m RESTRICT");
    admin.run("CREATE MODEL c.s.empty; DROP MODEL c.s.empty RESTRICT; DROP MODEL c.s.m");
    admin.run("DROP SCHEMA c.s; DROP CATALOG c");
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    add(admin, "c.s.m");
    admin.run("DROP CATALOG c CASCADE");
    for (String relation : List.of("models", "versions", "aliases", "tags")) {
      assertThat(admin.rows("SELECT * FROM " + relation)).as(relation).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void cascadeNeedsManageOnTheContainerOnly(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run("CREATE USER alice; CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    admin.run("GRANT USE CATALOG ON CATALOG c TO alice; ALTER SCHEMA c.s SET OWNER TO alice");
    try (Client alice = registry.as("alice")) {
      alice.run("DROP SCHEMA c.s CASCADE");
    }
    admin.failsWith("SCHEMA_NOT_FOUND", "DESCRIBE SCHEMA c.s");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void refusedOnPurposeWithAHint(TestStore store) {
    Client admin = admin(store);
    admin.run("CREATE USER alice");
    for (String statement :
        List.of(
            "CREATE OR REPLACE MODEL c.s.m",
            "GRANT EXECUTE ON MODEL c.s.m TO alice WITH GRANT OPTION",
            "DENY EXECUTE ON MODEL c.s.m TO alice",
            "ALTER MODEL c.s.m SET DEFAULT_VERSION = 'x'",
            "INSERT INTO models VALUES (1)",
            "UPDATE models SET comment = 'x'",
            "DELETE FROM models",
            "MERGE INTO models USING versions ON TRUE WHEN MATCHED THEN DELETE")) {
      assertThat(admin.failsWith("UNSUPPORTED_FEATURE", statement)).contains("Hint:");
    }
    assertThat(admin.column("SELECT full_name FROM models")).containsExactly("c.s.m");
  }
}
