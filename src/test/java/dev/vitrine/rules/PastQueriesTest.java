package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** FOR SYSTEM_TIME AS OF on rows of the past that the test itself writes. */
final class PastQueriesTest {
  /** The time of the last change, as a text. */
  private static final String LATEST =
      "SELECT CAST(MAX(valid_from) AS VARCHAR) FROM \"system\".registry.history";

  private static final String CREATED = "2024-01-01 00:00:00";
  private static final String RENAMED = "2024-03-01 00:00:00";
  private static final String EARLY = "TIMESTAMP '2024-02-01 00:00:00'";
  private static final String LATE = "TIMESTAMP '2024-04-01 00:00:00'";

  /** A registry whose model had another name, alias, comment, tag and version until March 2024. */
  private static TestRegistry registry(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.open(store);
    registry
        .admin()
        .run(
            """
            CREATE USER eve; CREATE USER bob; CREATE USER max;
            CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.iris COMMENT 'now';
            ALTER MODEL c.s.iris ADD VERSION FROM 's3://x/1' COMMENT 'v now';
            ALTER MODEL c.s.iris VERSION 1 SET ALIAS champion;
            ALTER MODEL c.s.iris SET TAGS ('k' = 'new', 'same' = 'x');
            GRANT USE CATALOG ON CATALOG c TO eve; GRANT USE SCHEMA ON SCHEMA c.s TO eve;
            GRANT USE CATALOG ON CATALOG c TO bob; GRANT USE SCHEMA ON SCHEMA c.s TO bob;
            GRANT EXECUTE ON MODEL c.s.iris TO eve; GRANT APPLY TAG ON MODEL c.s.iris TO bob
            """);
    for (HistoryTable table : HistoryTable.values()) {
      change(registry, "DELETE FROM " + table.closedRows());
    }
    change(
        registry,
        "UPDATE metastore SET history_since = TIMESTAMP '" + CREATED + "'",
        "UPDATE principals SET valid_from = TIMESTAMP '" + CREATED + "'",
        "UPDATE metastore SET valid_from = TIMESTAMP '" + CREATED + "'",
        "UPDATE effective_principals SET valid_from = TIMESTAMP '" + CREATED + "'",
        "UPDATE catalogs SET valid_from = TIMESTAMP '" + CREATED + "'",
        "UPDATE schemas SET valid_from = TIMESTAMP '" + CREATED + "'",
        "UPDATE models SET valid_from = TIMESTAMP '" + RENAMED + "'",
        "UPDATE versions SET valid_from = TIMESTAMP '" + RENAMED + "'",
        "UPDATE aliases SET valid_from = TIMESTAMP '" + RENAMED + "'",
        "UPDATE model_tags SET valid_from = TIMESTAMP '" + RENAMED + "'",
        "UPDATE catalog_grants SET valid_from = TIMESTAMP '" + RENAMED + "'",
        "UPDATE schema_grants SET valid_from = TIMESTAMP '" + RENAMED + "'",
        "UPDATE model_grants SET valid_from = TIMESTAMP '" + RENAMED + "'",
        "INSERT INTO models_history (id, catalog_id, schema_id, name, full_name, last_version,"
            + " latest_version, owner_id, comment, created_at, created_by, updated_at, updated_by,"
            + " valid_from, valid_to) SELECT id, catalog_id, schema_id, 'rose', 'c.s.rose', 1, 1,"
            + " owner_id, 'then', created_at, created_by, updated_at, updated_by, "
            + "TIMESTAMP '"
            + CREATED
            + "', TIMESTAMP '"
            + RENAMED
            + "' FROM models",
        "INSERT INTO models_history (id, catalog_id, schema_id, name, full_name, last_version,"
            + " latest_version, owner_id, comment, created_at, created_by, updated_at, updated_by,"
            + " valid_from, valid_to) SELECT id + 1000, catalog_id, schema_id, 'gone', 'c.s.gone',"
            + " 1, 1, owner_id, 'gone', created_at, created_by, updated_at, updated_by, "
            + "TIMESTAMP '"
            + CREATED
            + "', TIMESTAMP '"
            + RENAMED
            + "' FROM models",
        "INSERT INTO versions_history (model_id, version, status, comment, updated_at, updated_by,"
            + " valid_from, valid_to) SELECT model_id, version, 'PENDING_REGISTRATION', 'v then',"
            + " updated_at, updated_by, TIMESTAMP '"
            + CREATED
            + "', TIMESTAMP '"
            + RENAMED
            + "' FROM versions",
        "INSERT INTO versions_history (model_id, version, status, comment, updated_at, updated_by,"
            + " valid_from, valid_to) SELECT model_id, 7, 'READY', 'dropped',"
            + " updated_at, updated_by, TIMESTAMP '"
            + CREATED
            + "', TIMESTAMP '"
            + RENAMED
            + "' FROM versions",
        "INSERT INTO dropped_versions (model_id, version, source, created_at, created_by,"
            + " dropped_at, dropped_by, with_model) SELECT model_id, 7, 's3://x/7', created_at,"
            + " created_by, created_at, 'admin', FALSE FROM versions",
        "INSERT INTO aliases_history (model_id, alias_key, alias, version, valid_from, valid_to)"
            + " SELECT model_id, alias_key, 'Champion', 7, TIMESTAMP '"
            + CREATED
            + "', TIMESTAMP '"
            + RENAMED
            + "' FROM aliases",
        "INSERT INTO model_tags_history (model_id, tag_key, tag_value, valid_from, valid_to)"
            + " SELECT model_id, tag_key, CASE tag_key WHEN 'k' THEN 'old' ELSE tag_value END,"
            + " TIMESTAMP '"
            + CREATED
            + "', TIMESTAMP '"
            + RENAMED
            + "' FROM model_tags",
        "INSERT INTO model_grants_history (model_id, principal_id, privilege, grantor, granted_at,"
            + " valid_from, valid_to) SELECT m.id, p.id, 'EXECUTE', 'admin', m.created_at,"
            + " TIMESTAMP '"
            + CREATED
            + "', TIMESTAMP '"
            + RENAMED
            + "' FROM models m CROSS JOIN principals p WHERE p.name IN ('max', 'eve')");
    return registry;
  }

