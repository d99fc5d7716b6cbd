package dev.vitrine.server.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.authentication.scram.ScramClient;
import dev.vitrine.server.TestCertificate;
import dev.vitrine.server.TestServer;
import dev.vitrine.server.TlsFiles;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in with SCRAM-SHA-256 on the PostgreSQL port. */
@Timeout(300)
final class PgScramTest {
  private static final String WRONG = "The user name or the password is wrong.";
  private static final String LOGINS =
      "SELECT user_identity, response_code, error_message FROM system.access.audit"
          + " WHERE action_name = 'login' AND response_code = 401"
          + " ORDER BY user_identity";

  private static final int VERSION = 3 << 16;

  @TempDir private Path directory;

  private static PgSettings scram() {
    return PgServer.settings().withAuthentication(PgAuthentication.SCRAM);
  }

  private static Properties password(String secret) {
    Properties properties = new Properties();
    properties.setProperty("password", secret);
    // The driver refuses to send the password.
    properties.setProperty("requireAuth", "scram-sha-256");
    return properties;
  }

  private static void assertSignsIn(PgServer server, String user, Properties properties)
      throws SQLException {
    try (Connection connection = server.connect(user, "system", properties);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user")) {
      row.next();
      assertThat(row.getString(1)).isEqualToIgnoringCase(user);
    }
  }

