package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.Polling;
import dev.vitrine.SlowQuery;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL store: each lists and ends the sessions of both. */
final class SessionsOfServersTest {
  /** Much longer than the 5 s that are promised, for a machine that is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private String url;
  private TestServer one;
  private TestServer two;
  private Client admin;

  @BeforeEach
  void start() throws SQLException {
    url = TestStore.POSTGRESQL.newUrl();
    one = TestServer.start(url);
    two = TestServer.start(url + "&ApplicationName=two");
    admin = TestRegistry.on(one.connect("admin"));
    admin.run("CREATE USER alice WITH PASSWORD '" + TestServer.PASSWORD + "'");
  }

  @AfterEach
  void stop() {
    admin.close();
    one.close();
    two.close();
  }

  private static void await(BooleanSupplier condition) {
    Polling.until("the condition", condition::getAsBoolean);
  }

  private static boolean isValid(Connection connection) {
    try {
      return connection.isValid(5);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void eachServerListsTheSessionsOfBoth() throws SQLException {
    try (Client alice = TestRegistry.on(two.connect("alice"))) {
      List<List<Object>> rows =
          admin.rows("SELECT user_name, state, source_ip, credential FROM sessions ORDER BY 1");
      assertThat(rows)
          .containsExactly(
              List.of("admin", "ACTIVE", "127.0.0.1", "PASSWORD"),
              java.util.Arrays.asList("alice", null, "127.0.0.1", "PASSWORD"));
      assertThat(admin.value("SELECT COUNT(DISTINCT server) FROM sessions")).isEqualTo(2L);
      assertThat(alice.column("SELECT state FROM sessions")).containsExactly("ACTIVE");
    }
    assertThat(admin.column("SELECT user_name FROM sessions WHERE user_name = 'alice'"))
        .satisfiesAnyOf(
            gone -> assertThat(gone).isEmpty(),
            soon ->
                await(
                    () ->
                        admin.rows("SELECT * FROM sessions WHERE user_name = 'alice'").isEmpty()));
  }

  @Test
  void aSessionOfTheOtherServerEndsWithWhatItRuns() throws Exception {
    try (Connection idle = two.connect("alice");
        Connection busy = two.connect("alice");
        Statement statement = busy.createStatement()) {
      CompletableFuture<SQLException> running =
          CompletableFuture.supplyAsync(
              () ->
                  catchThrowableOfType(
                      SQLException.class, () -> statement.executeQuery(SlowQuery.TEXT)));
      List<String> ids = admin.column("SELECT session_id FROM sessions WHERE user_name = 'alice'");
      assertThat(ids).hasSize(2);
      for (String id : ids) {
        assertThat(admin.run("TERMINATE SESSION " + id)).isEqualTo(1);
      }
      assertThat(running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getSQLState())
          .isEqualTo("57P01");
      await(() -> !isValid(idle));
    }
  }

  @Test
  void aResetEndsSessionsAtTheOtherServer() throws SQLException {
    String token;
    try (Client alice = TestRegistry.on(two.connect("alice"))) {
      token = (String) alice.rows("CREATE TOKEN").get(0).get(1);
    }
    Properties properties = new Properties();
    properties.setProperty("accessToken", token);
    try (Connection job = DriverManager.getConnection(two.url(), properties)) {
      admin.run("ALTER USER alice SET PASSWORD 'another' KEEP TOKENS");
      await(() -> !isValid(job));
    }
    DriverManager.getConnection(two.url(), properties).close();
  }

  @Test
  void theSessionsOfAServerThatFellSilentAreNotListed() throws SQLException {
    try (Connection store = DriverManager.getConnection(StoreLocation.parse(url).jdbcUrl());
        Statement statement = store.createStatement()) {
      statement.execute(
          "INSERT INTO vitrine.servers VALUES ('killed', 'killed:1',"
              + " LOCALTIMESTAMP - INTERVAL '16' SECOND)");
      statement.execute(
          "INSERT INTO vitrine.sessions SELECT 'left', 'killed', id, credentials_version,"
              + " 'PASSWORD', NULL, NULL, NULL, LOCALTIMESTAMP FROM vitrine.principals"
              + " WHERE name = 'alice'");
      assertThat(admin.column("SELECT session_id FROM sessions")).doesNotContain("left");
      admin.failsWith("SESSION_NOT_FOUND", "TERMINATE SESSION left");
      statement.execute("UPDATE vitrine.servers SET renewed_at = LOCALTIMESTAMP");
      assertThat(admin.column("SELECT session_id FROM sessions")).contains("left");
    }
  }
}