  private static void change(TestRegistry registry, String... texts) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(StoreLocation.parse(registry.url()).jdbcUrl());
        Statement statement = connection.createStatement()) {
      connection.setSchema("vitrine");
      for (String text : texts) {
        statement.execute(text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void relationsHaveTheRowsOfThen(TestStore store) throws SQLException {
    Client admin = registry(store).admin();
    String of = " FOR SYSTEM_TIME AS OF " + EARLY;
    assertThat(admin.rows("SELECT full_name, comment FROM models" + of + " ORDER BY 1"))
        .isEqualTo(List.of(List.of("c.s.gone", "gone"), List.of("c.s.rose", "then")));
    assertThat(admin.rows("SELECT full_name, alias, version FROM aliases" + of))
        .isEqualTo(List.of(List.of("c.s.rose", "Champion", 7L)));
    assertThat(
            admin.rows(
                "SELECT version, status, source, comment FROM versions"
                    + of
                    + " AS v WHERE v.full_name = 'c.s.rose' ORDER BY 1"))
        .isEqualTo(
            List.of(
                List.of(1L, "PENDING_REGISTRATION", "s3://x/1", "v then"),
                List.of(7L, "READY", "s3://x/7", "dropped")));
    assertThat(admin.rows("SELECT version, aliases FROM c.s.iris" + of + " ORDER BY 1"))
        .isEqualTo(List.of(List.of(1L, "[]"), List.of(7L, "[\"Champion\"]")));
    assertThat(admin.rows("SELECT tag_name, tag_value FROM tags" + of + " ORDER BY 1"))
        .isEqualTo(List.of(List.of("k", "old"), List.of("same", "x")));
    assertThat(
            admin.rows(
                "SELECT principal, full_name FROM grants"
                    + of
                    + " WHERE object_type = 'MODEL' ORDER BY 1"))
        .isEqualTo(List.of(List.of("eve", "c.s.rose"), List.of("max", "c.s.rose")));
    assertThat(
            admin.rows(
                "SELECT principal, via FROM effective_grants"
                    + of
                    + " WHERE full_name = 'c.s.rose' AND privilege = 'EXECUTE' ORDER BY 1, 2"))
        .contains(List.of("max", "direct"), List.of("admin", "owner"));
    assertThat(admin.rows("SELECT full_name FROM models FOR SYSTEM_TIME AS OF " + LATE))
        .isEqualTo(List.of(List.of("c.s.iris")));
    assertThat(admin.column("SELECT name FROM principals" + of + " ORDER BY 1")).contains("eve");
    assertThat(admin.column("SELECT catalog_name FROM catalogs" + of)).contains("c");
    assertThat(admin.column("SELECT schema_name FROM schemas" + of)).contains("s");
    assertThat(admin.rows("SELECT * FROM group_members" + of)).isEmpty();
    assertThat(admin.rows("SELECT * FROM version_tags" + of)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void pointsInTimeAreExpressions(TestStore store) throws SQLException {
    Client admin = registry(store).admin();
    assertThat(
            admin.rows(
                "SELECT n.alias, t.alias FROM aliases n JOIN aliases FOR SYSTEM_TIME AS OF "
                    + EARLY
                    + " AS t USING (alias_key) JOIN models FOR SYSTEM_TIME AS OF "
                    + LATE
                    + " m ON m.full_name = n.full_name AND alias_key = 'champion'"
                    + " WHERE alias_key LIKE 'champ%' ORDER BY alias_key"))
        .isEqualTo(List.of(List.of("champion", "Champion")));
    String query = "SELECT full_name FROM models FOR SYSTEM_TIME AS OF ";
    Timestamp early = Timestamp.valueOf("2024-02-02 00:00:00");
    assertThat(admin.column(query + "? WHERE full_name = 'c.s.rose'", early))
        .isEqualTo(List.of("c.s.rose"));
    assertThat(admin.column(query + "? - INTERVAL '1' DAY WHERE full_name = ?", early, "c.s.rose"))
        .isEqualTo(List.of("c.s.rose"));
    assertThat(admin.column(query + "CURRENT_TIMESTAMP")).isEqualTo(List.of("c.s.iris"));
    assertThat(admin.column(query + "CURRENT_TIMESTAMP - INTERVAL '1' HOUR"))
        .isEqualTo(List.of("c.s.iris"));
    assertThat(admin.column(query + "CAST('2024-02-01 00:00:00' AS TIMESTAMP)"))
        .contains("c.s.rose");
    assertThat(
            admin.column(
                "WITH past AS (SELECT * FROM models FOR SYSTEM_TIME AS OF "
                    + EARLY
                    + ") SELECT full_name FROM past WHERE full_name IN (SELECT full_name FROM"
                    + " aliases FOR SYSTEM_TIME AS OF "
                    + EARLY
                    + ")"))
        .isEqualTo(List.of("c.s.rose"));
    assertThat(admin.rows("EXPLAIN " + query + EARLY)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void wrongPointsInTimeAreRefused(TestStore store) throws SQLException {
    Client admin = registry(store).admin();
    String query = "SELECT full_name FROM models FOR SYSTEM_TIME AS OF ";
    assertThat(admin.failsWith("HISTORY_NOT_AVAILABLE", query + "TIMESTAMP '2023-01-01 00:00:00'"))
        .contains("2024-01-01 00:00:00.000");
    admin.failsWith("INVALID_PARAMETER_VALUE", query + "CURRENT_TIMESTAMP + INTERVAL '1' HOUR");
    admin.failsWith("INVALID_PARAMETER_VALUE", query + "NULL");
    admin.failsWith("INVALID_PARAMETER_VALUE", query + "CAST(NULL AS TIMESTAMP)");
    admin.failsWith("INVALID_PARAMETER_VALUE", query + "?", (Object) null);
    for (String wrong : List.of("'2024-02-01 00:00:00'", "5", "DATE '2024-02-01'", "TRUE")) {
      assertThat(admin.failsWith("DATATYPE_MISMATCH", query + wrong)).contains("column 52");
    }
    assertThat(admin.failsWith("UNSUPPORTED_FEATURE", query + "created_at")).contains("column 52");
    admin.failsWith("PARSE_SYNTAX_ERROR", query + "(SELECT CURRENT_TIMESTAMP)");
    for (String wrong :
        List.of(
            "system.access.audit",
            "tokens",
            "sessions",
            "information_schema.tables",
            "version_files")) {
      assertThat(
              admin.failsWith(
                  "UNSUPPORTED_FEATURE",
                  "SELECT * FROM " + wrong + " FOR SYSTEM_TIME AS OF " + EARLY))
          .as(wrong)
          .contains("line 1, column");
    }
    admin.failsWith(
        "UNSUPPORTED_FEATURE",
        "WITH models AS (SELECT 1) SELECT * FROM models FOR SYSTEM_TIME AS OF " + EARLY);
    admin.failsWith(
        "TABLE_OR_VIEW_NOT_FOUND", "SELECT * FROM nowhere FOR SYSTEM_TIME AS OF " + EARLY);
    admin.failsWith(
        "TABLE_OR_VIEW_NOT_FOUND", "SELECT * FROM c.s.gone FOR SYSTEM_TIME AS OF " + EARLY);
    StringBuilder many = new StringBuilder("SELECT 1 FROM principals");
    for (int day = 1; day <= 17; day++) {
      many.append(", principals FOR SYSTEM_TIME AS OF TIMESTAMP '2024-02-")
          .append(String.format("%02d", day))
          .append(" 00:00:00' AS p")
          .append(day);
    }
    assertThat(admin.failsWith("STATEMENT_TOO_COMPLEX", many.toString())).contains("16");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void rightsOfTodayDecide(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    Client eve = registry.as("eve");
    Client bob = registry.as("bob");
    Client max = registry.as("max");
    String of = " FOR SYSTEM_TIME AS OF " + EARLY;
    assertThat(eve.rows("SELECT full_name, comment FROM models" + of).toString())
        .isEqualTo("[[c.s.rose, null]]");
    assertThat(bob.column("SELECT full_name FROM models" + of)).isEqualTo(List.of("c.s.rose"));
    assertThat(max.column("SELECT full_name FROM models" + of)).isEmpty();
    assertThat(eve.column("SELECT full_name FROM models" + of + " WHERE full_name = 'c.s.gone'"))
        .isEmpty();
    for (String relation : List.of("versions", "aliases")) {
      assertThat(eve.rows("SELECT * FROM " + relation + of)).isNotEmpty();
      assertThat(bob.rows("SELECT * FROM " + relation + of)).isEmpty();
      assertThat(max.rows("SELECT * FROM " + relation + of)).isEmpty();
    }
    for (Client client : List.of(eve, bob)) {
      assertThat(client.column("SELECT tag_value FROM tags" + of)).isEqualTo(List.of("x"));
    }
    assertThat(eve.rows("SELECT version, comment, tags FROM c.s.iris" + of).toString())
        .contains("[1, null, {}]");
    assertThat(bob.column("SELECT principal FROM grants" + of)).isEmpty();
    assertThat(eve.column("SELECT principal FROM grants" + of)).isEqualTo(List.of("eve"));
    assertThat(eve.column("SELECT DISTINCT principal FROM effective_grants" + of))
        .isEqualTo(List.of("eve"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void historyHasEachValueOnce(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    String history =
        "SELECT item, value, valid_from, valid_to FROM history WHERE full_name = 'c.s.iris'";
    assertThat(admin.rows(history + " AND kind = 'ALIAS' ORDER BY valid_from").toString())
        .isEqualTo(
            "[[Champion, 7, 2024-01-01 00:00:00.0, 2024-03-01 00:00:00.0],"
                + " [champion, 1, 2024-03-01 00:00:00.0, null]]");
    assertThat(admin.rows(history + " AND kind = 'NAME' ORDER BY valid_from").toString())
        .isEqualTo(
            "[[null, c.s.rose, 2024-01-01 00:00:00.0, 2024-03-01 00:00:00.0],"
                + " [null, c.s.iris, 2024-03-01 00:00:00.0, null]]");
    // The owner did not change with the name.
    assertThat(admin.rows(history + " AND kind = 'OWNER'").toString())
        .isEqualTo("[[null, admin, 2024-01-01 00:00:00.0, null]]");
    assertThat(admin.rows(history + " AND kind = 'EXISTENCE' AND version IS NULL").toString())
        .isEqualTo("[[null, YES, 2024-01-01 00:00:00.0, null]]");
    assertThat(admin.column(history + " AND kind = 'STATUS' ORDER BY version")).hasSize(3);
    assertThat(
            admin.rows(
                "SELECT full_name, valid_to FROM history WHERE kind = 'NAME' AND value ="
                    + " 'c.s.gone'"))
        .hasSize(1);
    assertThat(
            admin.column(
                "SELECT h.value FROM history h JOIN models m ON m.model_id = h.model_id"
                    + " WHERE m.full_name = 'c.s.iris' AND h.kind = 'COMMENT'"
                    + " AND h.version IS NULL ORDER BY h.valid_from"))
        .isEqualTo(List.of("then", "now"));
    assertThat(admin.column("SELECT DISTINCT kind FROM history ORDER BY 1"))
        .contains("ALIAS", "COMMENT", "EXISTENCE", "GRANT", "NAME", "OWNER", "STATUS", "TAG");

    Client eve = registry.as("eve");
    Client bob = registry.as("bob");
    Client max = registry.as("max");
    String kinds =
        "SELECT kind, COALESCE(item, '') || '=' || value FROM history"
            + " WHERE object_type IN ('MODEL', 'VERSION') ORDER BY 1, 2";
    assertThat(max.rows(kinds)).isEmpty();
    assertThat(bob.rows(kinds).toString())
        .isEqualTo(
            "[[COMMENT, =now], [EXISTENCE, =YES], [GRANT, bob=APPLY TAG], [NAME, =c.s.iris],"
                + " [NAME, =c.s.rose], [OWNER, =admin], [TAG, k=new], [TAG, same=x]]");
    assertThat(eve.rows(kinds).toString())
        .contains("[ALIAS, Champion=7]", "[COMMENT, =v now]", "[GRANT, eve=EXECUTE]")
        .doesNotContain("then", "old", "max", "gone", "dropped");
  }

  /** The history of a name is read by its name only, and is the same part of the whole. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theHistoryOfANameIsAPartOfAll(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    registry
        .admin()
        .run("COMMENT ON CATALOG c IS 'x'; COMMENT ON SCHEMA c.s IS 'x'; DROP USER bob");
    String columns =
        "SELECT full_name, object_type, kind, item, \"value\", valid_from FROM history";
    String order = " ORDER BY 1, 2, 3, 4, 5, 6";
    for (Client client : List.of(registry.admin(), registry.as("eve"))) {
      List<List<Object>> all = client.rows(columns + order);
      List<String> names = client.column("SELECT DISTINCT full_name FROM history");
      assertThat(names).contains("c", "c.s", "c.s.iris", "eve");
      for (String name : names) {
        assertThat(client.rows(columns + " WHERE full_name = ?" + order, name))
            .isEqualTo(all.stream().filter(row -> row.get(0).equals(name)).toList());
      }
      assertThat(client.rows(columns + " WHERE full_name IN ('c', 'c.s.iris')" + order))
          .isEqualTo(
              all.stream().filter(row -> List.of("c", "c.s.iris").contains(row.get(0))).toList());
      assertThat(client.rows(columns + " WHERE full_name = ?" + order, (Object) null)).isEmpty();
      assertThat(client.rows(columns + " WHERE full_name = 'c' OR kind = 'ALIAS'" + order))
          .isEqualTo(
              all.stream()
                  .filter(row -> row.get(0).equals("c") || row.get(2).equals("ALIAS"))
                  .toList());
      assertThat(
              client.rows(
                  "SELECT COUNT(*) FROM history h JOIN versions v ON v.full_name = h.full_name"
                      + " WHERE h.full_name = 'c.s.iris' AND h.kind = 'ALIAS'"))
          .isEqualTo(
              client.rows(
                  "SELECT COUNT(*) FROM history h, versions v WHERE h.kind = 'ALIAS'"
                      + " AND LOWER(h.full_name) = 'c.s.iris' AND LOWER(v.full_name) = 'c.s.iris'"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void statementsHaveThePast(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    String then = " AS OF '2024-02-01 00:00:00'";
    assertThat(admin.rows("SHOW ALIASES IN MODEL c.s.iris" + then).toString())
        .contains("c.s.rose, Champion, champion, 7");
    assertThat(
            admin.column(
                "SHOW ALIASES IN c.s.iris AS OF ?", Timestamp.valueOf("2024-02-01 00:00:00")))
        .hasSize(1);
    assertThat(admin.rows("SHOW GRANTS ON MODEL c.s.iris" + then).toString())
        .isEqualTo("[[eve, EXECUTE, MODEL, c.s.rose], [max, EXECUTE, MODEL, c.s.rose]]");
    assertThat(admin.rows("SHOW EFFECTIVE GRANTS max ON MODEL c.s.iris" + then).toString())
        .isEqualTo("[[max, EXECUTE, MODEL, c.s.rose, direct]]");
    assertThat(admin.rows("SHOW EFFECTIVE GRANTS ON MODEL c.s.iris" + then).toString())
        .contains("max, EXECUTE", "admin, MANAGE");
    assertThat(admin.rows("SHOW GRANTS ON CATALOG c" + then)).isEmpty();
    assertThat(admin.rows("SHOW GRANTS ON METASTORE" + then)).isEmpty();
    assertThat(admin.rows("DESCRIBE MODEL c.s.iris" + then).toString())
        .startsWith("[[Model Name, c.s.rose], [Comment, then], [Owner, admin]");
    for (String version : List.of("7", "champion")) {
      assertThat(admin.rows("DESCRIBE MODEL c.s.iris VERSION " + version + then).toString())
          .startsWith("[[Model Name, c.s.rose], [Version, 7], [Status, READY], [Source, s3://x/7]");
    }
    assertThat(admin.rows("DESCRIBE MODEL EXTENDED c.s.iris VERSION LATEST" + then).toString())
        .contains("[Version, 1], [Status, PENDING_REGISTRATION]");
    assertThat(
            admin.failsWith("MODEL_VERSION_NOT_FOUND", "DESCRIBE MODEL c.s.iris VERSION 9" + then))
        .contains("Version 9 of model 'c.s.iris' did not exist at 2024-02-01 00:00:00.000.");
    assertThat(admin.failsWith("MODEL_ALIAS_NOT_FOUND", "DESCRIBE MODEL c.s.iris VERSION x" + then))
        .contains("Model 'c.s.iris' had no alias 'x' at 2024-02-01 00:00:00.000.");
    admin.run("CREATE MODEL c.s.later");
    assertThat(admin.failsWith("MODEL_NOT_FOUND", "DESCRIBE MODEL c.s.later" + then))
        .contains("Model 'c.s.later' did not exist at 2024-02-01 00:00:00.000.");
    for (String version : List.of("1", "LATEST")) {
      admin.failsWith(
          "MODEL_VERSION_NOT_FOUND", "DESCRIBE MODEL c.s.later VERSION " + version + then);
    }
    for (String list :
        List.of("ALIASES IN MODEL", "GRANTS ON MODEL", "EFFECTIVE GRANTS ON MODEL")) {
      assertThat(admin.rows("SHOW " + list + " c.s.later" + then)).isEmpty();
    }
    for (String early : List.of("DESCRIBE MODEL c.s.iris", "DESCRIBE MODEL c.s.iris VERSION 9")) {
      admin.failsWith("HISTORY_NOT_AVAILABLE", early + " AS OF '1999-01-01'");
      admin.failsWith("INVALID_PARAMETER_VALUE", early + " AS OF '2999-01-01'");
    }

    assertThat(admin.failsWith("INVALID_PARAMETER_VALUE", "SHOW ALIASES IN c.s.iris AS OF 'x'"))
        .contains("column 32");
    admin.failsWith("INVALID_PARAMETER_VALUE", "SHOW ALIASES IN c.s.iris AS OF '2999-01-01'");
    admin.failsWith("HISTORY_NOT_AVAILABLE", "SHOW ALIASES IN c.s.iris AS OF '1999-01-01'");
    admin.failsWith("MODEL_NOT_FOUND", "SHOW ALIASES IN c.s.rose" + then);
    Client bob = registry.as("bob");
    bob.failsWith("INSUFFICIENT_PRIVILEGES", "SHOW ALIASES IN c.s.iris" + then);
    bob.failsWith("INSUFFICIENT_PRIVILEGES", "DESCRIBE MODEL c.s.iris VERSION 7" + then);
    assertThat(bob.rows("DESCRIBE MODEL c.s.iris" + then).toString()).contains("[Comment, null]");
    assertThat(bob.rows("SHOW GRANTS ON MODEL c.s.iris" + then)).isEmpty();
    registry.as("max").failsWith("CATALOG_NOT_FOUND", "DESCRIBE MODEL c.s.iris" + then);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void membersOfAGroupDoNotSeeWhoWasDropped(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run(
        "CREATE USER bob; CREATE USER secret_hire; CREATE GROUP g WITH USER bob, secret_hire");
    Object time = admin.rows("SELECT MAX(valid_from) FROM history").get(0).get(0);
    String then =
        "SELECT member_name FROM group_members FOR SYSTEM_TIME AS OF TIMESTAMP '"
            + time
            + "' ORDER BY 1";
    String ever = "SELECT item FROM history WHERE kind = 'MEMBER' ORDER BY 1";
    Client bob = registry.as("bob");
    assertThat(bob.column(then)).containsExactly("bob", "secret_hire");
    admin.run("DROP USER secret_hire");
    assertThat(bob.column(then)).containsExactly("bob");
    assertThat(bob.column(ever)).containsExactly("bob");
    assertThat(admin.column(then)).containsExactly("bob", "secret_hire");
    assertThat(admin.column(ever)).containsExactly("bob", "secret_hire");
  }

  /** Present values are never shown for a time at which they may not have been valid. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aPurgeLeavesNoValuesOfThePast(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run(
        """
        CREATE USER o1; CREATE USER o2; CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.old;
        ALTER MODEL c.s.old OWNER TO o1; ALTER MODEL c.s.old ADD VERSION FROM 'x';
        ALTER MODEL c.s.old VERSION 1 SET ALIAS a; CREATE MODEL c.s.same""");
    String time = (String) admin.rows(LATEST).get(0).get(0);
    admin.run(
        """
        ALTER MODEL c.s.old RENAME TO c.s.new; ALTER MODEL c.s.new OWNER TO o2;
        COMMENT ON MODEL c.s.new IS 'new'; COMMENT ON CATALOG c IS 'wrong'""");
    admin.run("ALTER METASTORE PURGE HISTORY OF MODEL c.s.new");
    String then = " FOR SYSTEM_TIME AS OF TIMESTAMP '" + time + "'";
    assertThat(admin.column("SELECT full_name FROM models" + then)).containsExactly("c.s.same");
    assertThat(admin.column("SELECT full_name FROM aliases" + then)).isEmpty();
    assertThat(admin.rows("SHOW EFFECTIVE GRANTS o2 ON MODEL c.s.new AS OF '" + time + "'"))
        .isEmpty();
    assertThat(
            admin.column(
                "SELECT item FROM history WHERE full_name = 'c.s.new' AND valid_from <= TIMESTAMP '"
                    + time
                    + "' AND kind IN ('OWNER', 'NAME', 'COMMENT')"))
        .isEmpty();

    admin.run("ALTER METASTORE PURGE HISTORY OF CATALOG c");
    assertThat(admin.column("SELECT full_name FROM models" + then)).isEmpty();
    assertThat(admin.column("SELECT catalog_name FROM catalogs" + then)).doesNotContain("c");
    String now = " FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP";
    assertThat(admin.column("SELECT full_name FROM models" + now + " ORDER BY 1"))
        .containsExactly("c.s.new", "c.s.same");
    assertThat(admin.column("SELECT comment FROM catalogs" + now)).contains("wrong");
  }

  /** Another principal may have had the name. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void grantsOfADroppedUserAreNotShownForTheNextOfThatName(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run(
        """
        CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m; CREATE USER e; CREATE USER f;
        GRANT EXECUTE ON MODEL c.s.m TO e; GRANT EXECUTE ON MODEL c.s.m TO f""");
    String time = (String) admin.rows(LATEST).get(0).get(0);
    admin.run("DROP USER e; CREATE USER e; ALTER USER f SET PASSWORD 'other than before'");
    for (String show : List.of("SHOW GRANTS ", "SHOW EFFECTIVE GRANTS ")) {
      String then = " ON MODEL c.s.m AS OF '" + time + "'";
      assertThat(admin.rows(show + "e" + then)).as(show).isEmpty();
      assertThat(admin.rows(show + "f" + then)).as(show).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void equalValuesHaveOneRow(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run(
        """
        CREATE CATALOG c; ALTER CATALOG c SET TAGS ('k' = 'v'); CREATE SCHEMA c.s; CREATE MODEL c.s.m TAGS ('k' = 'v');
        ALTER MODEL c.s.m ADD VERSION FROM 'x' TAGS ('k' = 'v');
        ALTER MODEL c.s.m VERSION 1 SET ALIAS a;
        ALTER CATALOG c SET TAGS ('k' = 'v'); ALTER MODEL c.s.m SET TAGS ('k' = 'v', 'l' = 'w');
        ALTER MODEL c.s.m VERSION 1 SET TAGS ('k' = 'v'); ALTER MODEL c.s.m VERSION 1 SET ALIAS a;
        COMMENT ON MODEL c.s.m IS 'x'; COMMENT ON MODEL c.s.m IS 'x'""");
    assertThat(
            admin.rows(
                "SELECT full_name, kind, item, COUNT(*) FROM history GROUP BY full_name, kind, item,"
                    + " version, \"value\" HAVING COUNT(*) > 1"))
        .isEmpty();
    admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS A; ALTER MODEL c.s.m SET TAGS ('k' = 'V')");
    assertThat(admin.column("SELECT alias FROM aliases")).containsExactly("A");
    assertThat(
            admin.column(
                "SELECT \"value\" FROM history WHERE kind = 'TAG' AND object_type = 'MODEL'"
                    + " AND item = 'k' ORDER BY valid_from"))
        .containsExactly("v", "V");
  }

  /** As tools and pages write times. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void timesHaveTheFormsOfIso(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x'; ALTER MODEL c.s.m VERSION 1 SET ALIAS a");
    String time = (String) admin.rows(LATEST).get(0).get(0);
    String iso = time.replace(' ', 'T');
    for (String text : List.of(time, iso, iso + "Z", iso + "+00:00", time + "Z", iso + "-00:00")) {
      assertThat(admin.rows("SHOW ALIASES IN MODEL c.s.m AS OF '" + text + "'"))
          .as(text)
          .hasSize(1);
      assertThat(admin.rows("SHOW ALIASES IN MODEL c.s.m AS OF ?", text)).as(text).hasSize(1);
      assertThat(
              admin.rows(
                  "SELECT alias FROM aliases FOR SYSTEM_TIME AS OF ? WHERE alias = 'a'", text))
          .as(text)
          .hasSize(1);
    }
    String later = LocalDateTime.parse(iso).plusHours(2) + "+02:00";
    assertThat(admin.rows("SHOW ALIASES IN MODEL c.s.m AS OF '" + later + "'")).hasSize(1);
    for (String text : List.of("yesterday", iso + "X", iso + "[Europe/Berlin]", "2026-13-01")) {
      admin.failsWith(
          "INVALID_PARAMETER_VALUE", "SHOW ALIASES IN MODEL c.s.m AS OF '" + text + "'");
    }
  }
}
