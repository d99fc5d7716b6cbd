package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When privileges take effect and end, and what they do not include. */
final class EffectTest {
  private static final String MODEL =
      "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m;"
          + " ALTER MODEL c.s.m ADD VERSION FROM 'x';";
  private static final String READ = "SHOW VERSIONS IN MODEL c.s.m";

  /** How rights come, each with how they go. */
  private static final String[][] TURNS = {
    {"GRANT ALL PRIVILEGES ON CATALOG c TO alice", "REVOKE ALL PRIVILEGES ON CATALOG c FROM alice"},
    {
      "GRANT USE CATALOG, USE SCHEMA ON CATALOG c TO alice; GRANT EXECUTE ON MODEL c.s.m TO alice",
      "REVOKE USE CATALOG, USE SCHEMA ON CATALOG c FROM alice;"
          + " REVOKE EXECUTE ON MODEL c.s.m FROM alice"
    },
    {
      "GRANT ALL PRIVILEGES ON CATALOG c TO `account users`",
      "REVOKE ALL PRIVILEGES ON CATALOG c FROM `account users`"
    },
    {"ALTER GROUP readers ADD USER alice", "ALTER GROUP readers DROP USER alice"},
    {"ALTER GROUP readers ADD GROUP hers", "ALTER GROUP readers DROP GROUP hers"},
    {"ALTER GROUP admins ADD USER alice", "ALTER GROUP admins DROP USER alice"},
    {
      "GRANT USE CATALOG, USE SCHEMA ON CATALOG c TO alice; ALTER MODEL c.s.m OWNER TO alice",
      "ALTER MODEL c.s.m OWNER TO admin; REVOKE USE CATALOG, USE SCHEMA ON CATALOG c FROM alice"
    },
    {
      "ALTER CATALOG c OWNER TO hers; GRANT EXECUTE ON SCHEMA c.s TO hers",
      "ALTER CATALOG c OWNER TO admin; REVOKE EXECUTE ON SCHEMA c.s FROM hers"
    },
  };

