package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL store: changes at one take effect at once at the other. */
final class SeveralServersTest {
  private static final String READ = "SHOW VERSIONS IN MODEL c.s.m";

  private TestServer one;
  private TestServer two;
  private Client admin;

  @BeforeEach
  void start() throws SQLException {
    String url = TestStore.POSTGRESQL.newUrl();
    one = TestServer.start(url);
    // Another URL of the same database, or the two would share all that they keep in memory.
    two = TestServer.start(url + "&ApplicationName=two");
    admin = TestRegistry.on(one.connect("admin"));
    admin.run(
        "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m;"
            + " ALTER MODEL c.s.m ADD VERSION FROM 's3://b/1';"
            + " CREATE USER alice WITH PASSWORD '"
            + TestServer.PASSWORD
            + "'");
  }

  @AfterEach
  void stop() {
    admin.close();
    one.close();
    two.close();
  }

  @Test
  void grantsAndGroupsAreSeenByOpenConnections() throws SQLException {
    try (Client alice = TestRegistry.on(two.connect("alice"))) {
      alice.failsWith("CATALOG_NOT_FOUND", READ);
      assertThat(alice.rows("SELECT full_name FROM models")).isEmpty();
      admin.run("GRANT ALL PRIVILEGES ON CATALOG c TO alice");
      assertThat(alice.rows(READ)).hasSize(1);
      assertThat(alice.rows("SELECT full_name FROM models")).hasSize(1);
      admin.run("REVOKE ALL PRIVILEGES ON CATALOG c FROM alice");
      alice.failsWith("CATALOG_NOT_FOUND", READ);
      assertThat(alice.rows("SELECT full_name FROM models")).isEmpty();

      admin.run(
          "CREATE GROUP g; CREATE GROUP h WITH USER alice; GRANT ALL PRIVILEGES ON CATALOG c TO g");
      assertThat(alice.rows("SELECT full_name FROM models")).isEmpty();
      admin.run("ALTER GROUP g ADD GROUP h");
      assertThat(alice.rows(READ)).hasSize(1);
      assertThat(alice.rows("SELECT full_name FROM models")).hasSize(1);
      admin.run("ALTER GROUP h DROP USER alice");
      alice.failsWith("CATALOG_NOT_FOUND", READ);
      assertThat(alice.rows("SELECT full_name FROM models")).isEmpty();

      admin.run(
          "ALTER MODEL c.s.m VERSION 1 SET ALIAS a; GRANT ALL PRIVILEGES ON CATALOG c TO alice");
      assertThat(alice.column("SELECT alias FROM aliases")).containsExactly("a");
      admin.run("ALTER MODEL c.s.m RENAME TO n");
      alice.failsWith("MODEL_NOT_FOUND", READ);
    }
  }

  @Test
  void tokensAreGoodAndDroppedEverywhere() throws SQLException {
    try (Client alice = TestRegistry.on(one.connect("alice"))) {
      List<Object> made = alice.rows("CREATE TOKEN").get(0);
      try (Connection job = two.connectWith((String) made.get(1));
          Statement statement = job.createStatement()) {
        assertThat(statement.execute("SELECT 1")).isTrue();
        alice.run("DROP TOKEN " + made.get(0));
        assertThat(state(statement)).isEqualTo("28000");
      }
    }
  }

  @Test
  void passwordsAndUsersAreGoneEverywhere() throws SQLException {
    try (Connection alice = two.connect("alice");
        Statement statement = alice.createStatement()) {
      assertThat(statement.execute("SELECT 1")).isTrue();
      admin.run("ALTER USER alice SET PASSWORD 'another'");
      assertThat(state(statement)).isEqualTo("28000");
    }
    two.connect("alice", "another").close();
    try (Connection alice = two.connect("alice", "another");
        Statement statement = alice.createStatement()) {
      admin.run("DROP USER alice");
      assertThat(state(statement)).isEqualTo("28000");
      admin.run("CREATE USER alice WITH PASSWORD 'another'");
      assertThat(state(statement)).isEqualTo("08003");
    }
  }

  @Test
  void stoppingOneServerDoesNotAffectTheOther() throws SQLException {
    try (Client other = TestRegistry.on(two.connect("admin"))) {
      one.close();
      assertThat(other.rows("SELECT full_name FROM models")).hasSize(1);
      other.run("CREATE MODEL c.s.later");
    }
  }

  private static String state(Statement statement) {
    return catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 1"))
        .getSQLState();
  }
}
