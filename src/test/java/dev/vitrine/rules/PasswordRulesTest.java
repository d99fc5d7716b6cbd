package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changing passwords: privileges, old passwords, and ended sessions. */
final class PasswordRulesTest {
  private TestServer server;
  private Client admin;

  private void start(TestStore store) throws SQLException {
    server = TestServer.start(store.newUrl());
    admin = TestRegistry.on(server.connect("admin"));
    admin.run("CREATE USER alice WITH PASSWORD '" + TestServer.PASSWORD + "'; CREATE USER robot");
  }

  @AfterEach
  void stop() {
    admin.close();
    server.close();
  }

  private Client alice() throws SQLException {
    return TestRegistry.on(server.connect("alice"));
  }

  private Connection withToken(String token) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("accessToken", token);
    return DriverManager.getConnection(server.url(), properties);
  }

  private static String refusal(Statement statement) {
    return catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 1"))
        .getSQLState();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void onesOwnPasswordNeedsTheOldOne(TestStore store) throws SQLException {
    start(store);
    String change = "ALTER USER alice SET PASSWORD 'another'";
    try (Client alice = alice()) {
      alice.failsWith("AUTHENTICATION_FAILED", change);
      alice.failsWith("AUTHENTICATION_FAILED", change + " OLD PASSWORD 'wrong'");
      alice.failsWith("AUTHENTICATION_FAILED", change.toUpperCase(java.util.Locale.ROOT));
      server.connect("alice").close();
      String wrong = "ALTER USER admin SET PASSWORD 'another'";
      assertThat(admin.failsWith("AUTHENTICATION_FAILED", wrong)).contains("OLD PASSWORD");
      admin.failsWith(
          "INVALID_PARAMETER_VALUE", change + " OLD PASSWORD '" + TestServer.PASSWORD + "'");
      assertThat(alice.run(change + " OLD PASSWORD ?", TestServer.PASSWORD)).isEqualTo(1);
    }
    server.connect("alice", "another").close();
    SQLException old =
        catchThrowableOfType(SQLException.class, () -> server.connect("alice").close());
    assertThat(old.getSQLState()).isEqualTo("28000");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void guessesOfTheOldPasswordAreThrottledAsLogins(TestStore store) throws SQLException {
    start(store);
    String change = "ALTER USER alice SET PASSWORD 'another' OLD PASSWORD ";
    String token = (String) token("alice").get(1);
    try (Client thief = TestRegistry.on(withToken(token))) {
      for (int guess = 0; guess < 5; guess++) {
        assertThat(thief.failsWith("AUTHENTICATION_FAILED", change + "'guess" + guess + "'"))
            .contains("old password is wrong");
      }
      assertThat(thief.failsWith("AUTHENTICATION_FAILED", change + "'" + TestServer.PASSWORD + "'"))
          .contains("Too many failed logins");
    }
    assertThat(admin.rows("SELECT * FROM system.access.audit").toString())
        .doesNotContain("guess", "another");
  }

  private List<Object> token(String user) throws SQLException {
    try (Client client = TestRegistry.on(server.connect(user))) {
      return client.rows("CREATE TOKEN LIFETIME 7 DAYS").get(0);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFirstPasswordAndAnEmbeddedSessionNeedNoOldOne(TestStore store) throws SQLException {
    start(store);
    try (Connection robot = DriverManager.getConnection(server.storeUrl(), "robot", "");
        Statement statement = robot.createStatement()) {
      statement.execute("ALTER USER robot SET PASSWORD 'first'");
      statement.execute("ALTER USER robot SET PASSWORD 'second'");
      SQLException wrong =
          catchThrowableOfType(
              SQLException.class,
              () -> statement.execute("ALTER USER robot SET PASSWORD 'x' OLD PASSWORD 'first'"));
      assertThat(wrong.getSQLState()).isEqualTo("28000");
    }
    server.connect("robot", "second").close();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aChangeEndsOnesOtherSessionsAndKeepsTokens(TestStore store) throws SQLException {
    start(store);
    String token = (String) token("alice").get(1);
    try (Connection other = withToken(token);
        Statement statement = other.createStatement();
        Connection own = withToken(token);
        Statement change = own.createStatement()) {
      change.execute(
          "ALTER USER alice SET PASSWORD 'another' OLD PASSWORD '" + TestServer.PASSWORD + "'");
      assertThat(other.isValid(5)).isFalse();
      assertThat(refusal(statement)).isEqualTo("57P01");
      assertThat(own.isValid(5)).isTrue();
      change.execute("SELECT 1");
    }
    withToken(token).close();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aResetDropsTokensUnlessTheyAreKeptAndEndsAllSessions(TestStore store) throws SQLException {
    start(store);
    for (boolean keep : new boolean[] {true, false}) {
      String token = (String) token("alice").get(1);
      try (Connection job = withToken(token);
          Statement statement = job.createStatement();
          Connection embedded = DriverManager.getConnection(server.storeUrl(), "alice", "");
          Statement local = embedded.createStatement()) {
        admin.run(
            "ALTER USER alice SET PASSWORD '"
                + TestServer.PASSWORD
                + "'"
                + (keep ? " KEEP TOKENS" : ""));
        assertThat(refusal(local)).isEqualTo("57P01");
        assertThat(refusal(statement)).isEqualTo(keep ? "57P01" : "28000");
        assertThat(job.isValid(5)).isFalse();
      }
      assertThat(admin.rows("SELECT * FROM tokens WHERE user_name = 'alice'"))
          .hasSize(keep ? 1 : 0);
      if (keep) {
        withToken(token).close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aDroppedTokenAndADroppedUserEndTheirSessions(TestStore store) throws SQLException {
    start(store);
    List<Object> token = token("alice");
    try (Connection job = withToken((String) token.get(1));
        Statement statement = job.createStatement();
        Connection embedded = DriverManager.getConnection(server.storeUrl(), "alice", "");
        Statement local = embedded.createStatement()) {
      String sessions = "SELECT credential FROM sessions WHERE user_name = 'alice' ORDER BY 1";
      assertThat(admin.column(sessions)).containsExactly("EMBEDDED", "TOKEN " + token.get(0));
      admin.run("DROP TOKEN " + token.get(0));
      assertThat(admin.column(sessions)).containsExactly("EMBEDDED");
      assertThat(refusal(statement)).isEqualTo("28000");
      local.execute("SELECT 1");
      admin.run("DROP USER alice");
      assertThat(admin.column("SELECT DISTINCT user_name FROM sessions")).containsExactly("admin");
      assertThat(embedded.isValid(5)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTokenOfATokenDoesNotOutliveIt(TestStore store) throws SQLException {
    start(store);
    List<Object> first = token("alice");
    Timestamp end = (Timestamp) first.get(4);
    try (Client job = TestRegistry.on(withToken((String) first.get(1)))) {
      for (String sql :
          List.of(
              "CREATE TOKEN", "CREATE TOKEN LIFETIME 3650 DAYS", "CREATE TOKEN LIFETIME 7 DAYS")) {
        List<Object> made = job.rows(sql).get(0);
        assertThat((Timestamp) made.get(4)).as(sql).isEqualTo(end);
        try (Client child = TestRegistry.on(withToken((String) made.get(1)))) {
          assertThat(child.rows("CREATE TOKEN LIFETIME 90 DAYS").get(0).get(4)).isEqualTo(end);
        }
      }
      List<Object> shorter = job.rows("CREATE TOKEN LIFETIME 1 DAYS").get(0);
      assertThat(
              Duration.between(
                  ((Timestamp) shorter.get(3)).toInstant(),
                  ((Timestamp) shorter.get(4)).toInstant()))
          .isEqualTo(Duration.ofDays(1));
    }
  }
}
