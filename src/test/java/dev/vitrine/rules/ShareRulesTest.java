package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shares and recipients, as statements. */
final class ShareRulesTest {
  private static final String ENDPOINT = " ENDPOINT 'https://h.example/api/2.1/vitrine-sharing'";

  private static final String MODELS =
      """
      CREATE USER ann; CREATE USER bob; CREATE GROUP team WITH USER ann;
      CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m; CREATE MODEL c.s.n;
      GRANT USE CATALOG, USE SCHEMA, MANAGE, EXECUTE ON CATALOG c TO ann;
      GRANT CREATE SHARE, CREATE RECIPIENT ON METASTORE TO ann;
      """;

  private static JsonNode json(Object text) throws Exception {
    return new JsonMapper().readTree((String) text);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aShareHasModelsUnderTheirNamesOrOthers(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run(MODELS);
    try (Client ann = registry.as("ann")) {
      ann.run("CREATE SHARE Sh COMMENT 'x'; ALTER SHARE sh ADD MODEL c.s.m");
      assertThat(ann.run("CREATE SHARE IF NOT EXISTS SH COMMENT 'y'")).isZero();
      ann.failsWith("SHARE_ALREADY_EXISTS", "CREATE SHARE sh");
      ann.failsWith("MODEL_ALREADY_EXISTS", "ALTER SHARE sh ADD MODEL c.s.m AS a.b");
      ann.failsWith("MODEL_ALREADY_EXISTS", "ALTER SHARE sh ADD MODEL c.s.n AS s.M");
      ann.failsWith("INVALID_IDENTIFIER", "ALTER SHARE sh ADD MODEL c.s.n AS a.b.d");
      ann.failsWith("INVALID_IDENTIFIER", "ALTER SHARE sh ADD MODEL c.s.n AS `a b`");
      ann.failsWith("INVALID_IDENTIFIER", "ALTER SHARE sh ADD MODEL c.s.n AS Information_Schema.x");
      ann.run("ALTER SHARE sh ADD MODEL c.s.n AS Other");
      assertThat(ann.rows("SELECT shared_as, full_name FROM shared_models ORDER BY 1"))
          .containsExactly(List.of("s.m", "c.s.m"), List.of("s.other", "c.s.n"));
      ann.run("ALTER SHARE sh REMOVE MODEL s.other; ALTER SHARE sh REMOVE MODEL c.s.m");
      ann.failsWith("MODEL_NOT_FOUND", "ALTER SHARE sh REMOVE MODEL c.s.m");
      ann.run("ALTER SHARE sh ADD MODEL c.s.n AS flowers.iris; COMMENT ON SHARE sh IS 'z'");
      registry.admin().run("ALTER MODEL c.s.n RENAME TO renamed");
      assertThat(ann.rows("SELECT shared_as, full_name FROM shared_models"))
          .containsExactly(List.of("flowers.iris", "c.s.renamed"));
      assertThat(ann.rows("SHOW ALL IN SHARE sh"))
          .isEqualTo(ann.rows("SELECT * FROM shared_models"));
      assertThat(ann.rows("SHOW SHARES LIKE 's*'")).isEqualTo(ann.rows("SELECT * FROM shares"));
      assertThat(ann.rows("DESCRIBE SHARE sh")).isEqualTo(ann.rows("SELECT * FROM shares"));
      assertThat(ann.value("SELECT comment FROM shares")).isEqualTo("z");
      ann.run("DROP MODEL c.s.renamed");
      assertThat(ann.rows("SHOW ALL IN SHARE sh")).isEmpty();
      registry.admin().run("UNDROP MODEL c.s.renamed");
      assertThat(ann.rows("SHOW ALL IN SHARE sh")).isEmpty();
      ann.run("DROP SHARE sh");
      ann.failsWith("SHARE_NOT_FOUND", "DROP SHARE sh");
      assertThat(ann.run("DROP SHARE IF EXISTS sh")).isZero();
    }
  }

  /** A name of two parts can be a model of the current catalog, and a name in the share. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aNameOfTwoModelsRemovesNeither(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run(MODELS);
    try (Client ann = registry.as("ann")) {
      ann.run("CREATE SHARE sh; ALTER SHARE sh ADD MODEL c.s.m AS old.m; USE CATALOG c");
      ann.run("ALTER SHARE sh ADD MODEL c.s.n AS s.m");
      assertThat(ann.failsWith("INVALID_PARAMETER_VALUE", "ALTER SHARE sh REMOVE MODEL s.m"))
          .contains("three parts");
      assertThat(ann.rows("SHOW ALL IN SHARE sh")).hasSize(2);
      ann.run("ALTER SHARE sh REMOVE MODEL c.s.m");
      assertThat(ann.column("SELECT full_name FROM shared_models")).containsExactly("c.s.n");
      ann.run("ALTER SHARE sh REMOVE MODEL s.m");
      assertThat(ann.rows("SHOW ALL IN SHARE sh")).isEmpty();
    }
  }

  /** MANAGE and EXECUTE, and for admins too: managing is no right to read. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void addingAModelNeedsManageAndExecute(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODELS + "CREATE SHARE admins_share");
    admin.run("ALTER CATALOG c OWNER TO bob; ALTER MODEL c.s.m OWNER TO bob");
    assertThat(
            admin.failsWith("INSUFFICIENT_PRIVILEGES", "ALTER SHARE admins_share ADD MODEL c.s.m"))
        .contains("EXECUTE");
    try (Client ann = registry.as("ann")) {
      ann.run("CREATE SHARE sh");
      for (String privilege : List.of("MANAGE", "EXECUTE", "USE SCHEMA")) {
        admin.run("REVOKE " + privilege + " ON CATALOG c FROM ann");
        ann.failsWith("INSUFFICIENT_PRIVILEGES", "ALTER SHARE sh ADD MODEL c.s.m");
        admin.run("GRANT " + privilege + " ON CATALOG c TO ann");
      }
      ann.run("ALTER SHARE sh ADD MODEL c.s.m");
    }
    admin.run("GRANT EXECUTE ON MODEL c.s.m TO admin; ALTER SHARE admins_share OWNER TO bob");
    admin.run("REVOKE EXECUTE ON MODEL c.s.m FROM bob; ALTER MODEL c.s.m OWNER TO admin");
    try (Connection connection = registry.connect("admin");
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SHARE admins_share ADD MODEL c.s.m");
      assertThat(statement.getWarnings().getMessage())
          .contains("until the owner of the share has EXECUTE");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theActivationFileIsShownOnceAndTheStoreKeepsAHash(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run(MODELS);
    try (Client ann = registry.as("ann")) {
      assertThat(ann.failsWith("INVALID_PARAMETER_VALUE", "CREATE RECIPIENT r"))
          .contains("--public-url", "ENDPOINT");
      List<List<Object>> rows =
          ann.rows("CREATE RECIPIENT R COMMENT 'x' EXPIRES AFTER 7 DAYS" + ENDPOINT);
      assertThat(rows).hasSize(1);
      assertThat(rows.get(0).get(0)).isEqualTo("r");
      JsonNode file = json(rows.get(0).get(1));
      assertThat(file.path("shareCredentialsVersion").asInt()).isEqualTo(1);
      assertThat(file.path("endpoint").asText())
          .isEqualTo("https://h.example/api/2.1/vitrine-sharing");
      String token = file.path("bearerToken").asText();
      assertThat(token).matches("vts_[A-Za-z0-9_-]{43}");
      Instant expires = Instant.parse(file.path("expirationTime").asText());
      assertThat(((Timestamp) rows.get(0).get(2)).toInstant()).isEqualTo(expires);
      assertThat(Duration.between(Instant.now(), expires))
          .isBetween(Duration.ofDays(6), Duration.ofDays(8));

      assertThat(ann.rows("CREATE RECIPIENT IF NOT EXISTS r" + ENDPOINT)).isEmpty();
      ann.failsWith("RECIPIENT_ALREADY_EXISTS", "CREATE RECIPIENT r" + ENDPOINT);
      String other =
          json(ann.rows("ALTER RECIPIENT r ROTATE TOKEN" + ENDPOINT).get(0).get(1))
              .path("bearerToken")
              .asText();
      assertThat(other).isNotEqualTo(token);
      List<String> shown = new ArrayList<>();
      for (String query :
          List.of(
              "SHOW RECIPIENTS",
              "DESCRIBE RECIPIENT r",
              "SELECT * FROM recipients",
              "SELECT * FROM history")) {
        shown.add(ann.rows(query).toString());
      }
      shown.add(registry.admin().rows("SELECT * FROM system.access.audit").toString());
      assertThat(shown).allSatisfy(text -> assertThat(text).doesNotContain("vts_", token, other));
      for (String days : List.of("0", "3651", "9223372036854775807")) {
        ann.failsWith(
            "INVALID_PARAMETER_VALUE",
            "ALTER RECIPIENT r ROTATE TOKEN EXPIRES AFTER " + days + " DAYS" + ENDPOINT);
      }
      for (String url :
          List.of("ftp://h", "https://u:p@h", "https://h?q", "x", "https://h/\"", "")) {
        ann.failsWith(
            "INVALID_PARAMETER_VALUE", "ALTER RECIPIENT r ROTATE TOKEN ENDPOINT '" + url + "'");
      }
      ann.run("DROP RECIPIENT r");
      ann.failsWith("RECIPIENT_NOT_FOUND", "DROP RECIPIENT r");
      assertThat(ann.run("DROP RECIPIENT IF EXISTS r")).isZero();
    }
  }

  /** The driver knows from the text which changes return rows. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void plainStatementsReturnTheActivationFile(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.emptied(store);
    try (Connection admin = registry.connect("admin");
        Statement statement = admin.createStatement()) {
      for (String query :
          List.of(
              "CREATE RECIPIENT r",
              "ALTER RECIPIENT r ROTATE TOKEN",
              "alter recipient `r` rotate token",
              "ALTER RECIPIENT IDENTIFIER('r') ROTATE TOKEN")) {
        try (ResultSet rows = statement.executeQuery(query + ENDPOINT)) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString("activation")).contains("vts_");
        }
      }
      assertThat(statement.executeUpdate("ALTER RECIPIENT r OWNER TO admin")).isEqualTo(1);
      assertThat(statement.executeUpdate("COMMENT ON RECIPIENT r IS 'ROTATE TOKEN'")).isEqualTo(1);
    }
  }

  /** Owners and admins see a share; others cannot tell it from one that does not exist. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void ownersAndAdminsSeeSharesAndRecipients(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODELS + "CREATE USER tim; ALTER GROUP team ADD USER tim");
    try (Client ann = registry.as("ann");
        Client bob = registry.as("bob");
        Client tim = registry.as("tim")) {
      bob.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE SHARE b");
      bob.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE RECIPIENT b" + ENDPOINT);
      ann.run("CREATE SHARE sh; ALTER SHARE sh ADD MODEL c.s.m; CREATE RECIPIENT r" + ENDPOINT);
      ann.run("GRANT SELECT ON SHARE sh TO RECIPIENT r");
      assertThat(ann.run("GRANT SELECT ON SHARE sh TO RECIPIENT r")).isZero();
      List<String> relations = List.of("shares", "shared_models", "recipients", "share_grants");
      for (String relation : relations) {
        String query = "SELECT * FROM " + relation;
        assertThat(ann.rows(query)).as(relation).hasSize(1).isEqualTo(admin.rows(query));
        assertThat(bob.rows(query)).as(relation).isEmpty();
        assertThat(tim.rows(query)).as(relation).isEmpty();
      }
      for (Client other : List.of(bob, tim)) {
        other.failsWith("SHARE_NOT_FOUND", "SHOW GRANTS ON SHARE sh");
        other.failsWith("RECIPIENT_NOT_FOUND", "SHOW GRANTS TO RECIPIENT r");
      }
      ann.failsWith("INSUFFICIENT_PRIVILEGES", "ALTER SHARE sh OWNER TO bob");
      ann.failsWith("INSUFFICIENT_PRIVILEGES", "ALTER RECIPIENT r OWNER TO bob");
      ann.failsWith("INVALID_PARAMETER_VALUE", "ALTER SHARE sh OWNER TO `account users`");
      ann.run("ALTER SHARE sh OWNER TO team");
      assertThat(tim.rows("SHOW ALL IN SHARE sh").toString())
          .contains("s.m")
          .doesNotContain("c.s.m");
      assertThat(tim.column("SELECT recipient_name FROM share_grants")).containsExactly("r");
      tim.failsWith("RECIPIENT_NOT_FOUND", "DESCRIBE RECIPIENT r");
      tim.failsWith("RECIPIENT_NOT_FOUND", "GRANT SELECT ON SHARE sh TO RECIPIENT r");
      tim.run("ALTER SHARE sh REMOVE MODEL s.m");
      assertThat(tim.run("REVOKE SELECT ON SHARE sh FROM RECIPIENT r")).isEqualTo(1);
      tim.failsWith("RECIPIENT_NOT_FOUND", "REVOKE SELECT ON SHARE sh FROM RECIPIENT r");
      assertThat(ann.run("REVOKE SELECT ON SHARE sh FROM RECIPIENT r")).isZero();
      admin.failsWith("PRINCIPAL_IN_USE", "DROP GROUP team");
      admin.run("ALTER SHARE sh OWNER TO bob; ALTER RECIPIENT r OWNER TO bob");
      assertThat(bob.rows("SHOW SHARES")).hasSize(1);
      assertThat(ann.rows("SHOW SHARES")).isEmpty();
      assertThat(admin.failsWith("PRINCIPAL_IN_USE", "DROP USER bob")).contains("share");
      admin.run("DROP SHARE sh");
      assertThat(admin.failsWith("PRINCIPAL_IN_USE", "DROP USER bob")).contains("recipient");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void thousandSharesOfAnOwnerAreEnough(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run(MODELS + "GRANT CREATE SHARE, CREATE RECIPIENT ON METASTORE TO bob");
    try (Connection ann = DriverManager.getConnection(registry.url(), "ann", "");
        Statement statement = ann.createStatement()) {
      ann.setAutoCommit(false);
      StringBuilder text = new StringBuilder();
      for (int number = 0; number < 1_000; number++) {
        text.append("CREATE SHARE s").append(number).append(';');
      }
      run(statement, text.toString());
      ann.commit();
    }
    try (Client ann = registry.as("ann");
        Client bob = registry.as("bob")) {
      assertThat(ann.failsWith("SHARE_LIMIT_EXCEEDED", "CREATE SHARE more")).contains("1000");
      bob.run("CREATE SHARE more");
      registry.admin().failsWith("SHARE_LIMIT_EXCEEDED", "ALTER SHARE more OWNER TO ann");
      ann.run("DROP SHARE s1; CREATE SHARE s1");
    }
  }

  private static void run(Statement statement, String text) throws SQLException {
    statement.execute(text);
    while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
      // The statements of a text run as its results are asked for.
    }
  }
}
