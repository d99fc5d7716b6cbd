package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.Polling;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.session.EngineSettings;
import dev.vitrine.share.ShareSettings;
import dev.vitrine.store.connection.StoreSettings;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connections to the store are shared: no user can keep others, or the server, from them. */
@Timeout(300)
final class SharedConnectionsTest {
  /** Longer than the tests take. */
  private static final Duration NEVER = Duration.ofMinutes(10);

  private static final int POOL = 32;
  private static final int SHARE = 8;
  private static final int ORDINARY = 27;

  /** Three quarters of these. */
  private static final int KEPT = 21;

  /** 20,000 rows, more than the server reads ahead. */
  private static final String LARGE =
      "SELECT a.x FROM " + digits("a", "b", "c", "d") + " CROSS JOIN (VALUES 0, 1) AS e (x)";

  private final List<Connection> opened = new ArrayList<>();
  private TestServer server;
  private Client admin;

  private static String digits(String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(text.isEmpty() ? "" : " CROSS JOIN ")
          .append("(VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS ")
          .append(name)
          .append(" (x)");
    }
    return text.toString();
  }

  private void start(TestStore store, Duration idleTransaction) throws SQLException {
    StoreSettings waits =
        StoreSettings.DEFAULT.withWaits(Duration.ofMillis(200), Duration.ofMillis(500));
    server =
        TestServer.start(
            store.newUrl(), new EngineSettings(waits, idleTransaction, ShareSettings.DEFAULT));
    admin = TestRegistry.on(connect("admin"));
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s");
    admin.run("GRANT CREATE MODEL, USE SCHEMA ON SCHEMA c.s TO `account users`");
    admin.run("GRANT USE CATALOG ON CATALOG c TO `account users`");
    for (int user = 0; user < 12; user++) {
      admin.run("CREATE USER u" + user + " WITH PASSWORD '" + TestServer.PASSWORD + "'");
    }
  }

  @AfterEach
  void stop() throws SQLException {
    for (Connection connection : opened) {
      connection.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private Connection connect(String user) throws SQLException {
    Connection connection = server.connect(user);
    opened.add(connection);
    return connection;
  }

  private interface Hoarding {
    void hoard(Connection connection) throws SQLException;
  }

  private static void openTransaction(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SHOW CATALOGS");
    }
  }

  private static void readHalf(Connection connection) throws SQLException {
    ResultSet rows = connection.createStatement().executeQuery(LARGE);
    assertThat(rows.next()).isTrue();
  }

  /**
   * Opens connections up to the limit.
   *
   * @return the refusal of the next one
   */
  private SQLException hoard(String user, int most, Hoarding hoarding) throws SQLException {
    for (int i = 0; i < most; i++) {
      Connection connection = connect(user);
      try {
        hoarding.hoard(connection);
      } catch (SQLException refusal) {
        assertThat(refusal.getSQLState()).as(refusal.getMessage()).isEqualTo("53300");
        return refusal;
      }
    }
    return null;
  }

  private void assertOthersGoOn(String other) throws Exception {
    long start = System.nanoTime();
    try (Client someone = TestRegistry.on(server.connect(other))) {
      assertThat(someone.column("SHOW CATALOGS")).contains("c");
    }
    new Rest(server, other).get(Rest.CATALOG + "/catalogs").ok();
    assertServerGoesOn();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
  }

  private void assertServerGoesOn() throws Exception {
    try (Client someone = TestRegistry.on(server.connect("admin"))) {
      assertThat(someone.column("SHOW CATALOGS")).contains("c");
    }
    new Rest(server, "admin").get(Rest.CATALOG + "/catalogs").ok();
    assertThat(Http.get(server, "/health").body()).contains("\"store\":\"up\"");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void openTransactionsOfOneUserTakeTheUsersShareOnly(TestStore store) throws Exception {
    start(store, NEVER);
    SQLException refusal = hoard("u0", POOL + 1, SharedConnectionsTest::openTransaction);
    assertThat(refusal.getMessage()).contains("You use all " + SHARE + " connections");
    assertThat(active("ordinary")).isEqualTo(SHARE);
    assertOthersGoOn("u1");
    assertThat(Http.get(server, "/health").statusCode()).isEqualTo(200);
    assertThat(metrics()).contains("vitrine_store_refused_by_share_total 1.0");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void halfReadResultsOfOneUserTakeTheUsersShareOnly(TestStore store) throws Exception {
    start(store, NEVER);
    SQLException refusal = hoard("u0", POOL + 1, SharedConnectionsTest::readHalf);
    assertThat(refusal.getMessage()).contains("You use all " + SHARE + " connections");
    assertOthersGoOn("u1");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void transactionsOfThreeUsersLeaveConnectionsForShortStatements(TestStore store)
      throws Exception {
    start(store, NEVER);
    for (int user = 0; user < 3; user++) {
      hoard("u" + user, SHARE, SharedConnectionsTest::openTransaction);
    }
    assertThat(active("ordinary")).isEqualTo(KEPT);
    assertOthersGoOn("u11");
    try (Client someone = TestRegistry.on(server.connect("u10"))) {
      someone.run("CREATE MODEL c.s.m");
      assertThat(someone.column("SELECT full_name FROM models")).containsExactly("c.s.m");
    }
    SQLException refusal = hoard("u11", 1, SharedConnectionsTest::openTransaction);
    assertThat(refusal.getMessage()).contains("transactions and large results may keep");
    assertThat(Http.get(server, "/health").statusCode()).isEqualTo(200);
    opened.get(1).close();
    eventually(() -> hoard("u11", 1, SharedConnectionsTest::openTransaction) == null);
  }

  @Test
  void halfReadResultsOfThreeUsersLeaveConnectionsForShortStatements() throws Exception {
    start(TestStore.POSTGRESQL, NEVER);
    for (int user = 0; user < 3; user++) {
      hoard("u" + user, SHARE, SharedConnectionsTest::readHalf);
    }
    assertThat(active("ordinary")).isEqualTo(KEPT);
    assertOthersGoOn("u11");
  }

  /** All results of H2 are read by cursors, which are not limited to a part of the connections. */
  @Test
  void tenUsersTogetherDoNotTakeTheReserve() throws Exception {
    start(TestStore.H2, NEVER);
    for (int user = 0; user < 10; user++) {
      hoard(
          "u" + user,
          SHARE,
          user % 2 == 0 ? SharedConnectionsTest::readHalf : SharedConnectionsTest::openTransaction);
    }
    assertThat(active("ordinary")).isEqualTo(ORDINARY);
    assertServerGoesOn();
    SQLException refusal = hoard("u11", 1, SharedConnectionsTest::openTransaction);
    assertThat(refusal.getMessage()).contains("All connections to the store are in use");
    eventually(
        () -> {
          HttpResponse<String> health = Http.get(server, "/health");
          return health.statusCode() == 503
              && health.body().contains("\"connections\":\"exhausted\"");
        });
    opened.get(opened.size() - 1).close();
    opened.get(1).close();
    eventually(() -> Http.get(server, "/health").statusCode() == 200);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anAdminWithIdleTransactionsLeavesTheSignInToOthers(TestStore store) throws Exception {
    start(store, NEVER);
    SQLException refusal = hoard("admin", POOL, SharedConnectionsTest::openTransaction);
    assertThat(refusal.getMessage()).contains("You use all");
    assertThat(active("privileged")).isEqualTo(2);
    try (Client someone = TestRegistry.on(server.connect("u1"))) {
      assertThat(someone.column("SHOW CATALOGS")).contains("c");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anIdleTransactionIsRolledBackAndSaysSoUntilRollback(TestStore store) throws Exception {
    start(store, Duration.ofSeconds(1));
    Connection idle = connect("u0");
    idle.setAutoCommit(false);
    try (Statement statement = idle.createStatement()) {
      statement.execute("CREATE MODEL c.s.lost");
      eventually(() -> active("ordinary") == 0);
      for (String sql :
          List.of("SHOW CATALOGS", "SELECT 1", "BEGIN", "CREATE MODEL c.s.x", "COMMIT")) {
        assertTimedOut(() -> statement.execute(sql));
      }
      assertTimedOut(idle::commit);
      assertTimedOut(() -> idle.setAutoCommit(true));
      idle.rollback();
      statement.execute("CREATE MODEL c.s.kept");
      idle.commit();
    }
    assertThat(admin.column("SELECT full_name FROM models WHERE schema_name = 's'"))
        .containsExactly("c.s.kept");
    assertThat(metrics()).contains("vitrine_idle_transactions_ended_total 1.0");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTransactionBegunByTextIsEndedToo(TestStore store) throws Exception {
    start(store, Duration.ofSeconds(1));
    Connection idle = connect("u0");
    try (Statement statement = idle.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("CREATE MODEL c.s.lost");
      eventually(() -> active("ordinary") == 0);
      assertTimedOut(() -> statement.execute("COMMIT"));
      statement.execute("ROLLBACK");
      statement.execute("CREATE MODEL c.s.kept");
    }
    assertThat(admin.column("SELECT full_name FROM models WHERE schema_name = 's'"))
        .containsExactly("c.s.kept");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aHalfReadResultIsEndedAndTheSessionGoesOn(TestStore store) throws Exception {
    start(store, Duration.ofSeconds(1));
    Connection idle = connect("u0");
    try (Statement statement = idle.createStatement()) {
      ResultSet rows = statement.executeQuery(LARGE);
      assertThat(rows.next()).isTrue();
      eventually(() -> active("ordinary") == 0);
      assertTimedOut(
          () -> {
            while (rows.next()) {
              assertThat(rows.getInt(1)).isBetween(0, 9);
            }
          });
      rows.close();
      assertThat(statement.execute("SHOW CATALOGS")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aHalfReadResultInATransactionIsEndedWithIt(TestStore store) throws Exception {
    start(store, Duration.ofSeconds(1));
    Connection idle = connect("u0");
    idle.setAutoCommit(false);
    try (Statement statement = idle.createStatement()) {
      ResultSet rows = statement.executeQuery(LARGE);
      assertThat(rows.next()).isTrue();
      eventually(() -> active("ordinary") == 0);
      assertTimedOut(
          () -> {
            while (rows.next()) {
              assertThat(rows.getInt(1)).isBetween(0, 9);
            }
          });
      rows.close();
      assertTimedOut(() -> statement.execute("SHOW CATALOGS"));
      idle.rollback();
      assertThat(statement.execute("SHOW CATALOGS")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void allConnectionsOfTenUsersComeBack(TestStore store) throws Exception {
    start(store, Duration.ofSeconds(1));
    for (int user = 0; user < 10; user++) {
      hoard(
          "u" + user,
          3,
          user % 2 == 0 ? SharedConnectionsTest::readHalf : SharedConnectionsTest::openTransaction);
    }
    eventually(() -> active("ordinary") == 0);
    assertOthersGoOn("u11");
  }

  private static void assertTimedOut(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class,
            failure ->
                assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo("25P03"));
  }

  private String metrics() throws Exception {
    String credentials = Http.basic("admin", TestServer.PASSWORD);
    return Http.get(server, "/metrics", "Authorization", credentials).body();
  }

  private int active(String part) throws Exception {
    String name = "vitrine_store_part_connections_active{part=\"" + part + "\"} ";
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> (int) Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void eventually(Condition condition) throws Exception {
    Polling.until("the condition", condition::holds);
  }
}
