package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.Polling;
import dev.vitrine.SlowQuery;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions, as a relation, and what ends them. Two servers: SessionsOfServersTest. */
final class SessionsTest {
  private static final String UNKNOWN = "0123456789abcdef0123456789abcdef";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static TestRegistry registry(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE USER alice; CREATE USER bob");
    return registry;
  }

  private static String ownId(Client client) {
    return client.column("SELECT session_id FROM sessions WHERE user_name = current_user()").get(0);
  }

  private static String idOf(Client admin, String user) {
    return (String) admin.value("SELECT session_id FROM sessions WHERE user_name = ?", user);
  }

  private static void await(BooleanSupplier condition) {
    Polling.until("the condition", condition::getAsBoolean);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyQueryShowsOwnSessionsAndAdminsAll(TestStore store) {
    TestRegistry registry = registry(store);
    try (Client alice = registry.as("alice");
        Client again = registry.as("alice");
        Client bob = registry.as("bob")) {
      assertThat(registry.admin().column("SELECT user_name FROM sessions ORDER BY user_name"))
          .containsExactly("admin", "alice", "alice", "bob");
      String bobs = ownId(bob);
      for (String query :
          List.of(
              "SHOW SESSIONS",
              "SELECT * FROM sessions",
              "SELECT * FROM system.registry.sessions s WHERE s.user_name IS NOT NULL",
              "SELECT s.* FROM sessions s JOIN sessions t ON s.session_id = t.session_id",
              "SELECT session_id FROM sessions GROUP BY session_id",
              "SELECT x.session_id FROM (SELECT * FROM sessions) AS x")) {
        assertThat(alice.rows(query)).as(query).hasSize(2).noneMatch(row -> row.contains(bobs));
      }
      assertThat(alice.value("SELECT COUNT(*) FROM sessions WHERE session_id = ?", bobs))
          .isEqualTo(0L);
      assertThat(alice.value("SELECT MAX(user_name) FROM sessions")).isEqualTo("alice");
      assertThat(alice.value("SELECT COUNT(DISTINCT server) FROM sessions")).isEqualTo(1L);
      again.run("SELECT 1");
    }
    assertThat(registry.admin().column("SELECT user_name FROM sessions")).containsExactly("admin");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theStateIsThatOfTheMoment(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    String query =
        "SELECT state, statement_started_at, transaction_started_at, credential, client, source_ip"
            + " FROM sessions WHERE user_name = ?";
    Client admin = registry.admin();
    try (Connection connection = registry.connect("alice");
        Statement statement = connection.createStatement()) {
      List<Object> idle = admin.rows(query, "alice").get(0);
      assertThat(idle.subList(0, 4)).containsExactly("IDLE", null, null, "EMBEDDED");
      assertThat((String) idle.get(4)).startsWith("Vitrine JDBC driver ");
      assertThat(idle.get(5)).isNull();

      List<Object> own = admin.rows(query, "admin").get(0);
      assertThat(own.get(0)).isEqualTo("ACTIVE");
      assertThat(own.get(1)).isNotNull();

      connection.setAutoCommit(false);
      statement.execute("SHOW USERS");
      statement.getResultSet().close();
      List<Object> open = admin.rows(query, "alice").get(0);
      assertThat(open.get(0)).isEqualTo("IDLE IN TRANSACTION");
      assertThat(open.get(1)).isNull();
      assertThat(open.get(2)).isNotNull();
      connection.rollback();
      assertThat(admin.rows(query, "alice").get(0).subList(0, 3))
          .containsExactly("IDLE", null, null);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aCursorThatIsLeftOpenIsATransaction(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    String query = "SELECT state FROM sessions WHERE user_name = 'alice'";
    try (Connection connection = registry.connect("alice");
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(10);
      String many = "SELECT a.d FROM " + digits("a") + ", " + digits("b") + ", " + digits("c");
      ResultSet rows = statement.executeQuery(many + ", " + digits("e"));
      assertThat(rows.next()).isTrue();
      assertThat(registry.admin().column(query)).containsExactly("IDLE IN TRANSACTION");
      rows.close();
      assertThat(registry.admin().column(query)).containsExactly("IDLE");
    }
  }

  private static String digits(String name) {
    return SlowQuery.DIGITS + name + " (d)";
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void usersEndTheirOwnSessionsAndAdminsAny(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    try (Connection alice = registry.connect("alice");
        Statement statement = alice.createStatement();
        Client bob = registry.as("bob")) {
      String id = idOf(admin, "alice");
      String unknown = bob.failsWith("SESSION_NOT_FOUND", "TERMINATE SESSION " + UNKNOWN);
      assertThat(bob.failsWith("SESSION_NOT_FOUND", "TERMINATE SESSION " + id))
          .isEqualTo(unknown.replace(UNKNOWN, id));
      assertThat(alice.isValid(5)).isTrue();

      assertThat(admin.run("TERMINATE SESSION ?", id)).isEqualTo(1);
      assertThat(alice.isValid(5)).isFalse();
      for (String sql : List.of("SELECT 1", "SHOW USERS", "COMMIT", "SELECT * FROM nothing")) {
        SQLException ended = catchThrowableOfType(SQLException.class, () -> statement.execute(sql));
        assertThat(ended.getSQLState()).as(sql).isEqualTo("57P01");
      }
      admin.failsWith("SESSION_NOT_FOUND", "TERMINATE SESSION " + id);
      assertThat(admin.rows("SELECT * FROM sessions WHERE user_name = 'alice'")).isEmpty();

      assertThat(bob.run("TERMINATE SESSION '" + ownId(bob) + "'")).isEqualTo(1);
      bob.failsWith("SESSION_TERMINATED", "SELECT 1");
    }
    assertThat(
            admin.rows(
                "SELECT user_identity, response_code FROM system.access.audit"
                    + " WHERE action_name = 'terminateSession' ORDER BY event_time, event_id"))
        .contains(List.of("bob", 404L), List.of("admin", 200L), List.of("bob", 200L));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void noPrivilegeShowsOrEndsTheSessionsOfOthers(TestStore store) {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    admin.run("CREATE CATALOG c; GRANT ALL PRIVILEGES, MANAGE, BROWSE ON CATALOG c TO alice");
    admin.run("GRANT CREATE CATALOG ON METASTORE TO alice; ALTER CATALOG c OWNER TO alice");
    try (Client alice = registry.as("alice")) {
      String admins = idOf(admin, "admin");
      alice.failsWith("SESSION_NOT_FOUND", "TERMINATE SESSION " + admins);
      assertThat(alice.column("SELECT user_name FROM sessions")).containsExactly("alice");
      admin.run("SELECT 1");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void runningStatementsEndWithTheirSession(TestStore store)
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    try (Connection alice = registry.connect("alice");
        Statement statement = alice.createStatement()) {
      CompletableFuture<SQLException> running =
          CompletableFuture.supplyAsync(
              () ->
                  catchThrowableOfType(
                      SQLException.class, () -> statement.executeQuery(SlowQuery.TEXT)));
      await(
          () ->
              admin
                  .column("SELECT state FROM sessions WHERE user_name = 'alice'")
                  .contains("ACTIVE"));
      admin.run("TERMINATE SESSION " + idOf(admin, "alice"));
      SQLException ended = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(ended.getSQLState()).isEqualTo("57P01");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anOpenTransactionIsRolledBackAndItsLocksAreFree(TestStore store) throws SQLException {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    admin.run(
        "CREATE CATALOG c; GRANT MANAGE ON CATALOG c TO alice; GRANT USE CATALOG ON CATALOG c TO alice");
    try (Connection alice = registry.connect("alice");
        Statement statement = alice.createStatement()) {
      alice.setAutoCommit(false);
      statement.execute("COMMENT ON CATALOG c IS 'hers'");
      admin.run("TERMINATE SESSION " + idOf(admin, "alice"));
      admin.run("COMMENT ON CATALOG c IS 'mine'");
      assertThat(catchThrowableOfType(SQLException.class, alice::commit).getSQLState())
          .isEqualTo("57P01");
      assertThat(admin.value("SELECT comment FROM catalogs WHERE catalog_name = 'c'"))
          .isEqualTo("mine");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void insideATransactionASessionEndsWithItsCommit(TestStore store) {
    TestRegistry registry = registry(store);
    Client admin = registry.admin();
    try (Client alice = registry.as("alice")) {
      String id = idOf(admin, "alice");
      admin.run("BEGIN; TERMINATE SESSION " + id + "; ROLLBACK");
      alice.run("SELECT 1");
      admin.run("BEGIN; TERMINATE SESSION " + id + "; COMMIT");
      alice.failsWith("SESSION_TERMINATED", "SELECT 1");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theAuditTrailNamesTheSameSession(TestStore store) {
    TestRegistry registry = registry(store);
    try (Client alice = registry.as("alice")) {
      String id = ownId(alice);
      alice.failsWith("INSUFFICIENT_PRIVILEGES", "CREATE CATALOG c");
      assertThat(
              registry
                  .admin()
                  .column(
                      "SELECT DISTINCT session_id FROM system.access.audit"
                          + " WHERE user_identity = 'alice'"))
          .containsExactly(id);
    }
  }
}
