package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.SlowQuery;
import dev.vitrine.TestStore;
import dev.vitrine.wire.ConnectionLimits;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviour of connections to a server that embedded connections do not have. */
@Timeout(120)
final class RemoteConnectionTest {

  private static final String RUNNING =
      "SELECT COUNT(*), pg_sleep(0.05) FROM pg_stat_activity"
          + " WHERE state = 'active' AND query LIKE '%"
          + SlowQuery.MARK
          + "%' AND pid <> pg_backend_pid()"
          + " AND datname = current_database()";

  private static SQLException failure(ThrowingCallable call) {
    SQLException failure = catchThrowableOfType(SQLException.class, call);
    assertThat((Throwable) failure).isNotNull();
    return failure;
  }

  @Test
  void cancellingEndsTheQueryInTheStore() throws Exception {
    String storeUrl = TestStore.POSTGRESQL.newUrl();
    try (TestServer server = TestServer.start(storeUrl);
        Connection admin = server.connect("admin");
        Statement statement = admin.createStatement();
        Connection store = DriverManager.getConnection(storeUrl.replace(":vitrine", ""))) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try (ResultSet rows = statement.executeQuery(SlowQuery.TEXT)) {
                  return "finished: " + rows.next();
                } catch (SQLException e) {
                  return e.getSQLState();
                }
              });
      awaitRunning(store, 1);
      statement.cancel();
      assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("57014");
      awaitRunning(store, 0);
      assertThat(statement.execute("SELECT 1")).isTrue();
    }
  }

  @Test
  void noStatementTakesLongerThanTheServerAllows() throws Exception {
    String storeUrl = TestStore.POSTGRESQL.newUrl();
    ServerSettings impatient =
        TestServer.SETTINGS.withLimits(
            ConnectionLimits.DEFAULT.withStatementTime(Duration.ofSeconds(1)));
    try (TestServer server = TestServer.start(storeUrl, impatient);
        Connection admin = server.connect("admin");
        Statement statement = admin.createStatement();
        PreparedStatement prepared = admin.prepareStatement(SlowQuery.TEXT)) {
      assertThat(failure(() -> statement.executeQuery(SlowQuery.TEXT)).getSQLState())
          .isEqualTo("57014");
      assertThat(failure(prepared::executeQuery).getSQLState()).isEqualTo("57014");
      statement.setQueryTimeout(3_600);
      assertThat(failure(() -> statement.executeQuery(SlowQuery.TEXT)).getSQLState())
          .isEqualTo("57014");
      assertThat(statement.execute("SELECT 1")).isTrue();
    }
  }

  @Test
  void stoppingLetsStatementsFinishForAWhileAndThenEndsThem() throws Exception {
    String storeUrl = TestStore.POSTGRESQL.newUrl();
    ServerSettings hasty = ServerSettings.local().withPatience(Duration.ofMillis(300));
    try (TestServer server = TestServer.start(storeUrl, hasty);
        Connection admin = server.connect("admin");
        Statement statement = admin.createStatement();
        Connection store = DriverManager.getConnection(storeUrl.replace(":vitrine", ""))) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try (ResultSet rows = statement.executeQuery(SlowQuery.TEXT)) {
                  return "finished: " + rows.next();
                } catch (SQLException e) {
                  return e.getSQLState();
                }
              });
      awaitRunning(store, 1);
      server.server().close();
      assertThat(answer.get(30, TimeUnit.SECONDS)).isIn("57014", "08006");
      awaitRunning(store, 0);
    }
  }

  @Test
  void stoppingLetsAStatementFinish() throws Exception {
    String storeUrl = TestStore.POSTGRESQL.newUrl();
    try (TestServer server = TestServer.start(storeUrl);
        Connection admin = server.connect("admin");
        Statement statement = admin.createStatement();
        Connection store = DriverManager.getConnection(storeUrl.replace(":vitrine", ""));
        Statement operator = store.createStatement()) {
      store.setAutoCommit(false);
      operator.execute("LOCK TABLE vitrine.catalogs IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Boolean> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return statement.execute("CREATE CATALOG finished");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      awaitWaiting(operator);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server.server()::close);
      awaitRefusal(server);
      assertThat(answer).isNotDone();
      store.rollback();
      assertThat(answer.get(30, TimeUnit.SECONDS)).isFalse();
      stopped.get(30, TimeUnit.SECONDS);
      try (ResultSet made =
          operator.executeQuery("SELECT name FROM vitrine.catalogs WHERE name = 'finished'")) {
        assertThat(made.next()).isTrue();
      }
    }
  }

  private static void awaitWaiting(Statement operator) throws SQLException {
    int waiting = 0;
    for (int i = 0; i < 200 && waiting == 0; i++) {
      try (ResultSet count =
          operator.executeQuery(
              "SELECT COUNT(*), pg_sleep(0.05) FROM pg_stat_activity"
                  + " WHERE wait_event_type = 'Lock' AND datname = current_database()")) {
        count.next();
        waiting = count.getInt(1);
      }
    }
    assertThat(waiting).isPositive();
  }

  private static void awaitRefusal(TestServer server) {
    boolean refused = false;
    for (int i = 0; i < 1_000 && !refused; i++) {
      try {
        server.connect("admin").close();
      } catch (SQLException stopping) {
        refused = true;
      }
    }
    assertThat(refused).isTrue();
  }

  private static void awaitRunning(Connection store, int wanted) throws SQLException {
    int running = -1;
    try (Statement statement = store.createStatement()) {
      for (int i = 0; i < 200 && running != wanted; i++) {
        try (ResultSet count = statement.executeQuery(RUNNING)) {
          count.next();
          running = count.getInt(1);
        }
      }
    }
    assertThat(running).isEqualTo(wanted);
  }

  @Test
  void aServerThatStoppedIsLost() throws SQLException {
    TestServer server = TestServer.start(TestStore.H2.newUrl());
    try (Connection admin = server.connect("admin");
        Statement statement = admin.createStatement();
        PreparedStatement prepared = admin.prepareStatement("SELECT 1")) {
      assertThat(admin.isValid(5)).isTrue();
      assertThat(prepared.execute()).isTrue();
      server.close();
      assertThat(admin.isValid(5)).isFalse();
      assertThat(failure(() -> statement.execute("SELECT 1")).getSQLState()).isEqualTo("08006");
      assertThat((Throwable) failure(prepared::executeQuery))
          .isInstanceOf(SQLTransientConnectionException.class);
      assertThat(failure(() -> admin.setAutoCommit(false)).getSQLState()).isEqualTo("08006");
      assertThat(failure(() -> server.connect("admin")).getSQLState()).isEqualTo("08001");
    }
  }

  @Test
  void aServerThatStartedAnewKnowsNothingAndRunsNothingAgain() throws SQLException {
    String storeUrl = TestStore.H2.newUrl();
    TestServer before = TestServer.start(storeUrl);
    try (Connection admin = before.connect("admin");
        PreparedStatement prepared = admin.prepareStatement("SELECT 1")) {
      before.close();
      ServerSettings local = ServerSettings.local();
      ServerSettings samePort = local.withPlace(local.host(), before.server().port());
      try (TestServer after = TestServer.start(storeUrl, samePort)) {
        assertThat(failure(prepared::executeQuery).getSQLState()).isEqualTo("08003");
        assertThat(admin.isValid(5)).isFalse();
        after.connect("admin").close();
      }
    }
  }

  @Test
  void networkTimeoutEndsTheWaitForAServer() throws Exception {
    try (TestServer server = TestServer.start(TestStore.POSTGRESQL.newUrl());
        Connection admin = server.connect("admin");
        Statement statement = admin.createStatement()) {
      admin.setNetworkTimeout(Runnable::run, 500);
      assertThat(failure(() -> statement.executeQuery(SlowQuery.TEXT)).getSQLState())
          .isEqualTo("08006");
      assertThat(admin.isClosed()).isTrue();
      assertThat(failure(statement::cancel).getSQLState()).isEqualTo("08003");
    }
  }

  @Test
  void connectingToAnotherServiceFails() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    SQLException refused =
        failure(() -> DriverManager.getConnection("jdbc:vitrine://localhost:" + closed));
    assertThat(refused.getSQLState()).isEqualTo("08001");
    assertThat(refused.getMessage()).contains("localhost:" + closed);
  }

  private static final String TEN_THOUSAND =
      "SELECT a.d FROM "
          + String.join(
              " CROSS JOIN ",
              SlowQuery.DIGITS + "a (d)",
              SlowQuery.DIGITS + "b (d)",
              SlowQuery.DIGITS + "c (d)",
              SlowQuery.DIGITS + "e (d)");

  private static int count(ResultSet rows) throws SQLException {
    int count = 0;
    while (rows.next()) {
      count++;
    }
    return count;
  }

  @Test
  void plainStatementsTakeOneRequestAndManyRowsFew() throws Exception {
    try (TestServer server = TestServer.start(TestStore.H2.newUrl());
        CountingProxy proxy = new CountingProxy(server);
        Connection admin = DriverManager.getConnection(proxy.url(), "admin", TestServer.PASSWORD)) {
      assertThat(proxy.requests()).as("connecting").isEqualTo(1);
      try (Statement statement = admin.createStatement()) {
        statement.execute("CREATE CATALOG prod");
      }
      assertThat(proxy.requests()).as("the first statement").isEqualTo(2);
      try (Statement statement = admin.createStatement();
          ResultSet rows = statement.executeQuery("SELECT catalog_name FROM catalogs")) {
        assertThat(rows.next()).isTrue();
      }
      assertThat(proxy.requests()).as("every later one").isEqualTo(1);
      try (PreparedStatement prepared = admin.prepareStatement("SELECT 1")) {
        for (int i = 0; i < 10; i++) {
          try (ResultSet rows = prepared.executeQuery()) {
            assertThat(count(rows)).isEqualTo(1);
          }
        }
      }
      assertThat(proxy.requests()).as("prepare, ten executions, close").isEqualTo(12);
      try (Statement statement = admin.createStatement();
          ResultSet rows = statement.executeQuery(TEN_THOUSAND)) {
        assertThat(count(rows)).isEqualTo(10_000);
      }
      assertThat(proxy.requests()).as("ten thousand rows").isLessThanOrEqualTo(3);
    }
  }

  @Test
  void largeResponsesAreCompressedOnRequest() throws Exception {
    try (TestServer server = TestServer.start(TestStore.H2.newUrl());
        CountingProxy proxy = new CountingProxy(server)) {
      long plain = bytesOfTenThousand(proxy, "");
      assertThat(bytesOfTenThousand(proxy, "?compress=false")).isEqualTo(plain);
      assertThat(bytesOfTenThousand(proxy, "?compress=true")).isLessThan(plain / 5);
    }
  }

  private static long bytesOfTenThousand(CountingProxy proxy, String query) throws SQLException {
    try (Connection admin =
            DriverManager.getConnection(proxy.url() + query, "admin", TestServer.PASSWORD);
        Statement statement = admin.createStatement()) {
      assertThat(statement.execute("SELECT 1")).isTrue();
      proxy.bytes();
      try (ResultSet rows = statement.executeQuery(TEN_THOUSAND)) {
        assertThat(count(rows)).isEqualTo(10_000);
      }
      return proxy.bytes();
    }
  }

  @Test
  void readingSessionStateNeedsNoRequest() throws Exception {
    try (TestServer server = TestServer.start(TestStore.H2.newUrl());
        CountingProxy proxy = new CountingProxy(server);
        Connection admin = DriverManager.getConnection(proxy.url(), "admin", TestServer.PASSWORD);
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE CATALOG prod; CREATE SCHEMA prod.ml_team");
      statement.execute("USE SCHEMA prod.ml_team");
      proxy.requests();
      assertThat(admin.getCatalog()).isEqualTo("prod");
      assertThat(admin.getSchema()).isEqualTo("ml_team");
      assertThat(admin.getAutoCommit()).isTrue();
      assertThat(admin.isReadOnly()).isFalse();
      assertThat(proxy.requests()).as("asking").isZero();
      admin.setAutoCommit(false);
      admin.setSchema("information_schema");
      admin.setReadOnly(true);
      assertThat(proxy.requests()).as("changing").isEqualTo(3);
      assertThat(admin.getAutoCommit()).isFalse();
      assertThat(admin.getSchema()).isEqualTo("information_schema");
      assertThat(admin.isReadOnly()).isTrue();
      failure(() -> statement.execute("USE CATALOG prod; USE SCHEMA nowhere"));
      proxy.requests();
      assertThat(admin.getSchema()).as("half a text").isEqualTo("information_schema");
      assertThat(proxy.requests()).isZero();
    }
  }

  @Test
  void statementsLeaveNoStateForTheNext() throws SQLException {
    try (TestServer server = TestServer.start(TestStore.H2.newUrl());
        Connection admin = server.connect("admin")) {
      try (Statement statement = admin.createStatement()) {
        statement.setMaxRows(7);
        try (ResultSet rows = statement.executeQuery(TEN_THOUSAND)) {
          assertThat(count(rows)).isEqualTo(7);
        }
      }
      try (Statement statement = admin.createStatement();
          ResultSet rows = statement.executeQuery(TEN_THOUSAND)) {
        assertThat(rows.next()).isTrue();
      }
      try (Statement statement = admin.createStatement();
          ResultSet rows = statement.executeQuery(TEN_THOUSAND)) {
        assertThat(count(rows)).isEqualTo(10_000);
      }
    }
  }

  @Test
  void theUrlNamesThePlaceAndIsShownWithoutSecrets() throws SQLException {
    try (TestServer server = TestServer.start(TestStore.H2.newUrl())) {
      String url = server.url() + "/system/information_schema?user=admin&password=correct%20horse";
      try (Connection admin = DriverManager.getConnection(url)) {
        assertThat(admin.getSchema()).isEqualTo("information_schema");
        assertThat(admin.getMetaData().getURL())
            .isEqualTo(server.url() + "/system/information_schema?user=admin");
        assertThat(admin.getMetaData().getUserName()).isEqualTo("admin");
      }
      assertThat(
              failure(() -> DriverManager.getConnection(server.url() + "?httpclient_impl=x"))
                  .getSQLState())
          .isEqualTo("22023");
      assertThat(
              failure(() -> DriverManager.getConnection(server.url() + "?nothing=x")).getSQLState())
          .isEqualTo("22023");
    }
  }
}