  /** Statements prepared before the grants, run often enough for the store to cache their plans. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void changesTakeEffectAtOnceInStatementsThatArePrepared(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run(MODEL);
    admin.run(
        """
        CREATE USER alice; CREATE GROUP hers WITH USER alice; CREATE GROUP readers;
        CREATE GROUP admins WITH USER admin; ALTER METASTORE SET OWNER TO admins;
        GRANT ALL PRIVILEGES ON CATALOG c TO readers;
        """);
    try (Connection alice = DriverManager.getConnection(registry.url(), "alice", "");
        PreparedStatement query =
            alice.prepareStatement("SELECT version FROM versions WHERE full_name = ?");
        PreparedStatement show = alice.prepareStatement(READ);
        PreparedStatement asked =
            alice.prepareStatement(
                "SELECT name FROM principals"
                    + " WHERE name = 'alice' AND has_privilege('EXECUTE', 'MODEL', 'c.s.m')")) {
      query.setString(1, "c.s.m");
      for (int run = 0; run < 8; run++) {
        assertThat(answers(query, show, asked)).containsExactly("0", "42", "0");
      }
      admin.run(TURNS[0][0]);
      try (PreparedStatement select = alice.prepareStatement("SELECT version FROM c.s.m")) {
        for (String[] turn : TURNS) {
          admin.run(turn[0]);
          for (int run = 0; run < 2; run++) {
            assertThat(answers(query, show, asked, select))
                .as(turn[0])
                .containsExactly("1", "1", "1", "1");
          }
          if (turn == TURNS[0]) {
            continue;
          }
          admin.run(turn[1]);
        }
        admin.run(TURNS[0][1]);
        assertThat(answers(query, show, asked, select)).containsExactly("0", "42", "0", "42");
        for (String[] turn : TURNS) {
          admin.run(turn[0]);
          assertThat(answers(query, show, asked, select))
              .as(turn[0])
              .containsExactly("1", "1", "1", "1");
          admin.run(turn[1]);
          assertThat(answers(query, show, asked, select))
              .as(turn[1])
              .containsExactly("0", "42", "0", "42");
        }
      }
    }
  }

  /** The number of rows of each, or the class of its SQLSTATE. */
  private static List<String> answers(PreparedStatement... statements) {
    List<String> answers = new ArrayList<>();
    for (PreparedStatement statement : statements) {
      try (ResultSet rows = statement.executeQuery()) {
        int count = 0;
        while (rows.next()) {
          count++;
        }
        answers.add(String.valueOf(count));
      } catch (SQLException refusal) {
        answers.add(refusal.getSQLState().substring(0, 2));
      }
    }
    return answers;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void oneSharedPlanReturnsEachUsersRows(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "CREATE USER alice; CREATE USER bob");
    admin.run("GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG c TO alice");
    try (Client alice = registry.as("alice");
        Client bob = registry.as("bob")) {
      for (int run = 0; run < 8; run++) {
        assertThat(alice.rows("SELECT * FROM c.s.m")).hasSize(1);
        bob.failsWith("TABLE_OR_VIEW_NOT_FOUND", "SELECT * FROM c.s.m");
        assertThat(alice.rows("SELECT full_name FROM models")).hasSize(1);
        assertThat(bob.rows("SELECT full_name FROM models")).isEmpty();
        assertThat(alice.value("SELECT current_user()")).isEqualTo("alice");
        assertThat(bob.value("SELECT current_user()")).isEqualTo("bob");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void allIsWorkedOutWhenItIsAskedFor(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "CREATE USER alice; CREATE USER bob");
    admin.run("GRANT ALL PRIVILEGES ON CATALOG c TO alice");
    admin.run("GRANT ALL PRIVILEGES ON SCHEMA c.s TO bob");
    try (Client alice = registry.as("alice");
        Client bob = registry.as("bob")) {
      admin.run("CREATE SCHEMA c.later; CREATE MODEL c.later.m; CREATE MODEL c.s.later");
      alice.run("ALTER MODEL c.later.m ADD VERSION FROM 'x'");
      alice.run("CREATE SCHEMA c.hers; CREATE MODEL c.later.hers; SET TAG ON MODEL c.later.m k");
      assertThat(alice.rows("SHOW VERSIONS IN MODEL c.later.m")).hasSize(1);
      alice.failsWith("INSUFFICIENT_PRIVILEGES", "DROP MODEL c.later.m");
      alice.failsWith("INSUFFICIENT_PRIVILEGES", "GRANT BROWSE ON CATALOG c TO bob");
      assertThat(alice.value("SELECT has_privilege('BROWSE', 'CATALOG', 'c')")).isEqualTo(false);
      assertThat(bob.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE MODEL c.s.n"))
          .contains("USE CATALOG");
      admin.run("GRANT USE CATALOG ON CATALOG c TO bob");
      bob.run("ALTER MODEL c.s.later ADD VERSION FROM 'x'; CREATE MODEL c.s.n");
      bob.failsWith("SCHEMA_NOT_FOUND", "SHOW VERSIONS IN MODEL c.later.m");
      bob.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE SCHEMA c.n");
      admin.run("REVOKE ALL PRIVILEGES ON SCHEMA c.s FROM bob");
      bob.failsWith("SCHEMA_NOT_FOUND", READ);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void gatesAreForOwnersToo(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "CREATE USER alice");
    try (Client alice = registry.as("alice")) {
      admin.run("ALTER MODEL c.s.m SET OWNER TO alice");
      for (String gate : List.of("USE CATALOG ON CATALOG c", "USE SCHEMA ON SCHEMA c.s")) {
        for (String statement :
            List.of(
                READ,
                "DROP MODEL c.s.m",
                "DESCRIBE MODEL c.s.m",
                "GRANT EXECUTE ON MODEL c.s.m TO alice",
                "ALTER MODEL c.s.m ADD VERSION FROM 'x'",
                "SELECT * FROM c.s.m")) {
          assertThat(alice.failsWith("INSUFFICIENT_PRIVILEGES", statement))
              .contains(gate.substring(0, 10));
        }
        assertThat(alice.rows("SELECT * FROM models")).isEmpty();
        admin.run("GRANT " + gate + " TO alice");
      }
      assertThat(alice.rows(READ)).hasSize(1);
      admin.run("REVOKE USE CATALOG ON CATALOG c FROM alice");
      admin.run("REVOKE USE SCHEMA ON SCHEMA c.s FROM alice; ALTER MODEL c.s.m OWNER TO admin");
      admin.run("ALTER SCHEMA c.s SET OWNER TO alice");
      assertThat(alice.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE MODEL c.s.n"))
          .contains("USE CATALOG");
      alice.failsWith("INSUFFICIENT_PRIVILEGES", "DROP SCHEMA c.s CASCADE");
      admin.run("GRANT USE CATALOG ON CATALOG c TO alice");
      alice.run("CREATE MODEL c.s.n; COMMENT ON MODEL c.s.m IS 'x'");
      alice.failsWith("INSUFFICIENT_PRIVILEGES", READ);
      admin.run("REVOKE USE CATALOG ON CATALOG c FROM alice; ALTER SCHEMA c.s OWNER TO admin");
      admin.run("ALTER CATALOG c SET OWNER TO alice");
      alice.run("COMMENT ON MODEL c.s.m IS 'y'; CREATE SCHEMA c.t");
      alice.failsWith("INSUFFICIENT_PRIVILEGES", READ);
      alice.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE MODEL c.s.o");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void managingIsNotReading(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(MODEL + "CREATE USER alice; ALTER MODEL c.s.m VERSION 1 SET ALIAS a");
    admin.run("GRANT USE CATALOG, USE SCHEMA, MANAGE ON CATALOG c TO alice");
    try (Client alice = registry.as("alice")) {
      for (String statement :
          List.of(
              READ,
              "SHOW ALIASES IN MODEL c.s.m",
              "DESCRIBE MODEL c.s.m VERSION 1",
              "COMMENT ON MODEL c.s.m VERSION a IS 'x'",
              "ALTER MODEL c.s.m VERSION LATEST SET ALIAS b",
              "ALTER MODEL c.s.m VERSION LATEST SET METRICS ('a' = 1)",
              "ALTER MODEL c.s.m ADD VERSION FROM 'x'",
              "ALTER MODEL c.s.m SET TAGS ('k' = 'v')",
              "ALTER MODEL c.s.m RENAME TO n",
              "CREATE MODEL c.s.n",
              "CREATE MODEL c.s.n FROM MODEL c.s.m",
              "ALTER MODEL c.s.m SET OWNER TO admin",
              "SELECT * FROM c.s.m")) {
        alice.failsWith("INSUFFICIENT_PRIVILEGES", statement);
      }
      assertThat(alice.rows("SELECT latest_version, storage_location FROM models").get(0))
          .containsExactly(null, null);
      for (String relation :
          List.of(
              "versions",
              "aliases",
              "version_tags",
              "signature_columns",
              "version_params",
              "version_metrics")) {
        assertThat(alice.rows("SELECT * FROM " + relation)).as(relation).isEmpty();
      }
      alice.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS b; COMMENT ON MODEL c.s.m VERSION 1 IS 'x'");
      alice.run("GRANT EXECUTE ON MODEL c.s.m TO alice");
      assertThat(alice.rows(READ)).hasSize(1);
      alice.run("ALTER MODEL c.s.m SET OWNER TO alice; ALTER MODEL c.s.m DROP VERSION 1");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFormerOwnerHasNoPrivileges(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run("CREATE USER alice; CREATE USER bob; CREATE GROUP team WITH USER alice, bob");
    admin.run("GRANT CREATE CATALOG ON METASTORE TO alice");
    try (Client alice = registry.as("alice");
        Client bob = registry.as("bob")) {
      alice.run(MODEL);
      assertThat(alice.rows("SHOW GRANTS ON CATALOG c")).isEmpty();
      alice.failsWith("INSUFFICIENT_PRIVILEGES", "ALTER MODEL c.s.m SET OWNER TO bob");
      alice.failsWith("INVALID_PARAMETER_VALUE", "ALTER MODEL c.s.m OWNER TO `account users`");
      alice.failsWith("PRINCIPAL_NOT_FOUND", "ALTER MODEL c.s.m OWNER TO nobody_at_all");
      alice.run("ALTER MODEL c.s.m SET OWNER TO team; ALTER SCHEMA c.s SET OWNER TO bob");
      bob.failsWith("INSUFFICIENT_PRIVILEGES", READ);
      alice.run("ALTER CATALOG c SET OWNER TO bob");
      assertThat(bob.rows(READ)).hasSize(1);
      assertThat(alice.failsWith("INSUFFICIENT_PRIVILEGES", READ)).contains("USE CATALOG");
      alice.failsWith("CATALOG_NOT_FOUND", "DESCRIBE CATALOG c");
      bob.run("ALTER MODEL c.s.m SET OWNER TO bob");
      alice.failsWith("CATALOG_NOT_FOUND", READ);
    }
  }
}
