package dev.vitrine.server.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as passwords, and how connections end: their credentials, idleness, long messages. */
@Timeout(300)
final class PgSignInTest {
  private static final int VERSION = 3 << 16;

  private static Properties password(String secret) {
    Properties properties = new Properties();
    properties.setProperty("password", secret);
    return properties;
  }

  private static void use(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private static void createEve(Statement admin) throws SQLException {
    admin.execute("CREATE USER eve WITH PASSWORD '" + TestServer.PASSWORD + "'");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tokensAreAcceptedUntilTheyAreDropped(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection admin = server.connect("admin");
        Statement statement = admin.createStatement()) {
      createEve(statement);
      String number;
      String token;
      try (ResultSet made = statement.executeQuery("CREATE TOKEN")) {
        made.next();
        number = made.getString(1);
        token = made.getString(2);
      }
      assertThatThrownBy(() -> server.connect("eve", "system", password(token)))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("28P01"));
      try (Connection named = server.connect("admin", "system", password(token));
          Connection unnamed = server.connect("token", "system", password(token))) {
        use(named);
        use(unnamed);
        statement.execute("DROP TOKEN " + number);
        for (Connection connection : new Connection[] {named, unnamed}) {
          assertEnded(connection);
        }
      }
      assertThatThrownBy(() -> server.connect("admin", "system", password(token)))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("28P01"));
      use(admin);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALTER USER eve SET PASSWORD 'another correct horse'", "DROP USER eve"})
  void connectionsEndWithTheirCredentials(String change) throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection admin = server.connect("admin");
        Statement statement = admin.createStatement()) {
      createEve(statement);
      try (Connection eve = server.connect("eve")) {
        use(eve);
        statement.execute(change);
        assertEnded(eve);
      }
      use(admin);
    }
  }

  private static void assertEnded(Connection connection) {
    assertThatThrownBy(() -> use(connection))
        .isInstanceOfSatisfying(
            SQLException.class,
            // The driver may notice the closed socket first.
            error -> assertThat(error.getSQLState()).isIn("57P01", "28000", "08006"));
  }

  @Test
  void idleConnectionsEnd() throws Exception {
    PgSettings settings = PgServer.settings();
    PgSettings impatient =
        PgSettings.of(
            settings.host(),
            0,
            settings.limits().withIdle(Duration.ofMillis(100)),
            settings.patience());
    try (PgServer server = PgServer.start(TestStore.H2.newUrl(), impatient)) {
      String received = received(server.port(), signIn());
      // The sign-in was complete, and the error follows it.
      assertThat(received).contains("server_version").contains("C57P05");
    }
  }

  @Test
  void longMessagesEndTheConnection() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl())) {
      ByteArrayOutputStream startup = new ByteArrayOutputStream();
      new DataOutputStream(startup).writeInt(10_005);
      assertThat(received(server.port(), startup.toByteArray())).contains("C08P01");

      ByteArrayOutputStream query = new ByteArrayOutputStream();
      query.write(signIn());
      query.write('Q');
      new DataOutputStream(query).writeInt((16 << 20) + 5);
      assertThat(received(server.port(), query.toByteArray()))
          .contains("server_version")
          .contains("C08P01");
    }
  }

  private static byte[] signIn() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] parameters = "user\0admin\0database\0system\0\0".getBytes(UTF_8);
    out.writeInt(2 * Integer.BYTES + parameters.length);
    out.writeInt(VERSION);
    out.write(parameters);
    byte[] password = (TestServer.PASSWORD + "\0").getBytes(UTF_8);
    out.write('p');
    out.writeInt(Integer.BYTES + password.length);
    out.write(password);
    return bytes.toByteArray();
  }

  /** All that the server sends until it closes the connection. */
  private static String received(int port, byte[] sent) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(sent);
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