  private static String refusal(PgServer server, String user, String secret) {
    SQLException refusal =
        catchThrowableOfType(
            SQLException.class, () -> server.connect(user, "system", password(secret)).close());
    assertThat((Throwable) refusal).as(user).isNotNull();
    assertThat(refusal.getSQLState()).isEqualTo("28P01");
    return Objects.requireNonNull(refusal.getMessage());
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void usersProveTheirPasswords(TestStore store) throws Exception {
    String url = store.newUrl();
    try (PgServer server = PgServer.start(url, scram());
        Client admin = TestRegistry.at(url).as("admin")) {
      admin.run("CREATE USER eve WITH PASSWORD 'e\u0301cole \u2168'; CREATE USER bot");
      assertSignsIn(server, "admin", password(TestServer.PASSWORD));
      // The driver prepares the password; so did the server.
      assertSignsIn(server, "eve", password("\u00E9cole IX"));
      assertSignsIn(server, "EVE", password("e\u0301cole \u2168"));
      for (String user : List.of("eve", "bot", "mallory")) {
        assertThat(refusal(server, user, "wrong")).contains(WRONG);
      }
      assertThat(admin.rows(LOGINS))
          .extracting(row -> row.subList(1, 3))
          .hasSize(3)
          .containsOnly(admin.rows(LOGINS).get(0).subList(1, 3));
      assertThat(admin.column(LOGINS)).containsExactly("bot", "eve", "mallory");
      admin.run("ALTER USER eve SET PASSWORD 'another horse'");
      assertThat(refusal(server, "eve", "\u00E9cole IX")).contains(WRONG);
      assertSignsIn(server, "eve", password("another horse"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void usersOfOlderReleasesNeedANewPassword(TestStore store) throws Exception {
    String url = store.newUrl();
    try (PgServer server = PgServer.start(url, scram());
        PgServer plain = PgServer.start(url);
        Client admin = TestRegistry.at(url).as("admin")) {
      admin.run("CREATE USER eve WITH PASSWORD 'correct horse'");
      try (Connection connection = DriverConnections.connect(StoreLocation.parse(url));
          Statement statement = connection.createStatement()) {
        assertThat(
                statement.executeUpdate(
                    "UPDATE vitrine.principals SET scram_verifier = NULL WHERE name = 'eve'"))
            .isEqualTo(1);
      }
      assertThat(refusal(server, "eve", "correct horse")).contains(WRONG);
      Properties sent = new Properties();
      sent.setProperty("password", "correct horse");
      assertSignsIn(plain, "eve", sent);
      admin.run("ALTER USER eve SET PASSWORD 'correct horse'");
      assertSignsIn(server, "eve", password("correct horse"));
      assertSignsIn(plain, "eve", sent);
    }
  }

  @Test
  void tokensAreNotAccepted() throws Exception {
    String url = TestStore.H2.newUrl();
    try (PgServer server = PgServer.start(url, scram());
        Client admin = TestRegistry.at(url).as("admin")) {
      String token = admin.rows("CREATE TOKEN").get(0).get(1).toString();
      assertThat(refusal(server, "admin", token)).contains(WRONG);
      assertThat(refusal(server, "token", token)).contains(WRONG);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void failuresAreThrottled(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl(), scram())) {
      for (String user : List.of("admin", "mallory")) {
        for (int i = 0; i < 5; i++) {
          assertThat(refusal(server, user, "wrong" + i)).contains(WRONG);
        }
        String refusal = refusal(server, user, TestServer.PASSWORD);
        assertThat(refusal).contains("Too many failed logins.");
      }
    }
  }

  /** A name without a user, and a user without a verifier, get the challenges of a user. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void challengesDoNotTellWhichUsersExist(TestStore store) throws Exception {
    String url = store.newUrl();
    try (PgServer server = PgServer.start(url, scram());
        PgServer other = PgServer.start(url, scram());
        Client admin = TestRegistry.at(url).as("admin")) {
      admin.run("CREATE USER eve WITH PASSWORD 'correct horse'; CREATE USER bot");
      List<String> users = List.of("eve", "bot", "mallory");
      List<String> salts = List.of();
      for (PgServer asked : List.of(server, server, other)) {
        List<String> found = users.stream().map(user -> Exchange.failed(asked, user)).toList();
        if (!salts.isEmpty()) {
          assertThat(found).isEqualTo(salts);
        }
        salts = found;
      }
      assertThat(salts).doesNotHaveDuplicates();
      assertThat(salts).allMatch(salt -> salt.matches("s=[A-Za-z0-9+/]{22}==,i=4096"), "form");
      assertThat(Exchange.failed(server, "Mallory")).isEqualTo(salts.get(2));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"require", "prefer", "disable"})
  void tlsIsBoundToTheCertificate(String binding) throws Exception {
    TestCertificate made = TestCertificate.in(directory);
    PgSettings settings = scram().withTls(new TlsFiles(made.certificate(), made.key()));
    try (PgServer server = PgServer.start(TestStore.H2.newUrl(), settings)) {
      Properties properties = password(TestServer.PASSWORD);
      properties.setProperty("sslmode", "require");
      properties.setProperty("channelBinding", binding);
      assertSignsIn(server, "admin", properties);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void psqlProvesThePassword(TestStore store) throws Exception {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    assumeTrue(
        Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql"))),
        "psql is not installed");
    TestCertificate made = TestCertificate.in(directory);
    PgSettings settings = scram().withTls(new TlsFiles(made.certificate(), made.key()));
    try (PgServer server = PgServer.start(store.newUrl(), settings)) {
      for (String mode : List.of("sslmode=disable", "sslmode=require&channel_binding=require")) {
        assertThat(psql(server, mode, TestServer.PASSWORD)).isEqualTo("admin");
        assertThat(psql(server, mode, "wrong")).contains("FATAL").contains(WRONG);
      }
    }
  }

  private static String psql(PgServer server, String mode, String secret) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "psql",
                "-X",
                "-A",
                "-t",
                "-c",
                "SELECT current_user",
                "postgresql://admin@127.0.0.1:" + server.port() + "/system?" + mode)
            .redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", secret);
    builder.environment().put("PGCLIENTENCODING", "UTF8");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    process.waitFor();
    return output;
  }

  @Test
  void noRelationShowsVerifiers() throws Exception {
    String url = TestStore.H2.newUrl();
    try (PgServer server = PgServer.start(url, scram());
        Connection connection = server.connect("admin", "system", password(TestServer.PASSWORD));
        Statement statement = connection.createStatement();
        Client admin = TestRegistry.at(url).as("admin")) {
      admin.run("CREATE USER eve WITH PASSWORD 'correct horse'");
      List<String> relations =
          admin.column(
              "SELECT table_schema || '.' || table_name FROM system.information_schema.tables"
                  + " WHERE table_catalog = 'system'");
      assertThat(relations).hasSizeGreaterThan(15);
      for (String relation : relations) {
        assertThat(admin.rows("SELECT * FROM system." + relation).toString())
            .as(relation)
            .doesNotContain("SCRAM-SHA-256$");
      }
      for (String relation : List.of("pg_authid", "pg_roles", "pg_user")) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM pg_catalog." + relation)) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              assertThat(Objects.toString(rows.getString(i))).doesNotContain("SCRAM");
            }
          }
        }
      }
    }
  }

  /** Messages that no driver sends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SCRAM-SHA-1\0\0\0\0\013n,,n=,r=abc",
        "SCRAM-SHA-256-PLUS\0\0\0\0\043p=tls-server-end-point,,n=,r=abcdef",
        "SCRAM-SHA-256\0\0\0\0\4oops",
        "SCRAM-SHA-256\0\uFFFF\uFFFF",
        "correct horse\0",
        ""
      })
  void malformedMessagesEndTheConnection(String body) throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl(), scram());
        Exchange exchange = new Exchange(server, "admin")) {
      exchange.send(body.getBytes(UTF_8));
      assertThat(exchange.read()).startsWith("E").contains("FATAL").contains("C08P01");
    }
  }

  /** The messages of one sign-in. */
  private static final class Exchange implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private Exchange(PgServer server, String user) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout(60_000);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
      byte[] parameters = ("user\0" + user + "\0database\0system\0\0").getBytes(UTF_8);
      out.writeInt(2 * Integer.BYTES + parameters.length);
      out.writeInt(VERSION);
      out.write(parameters);
      out.flush();
      assertThat(read()).isEqualTo("R\0\0\0\nSCRAM-SHA-256\0\0");
    }

    /** Salt and iterations of the challenge, after which a wrong proof is refused. */
    static String failed(PgServer server, String user) {
      try (Exchange exchange = new Exchange(server, user)) {
        ScramClient client = new ScramClient("wrong");
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        DataOutputStream message = new DataOutputStream(first);
        message.write("SCRAM-SHA-256\0".getBytes(UTF_8));
        message.writeInt(client.first().length());
        message.write(client.first().getBytes(UTF_8));
        exchange.send(first.toByteArray());
        String challenge = exchange.read();
        assertThat(challenge).startsWith("R\0\0\0\013r=");
        String text = challenge.substring(1 + Integer.BYTES);
        exchange.send(client.last(text).getBytes(UTF_8));
        assertThat(exchange.read()).startsWith("E").contains("C28P01").contains(WRONG);
        return text.substring(text.indexOf(",s=") + 1);
      } catch (Exception failure) {
        throw new AssertionError(failure);
      }
    }

    private void send(byte[] body) throws IOException {
      out.write('p');
      out.writeInt(Integer.BYTES + body.length);
      out.write(body);
      out.flush();
    }

    /** The type and the body of a message. */
    private String read() throws IOException {
      char type = (char) in.readByte();
      byte[] body = new byte[in.readInt() - Integer.BYTES];
      in.readFully(body);
      return type + new String(body, UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
