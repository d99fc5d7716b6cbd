package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dropped models and versions: who sees them, who restores them, and what comes back. */
final class UndropTest {
  private static final String DROPPED = "SELECT full_name FROM dropped_models ORDER BY full_name";

  private static final String ID = "SELECT MAX(model_id) FROM dropped_models WHERE full_name = ?";

  private static TestRegistry registry(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    return registry;
  }

  private static long add(Client client, String model) {
    return client.addVersion("ALTER MODEL " + model + " ADD VERSION FROM 'runs:/1/model'");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everythingOfModelComesBack(TestStore store) {
    Client admin = registry(store).admin();
    admin.run("CREATE USER reader; CREATE USER gone");
    admin.run(
        "ALTER MODEL c.s.m ADD VERSION FROM 's3://b/1' RUN ID 'r1'"
            + " SIGNATURE '{\"inputs\": [{\"name\": \"age\", \"type\": \"long\"}]}'"
            + " COMMENT 'first' TAGS ('k' = 'v') INPUTS (a.b.t) PARAMS ('depth' = '3')"
            + " METRICS ('accuracy' = 0.5, 'loss' = 0.25 DATASET 'eval' STEP 7)");
    add(admin, "c.s.m");
    add(admin, "c.s.m");
    admin.run(
        """
        ALTER MODEL c.s.m VERSION 1 SET ALIAS Champion; ALTER MODEL c.s.m VERSION 2 SET ALIAS b;
        ALTER MODEL c.s.m DROP VERSION 3;
        COMMENT ON MODEL c.s.m IS 'the model'; ALTER MODEL c.s.m SET TAGS ('team' = 'x');
        GRANT EXECUTE ON MODEL c.s.m TO reader; GRANT EXECUTE ON MODEL c.s.m TO gone;
        ALTER MODEL c.s.m UNSET ALIAS b""");
    List<String> questions =
        List.of(
            "SELECT full_name, owner, comment, storage_location, latest_version, created_at FROM models",
            "SELECT * FROM versions ORDER BY version",
            "SELECT * FROM aliases",
            "SELECT * FROM tags",
            "SELECT * FROM version_tags",
            "SELECT * FROM signature_columns",
            "SELECT * FROM version_params",
            "SELECT * FROM version_metrics ORDER BY name",
            "SELECT * FROM system.access.model_lineage",
            "SELECT * FROM grants WHERE full_name = 'c.s.m' AND principal = 'reader'",
            "SELECT * FROM search_texts");
    List<List<List<Object>>> before = questions.stream().map(sql -> admin.rows(sql)).toList();
    assertThat(before).noneMatch(List::isEmpty);
    admin.run("DROP MODEL c.s.m; DROP USER gone");
    for (String question : questions) {
      assertThat(admin.rows(question)).as(question).isEmpty();
    }
    admin.failsWith("MODEL_NOT_FOUND", "DESCRIBE MODEL c.s.m");
    assertThat(
            admin.rows("SELECT full_name, owner, dropped_by, versions, bytes FROM dropped_models"))
        .containsExactly(List.of("c.s.m", "admin", "admin", 2L, 0L));
    assertThat(
            admin.value(
                "SELECT COUNT(*) FROM dropped_models"
                    + " WHERE purge_at = dropped_at + INTERVAL '7' DAY"))
        .isEqualTo(1L);
    assertThat(admin.run("UNDROP MODEL c.s.m")).isEqualTo(1);
    for (int i = 0; i < before.size(); i++) {
      assertThat(admin.rows(questions.get(i))).as(questions.get(i)).isEqualTo(before.get(i));
    }
    assertThat(admin.rows(DROPPED)).isEmpty();
    assertThat(admin.rows("SHOW MODELS IN c.s SEARCH 'the model'")).hasSize(1);
    assertThat(admin.column("SELECT principal FROM grants WHERE full_name = 'c.s.m'"))
        .containsExactly("reader");
    // Version 3 was dropped before the model.
    assertThat(add(admin, "c.s.m")).isEqualTo(4);
    admin.run("ALTER MODEL c.s.m UNDROP VERSION 3");
    assertThat(admin.column("SELECT version FROM versions ORDER BY version"))
        .containsExactly("1", "2", "3", "4");
    admin.run("ALTER MODEL c.s.m DROP VERSION 1; ALTER MODEL c.s.m UNDROP VERSION 1");
    for (String question : questions.subList(2, questions.size())) {
      assertThat(admin.rows(question))
          .as(question)
          .isEqualTo(before.get(questions.indexOf(question)));
    }
    // It can be dropped and restored again.
    admin.run("DROP MODEL c.s.m; UNDROP MODEL c.s.m");
    assertThat(admin.column("SELECT version FROM versions ORDER BY version"))
        .containsExactly("1", "2", "3", "4");
    assertThat(admin.column("SELECT alias FROM aliases")).containsExactly("Champion");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void newestOfNameOrTheOneWithTheIdIsRestored(TestStore store) {
    Client admin = registry(store).admin();
    admin.run("COMMENT ON MODEL c.s.m IS 'old'; DROP MODEL c.s.m");
    long old = (Long) admin.value(ID, "c.s.m");
    admin.run("CREATE MODEL c.s.m COMMENT 'new'; DROP MODEL c.s.m");
    admin.run("CREATE SCHEMA c.t; CREATE MODEL c.t.m; DROP MODEL c.t.m");
    long other = (Long) admin.value(ID, "c.t.m");
    assertThat(admin.column("SELECT full_name FROM dropped_models ORDER BY full_name"))
        .containsExactly("c.s.m", "c.s.m", "c.t.m");
    assertThat(admin.rows("SHOW MODELS DROPPED IN c.s")).hasSize(2);
    assertThat(admin.rows("SHOW MODELS DROPPED FROM CATALOG c")).hasSize(3);
    assertThat(admin.rows("SHOW MODELS DROPPED")).hasSize(3);
    for (long wrong : new long[] {other, 0, -1, Long.MAX_VALUE}) {
      admin.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.m WITH ID ?", wrong);
    }
    admin.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.n WITH ID ?", old);
    admin.run("UNDROP MODEL c.s.m");
    assertThat(admin.value("SELECT comment FROM models WHERE full_name = 'c.s.m'"))
        .isEqualTo("new");
    assertThat(admin.fails("UNDROP MODEL c.s.m").condition()).isEqualTo("MODEL_ALREADY_EXISTS");
    admin.failsWith("MODEL_ALREADY_EXISTS", "UNDROP MODEL c.s.m WITH ID " + old + " AS m");
    admin.failsWith("INVALID_IDENTIFIER", "UNDROP MODEL c.s.m AS `a b`");
    admin.failsWith("CANNOT_RENAME_ACROSS_SCHEMA", "UNDROP MODEL c.s.m AS c.t.m2");
    admin.run("UNDROP MODEL c.s.m WITH ID " + old + " AS Older");
    assertThat(admin.rows("SELECT full_name, comment FROM models ORDER BY full_name"))
        .containsExactly(List.of("c.s.m", "new"), List.of("c.s.older", "old"));
    admin.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.m WITH ID " + old);
    admin.run("UNDROP MODEL c.t.m AS c.t.k");
    assertThat(admin.rows(DROPPED)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void modelWithAnotherIdThanTheNewestKeepsItsId(TestStore store) {
    Client admin = registry(store).admin();
    admin.run("DROP MODEL c.s.m");
    Object id = admin.value(ID, "c.s.m");
    admin.run("UNDROP MODEL c.s.m; DROP MODEL c.s.m");
    assertThat(admin.value(ID, "c.s.m")).isEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void onlyLastOwnersManagersOfTheSchemaAndAdminsSeeDroppedModels(TestStore store) {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    admin.run(
        """
        CREATE USER owner; CREATE USER member; CREATE GROUP team WITH USER member;
        CREATE USER manager; CREATE USER creator; CREATE USER reader;
        GRANT USE CATALOG ON CATALOG c TO `account users`;
        GRANT USE SCHEMA ON CATALOG c TO `account users`;
        GRANT CREATE MODEL ON SCHEMA c.s TO creator; GRANT CREATE MODEL ON SCHEMA c.s TO member;
        GRANT MANAGE ON SCHEMA c.s TO manager; GRANT EXECUTE ON CATALOG c TO reader;
        GRANT MANAGE ON MODEL c.s.m TO reader;
        CREATE MODEL c.s.n; ALTER MODEL c.s.n SET OWNER TO team;
        ALTER MODEL c.s.m SET OWNER TO owner; DROP MODEL c.s.m; DROP MODEL c.s.n""");
    try (Client owner = registry.as("owner");
        Client member = registry.as("member");
        Client manager = registry.as("manager");
        Client creator = registry.as("creator");
        Client reader = registry.as("reader")) {
      assertThat(admin.column(DROPPED)).containsExactly("c.s.m", "c.s.n");
      assertThat(manager.column(DROPPED)).containsExactly("c.s.m", "c.s.n");
      assertThat(owner.column(DROPPED)).containsExactly("c.s.m");
      assertThat(member.column(DROPPED)).containsExactly("c.s.n");
      assertThat(creator.column(DROPPED)).isEmpty();
      assertThat(reader.column(DROPPED)).isEmpty();
      // Restoring also needs CREATE MODEL. The name is taken, which is not checked before.
      admin.run("CREATE MODEL c.s.m");
      String expected = "There is no dropped model 'c.s.m' to restore.";
      for (Client other : List.of(owner, manager, creator, member, reader)) {
        assertThat(other.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.m")).contains(expected);
        assertThat(other.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.m AS a.b.c"))
            .contains(expected);
      }
      admin.run("GRANT CREATE MODEL ON SCHEMA c.s TO owner");
      owner.failsWith("MODEL_ALREADY_EXISTS", "UNDROP MODEL c.s.m");
      owner.run("UNDROP MODEL c.s.m AS mine");
      assertThat(admin.value("SELECT owner FROM models WHERE full_name = 'c.s.mine'"))
          .isEqualTo("owner");
      member.run("UNDROP MODEL c.s.n");
      assertThat(admin.value("SELECT owner FROM models WHERE full_name = 'c.s.n'"))
          .isEqualTo("team");
      assertThat(admin.column(DROPPED)).isEmpty();
      // Without the gates, CREATE MODEL is of no use.
      admin.run("DROP MODEL c.s.mine; REVOKE USE SCHEMA ON CATALOG c FROM `account users`");
      owner.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.mine");
    }
    for (String absent : List.of("c.s.absent", "c.absent.m", "absent.s.m", "system.registry.m")) {
      admin.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL " + absent);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void callerReplacesOwnerWhoIsGone(TestStore store) {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    admin.run(
        """
        CREATE USER owner; CREATE USER manager;
        GRANT USE CATALOG ON CATALOG c TO manager; GRANT USE SCHEMA ON CATALOG c TO manager;
        GRANT MANAGE ON CATALOG c TO manager; GRANT CREATE MODEL ON CATALOG c TO manager;
        ALTER MODEL c.s.m SET OWNER TO owner""");
    admin.failsWith("PRINCIPAL_IN_USE", "DROP USER owner");
    admin.run("DROP MODEL c.s.m; DROP USER owner");
    assertThat(admin.column("SELECT owner FROM dropped_models")).containsExactly("owner");
    // Another user of that name has another ID.
    admin.run(
        "CREATE USER owner; GRANT USE CATALOG ON CATALOG c TO owner;"
            + " GRANT USE SCHEMA ON CATALOG c TO owner; GRANT CREATE MODEL ON CATALOG c TO owner");
    try (Client manager = registry.as("manager");
        Client owner = registry.as("owner")) {
      assertThat(owner.column(DROPPED)).isEmpty();
      owner.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.m");
      manager.run("UNDROP MODEL c.s.m");
      assertThat(manager.column("SELECT owner FROM models")).containsExactly("manager");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void droppedModelsDoNotKeepTheirSchema(TestStore store) {
    Client admin = registry(store).admin();
    admin.run("DROP MODEL c.s.m; DROP SCHEMA c.s");
    assertThat(admin.rows(DROPPED)).isEmpty();
    admin.run("CREATE SCHEMA c.s");
    admin.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.m");
    admin.run("CREATE MODEL c.s.a; CREATE MODEL c.s.b; DROP MODEL c.s.a; DROP SCHEMA c.s CASCADE");
    assertThat(admin.rows(DROPPED)).isEmpty();
    admin.run("CREATE SCHEMA c.s; CREATE MODEL c.s.a; DROP MODEL c.s.a; DROP CATALOG c CASCADE");
    assertThat(admin.rows(DROPPED)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void purgedModelsAndVersionsAreGone(TestStore store) {
    Client admin = registry(store).admin();
    add(admin, "c.s.m");
    add(admin, "c.s.m");
    admin.run("ALTER MODEL c.s.m DROP VERSION 1 PURGE");
    admin.failsWith("MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.s.m UNDROP VERSION 1");
    admin.run("DROP MODEL c.s.m PURGE");
    assertThat(admin.rows(DROPPED)).isEmpty();
    admin.failsWith("MODEL_NOT_FOUND", "UNDROP MODEL c.s.m");
    admin.run("CREATE MODEL c.s.m");
    add(admin, "c.s.m");
    admin.failsWith("MODEL_NOT_EMPTY", "DROP MODEL c.s.m RESTRICT PURGE");
    admin.run("ALTER MODEL c.s.m DROP VERSION 1");
    admin.run("DROP MODEL IF EXISTS c.s.m RESTRICT PURGE");
    assertThat(admin.rows(DROPPED)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void versionComesBackWithTheAliasesThatAreFree(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    admin.run(
        "ALTER MODEL c.s.m ADD VERSION FROM 's3://b/1' COMMENT 'first' TAGS ('k' = 'v')"
            + " INPUTS (a.b.t)");
    add(admin, "c.s.m");
    admin.run(
        """
        ALTER MODEL c.s.m VERSION 1 SET ALIAS A; ALTER MODEL c.s.m VERSION 1 SET ALIAS b;
        ALTER MODEL c.s.m VERSION 1 SET ALIAS moved; ALTER MODEL c.s.m VERSION 2 SET ALIAS moved;
        ALTER MODEL c.s.m VERSION 1 SET ALIAS C""");
    List<List<Object>> before = admin.rows("SELECT * FROM versions WHERE version = 1");
    admin.run("ALTER MODEL c.s.m DROP VERSION 1; ALTER MODEL c.s.m VERSION 2 SET ALIAS B");
    admin.run("ALTER MODEL c.s.m DROP VERSION 2");
    assertThat(admin.value("SELECT latest_version FROM models")).isNull();
    admin.run("ALTER MODEL c.s.m UNDROP VERSION 2");
    assertThat(admin.value("SELECT latest_version FROM models")).isEqualTo(2L);
    for (int i = 0; i < 7; i++) {
      admin.run("ALTER MODEL c.s.m VERSION 2 SET ALIAS x" + i);
    }
    // Nine aliases are set: b, moved and x0 to x6. A is the tenth.
    try (java.sql.Connection connection = registry.connect("admin");
        java.sql.Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("ALTER MODEL c.s.m UNDROP VERSION 1")).isEqualTo(1);
      SQLWarning warning = statement.getWarnings();
      assertThat(warning.getMessage())
          .contains(
              "These aliases of version 1 were not restored, because they are set on another"
                  + " version or the model has 10 aliases: b, C.");
    }
    assertThat(admin.column("SELECT alias FROM aliases WHERE version = 1")).containsExactly("A");
    assertThat(admin.value("SELECT COUNT(*) FROM aliases")).isEqualTo(10L);
    assertThat(admin.rows("SELECT * FROM versions WHERE version = 1")).isEqualTo(before);
    assertThat(admin.rows("SELECT tag_name, tag_value FROM version_tags"))
        .containsExactly(List.of("k", "v"));
    assertThat(admin.column("SELECT target_model_version FROM system.access.model_lineage"))
        .containsExactly("1");
    for (long absent : new long[] {0, 1, 2, 3, Long.MAX_VALUE}) {
      admin.failsWith("MODEL_VERSION_NOT_FOUND", "ALTER MODEL c.s.m UNDROP VERSION ?", absent);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void transactionThatDroppedDecidesWhatComesBack(TestStore store) {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    add(admin, "c.s.m");
    admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS a");
    try (Client other = registry.as("admin")) {
      other.begin();
      other.run("ALTER MODEL c.s.m UNSET ALIAS a; COMMENT ON MODEL c.s.m IS 'late'");
      add(other, "c.s.m");
      other.run("CREATE MODEL c.s.brief; DROP MODEL c.s.brief; DROP MODEL c.s.m; COMMIT");
      // The state before the transaction; what only it saw has no past.
      assertThat(admin.column(DROPPED)).containsExactly("c.s.m");
      admin.run("UNDROP MODEL c.s.m");
      assertThat(admin.column("SELECT alias FROM aliases")).containsExactly("a");
      assertThat(admin.column("SELECT version FROM versions")).containsExactly("1");
      assertThat(admin.value("SELECT comment FROM models")).isNull();
      other.run("DROP MODEL c.s.m; UNDROP MODEL c.s.m; DROP MODEL c.s.m; UNDROP MODEL c.s.m");
      other.run("ALTER MODEL c.s.m DROP VERSION 1; ALTER MODEL c.s.m UNDROP VERSION 1; COMMIT");
      assertThat(admin.column("SELECT alias FROM aliases")).containsExactly("a");
      other.run("DROP MODEL c.s.m; ROLLBACK");
      assertThat(admin.column(DROPPED)).isEmpty();
    }
  }
}
