package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestStore;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in to a server, and its refusals. */
@ParameterizedClass
@EnumSource(TestStore.class)
final class SignInTest {
  private static final String WRONG = "battery staple";

  @Parameter private TestStore store;

  private TestServer server;

  @BeforeEach
  void start() throws SQLException {
    server = TestServer.start(store.newUrl());
    run(
        "CREATE USER alice WITH PASSWORD '" + TestServer.PASSWORD + "'",
        "CREATE USER bob",
        "CREATE GROUP readers");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void run(String... texts) throws SQLException {
    try (Connection admin = server.connect("admin");
        Statement statement = admin.createStatement()) {
      for (String text : texts) {
        statement.execute(text);
      }
    }
  }

  private SQLException refusal(String user, String password) {
    SQLException refusal =
        catchThrowableOfType(SQLException.class, () -> server.connect(user, password));
    assertThat((Throwable) refusal).isInstanceOf(SQLInvalidAuthorizationSpecException.class);
    assertThat(refusal.getSQLState()).isEqualTo("28000");
    assertThat(refusal.getErrorCode()).isEqualTo(1208);
    return refusal;
  }

  @Test
  void aPasswordSignsInItsUser() throws SQLException {
    try (Connection alice = server.connect("ALICE");
        Statement statement = alice.createStatement();
        ResultSet user = statement.executeQuery("SELECT current_user()")) {
      assertThat(user.next()).isTrue();
      assertThat(user.getString(1)).isEqualTo("alice");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"alice", "admin", "bob", "nobody", "readers", "account users", "a\0b", ""})
  void everyRefusalSaysTheSame(String user) throws SQLException {
    String message = refusal(user, WRONG).getMessage();
    assertThat(message)
        .startsWith("[AUTHENTICATION_FAILED] The user name or the password is wrong.")
        .doesNotContain(WRONG);
    assertThat(refusal("alice", WRONG).getMessage()).isEqualTo(message);
  }

  @Test
  void anEmptyPasswordIsRefused() {
    refusal("bob", "");
    refusal("alice", "");
  }

  @Test
  void refusalsAreInTheTrail() throws SQLException {
    refusal("alice", WRONG);
    refusal("bob", WRONG);
    try (Connection admin = server.connect("admin");
        Statement statement = admin.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT user_identity FROM system.access.audit"
                    + " WHERE action_name = 'login' AND response_code = 401 ORDER BY user_identity")) {
      List<String> refused = new ArrayList<>();
      while (rows.next()) {
        refused.add(rows.getString(1));
      }
      assertThat(refused).containsExactly("alice", "bob");
    }
  }

  @Test
  void aTokenSignsInItsUserUntilItIsDropped() throws SQLException {
    Properties properties = new Properties();
    try (Connection alice = server.connect("alice");
        Statement statement = alice.createStatement()) {
      long id;
      try (ResultSet made = statement.executeQuery("CREATE TOKEN COMMENT 'for a job'")) {
        assertThat(made.next()).isTrue();
        id = made.getLong("token_id");
        properties.setProperty("accessToken", made.getString("token"));
      }
      try (Connection job = DriverManager.getConnection(server.url(), properties);
          Statement query = job.createStatement()) {
        try (ResultSet user = query.executeQuery("SELECT current_user()")) {
          assertThat(user.next()).isTrue();
          assertThat(user.getString(1)).isEqualTo("alice");
        }
        statement.execute("DROP TOKEN " + id);
        SQLException refused =
            catchThrowableOfType(SQLException.class, () -> query.execute("SELECT 1"));
        assertThat(refused.getSQLState()).isEqualTo("28000");
      }
    }
    SQLException refused =
        catchThrowableOfType(
            SQLException.class, () -> DriverManager.getConnection(server.url(), properties));
    assertThat(refused.getSQLState()).isEqualTo("28000");
    assertThat(refused.getMessage()).doesNotContain(properties.getProperty("accessToken"));
  }

  @Test
  void aChangedPasswordCountsAtOnce() throws SQLException {
    try (Connection alice = server.connect("alice");
        Statement statement = alice.createStatement()) {
      run("ALTER USER alice SET PASSWORD 'another one'");
      SQLException refused =
          catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 1"));
      assertThat(refused.getSQLState()).isEqualTo("28000");
    }
    server.connect("alice", "another one").close();
    refusal("alice", TestServer.PASSWORD);
  }

  @Test
  void aDroppedUserIsOut() throws SQLException {
    try (Connection alice = server.connect("alice");
        Statement statement = alice.createStatement()) {
      run("DROP USER alice", "CREATE USER alice WITH PASSWORD '" + TestServer.PASSWORD + "'");
      SQLException refused =
          catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 1"));
      assertThat(refused.getSQLState()).isEqualTo("08003");
    }
  }

  @Test
  void overHttpItIs401() throws Exception {
    HttpResponse<String> nobody = Http.post(server, new byte[0]);
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("Basic"));
    for (String header :
        List.of(
            Http.basic("alice", WRONG), "Basic !!!", "Basic YQ==", "Bearer x", "Digest x", "x")) {
      assertThat(Http.post(server, new byte[0], "Authorization", header).statusCode())
          .as(header)
          .isEqualTo(401);
    }
  }
}
