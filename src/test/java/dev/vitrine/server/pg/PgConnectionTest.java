package dev.vitrine.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.SlowQuery;
import dev.vitrine.TestStore;
import dev.vitrine.server.ServerSettings;
import dev.vitrine.server.TestCertificate;
import dev.vitrine.server.TlsFiles;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, cancellation and the end of the server, as clients of PostgreSQL see them. */
@Timeout(300)
final class PgConnectionTest {
  private static final int SSL_REQUEST = 80_877_103;
  private static final int CANCEL_REQUEST = 80_877_102;

  /** Counts a million rows. */
  private static final String FINITE_QUERY =
      SlowQuery.TEXT
          .replace(" CROSS JOIN " + SlowQuery.DIGITS + "h (d)", "")
          .replace(" CROSS JOIN " + SlowQuery.DIGITS + "i (d)", "")
          .replace(" CROSS JOIN " + SlowQuery.DIGITS + "j (d)", "")
          .replace(" + h.d + i.d + j.d", "");

  @TempDir private Path directory;

  private PgSettings withTls() throws Exception {
    TestCertificate made = TestCertificate.in(directory);
    return PgServer.settings().withTls(new TlsFiles(made.certificate(), made.key()));
  }

  private Properties tls(String mode, String negotiation) {
    Properties properties = new Properties();
    properties.setProperty("sslmode", mode);
    properties.setProperty("sslnegotiation", negotiation);
    properties.setProperty("sslrootcert", directory.resolve("CERTIFICATE.pem").toString());
    return properties;
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "direct"})
  void clientsVerifyTheCertificate(String negotiation) throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl(), withTls())) {
      try (Connection connection =
              server.connect("admin", "system", tls("verify-full", negotiation));
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE CATALOG prod");
        assertThat(count(connection, "SELECT COUNT(*) FROM registry.catalogs")).isEqualTo(1);
        // A result of many TLS records.
        assertThat(count(connection, "SELECT COUNT(*) FROM pg_attribute")).isGreaterThan(100);
        connection.setAutoCommit(false);
        statement.setFetchSize(10);
        try (ResultSet rows =
            statement.executeQuery("SELECT * FROM system.information_schema.columns")) {
          int number = 0;
          while (rows.next()) {
            number++;
          }
          assertThat(number).isGreaterThan(100);
        }
      }
      Properties untrusted = tls("verify-full", negotiation);
      untrusted.setProperty("sslrootcert", directory.resolve("none.pem").toString());
      assertThatThrownBy(() -> server.connect("admin", "system", untrusted))
          .isInstanceOf(SQLException.class);
      try (Connection plain = server.connect("admin")) {
        assertThat(plain.isValid(30)).isTrue();
      }
    }
  }

  @Test
  void withoutACertificateTlsIsRefused() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl())) {
      assertThatThrownBy(() -> server.connect("admin", "system", tls("require", "postgres")))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("SSL");
    }
  }

  /**
   * An attacker between client and server could inject statements before the TLS handshake
   * (CVE-2021-23214).
   */
  @Test
  void bytesBeforeTheHandshakeEndTheConnection() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl(), withTls());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream message = new DataOutputStream(bytes);
      message.writeInt(2 * Integer.BYTES);
      message.writeInt(SSL_REQUEST);
      message.write(new byte[] {'Q', 0, 0, 0, 6, ';', 0});
      out.write(bytes.toByteArray());
      out.flush();
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void clientsCancelStatements(TestStore store) throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin");
        Connection other = server.connect("admin");
        Statement statement = connection.createStatement()) {
      int processId = (int) count(connection, "SELECT pg_backend_pid()");
      Future<SQLException> failure = threads.submit(() -> failure(statement));
      awaitStatement(other, failure);
      // Without the right secret nothing is cancelled.
      cancel(server.port(), processId, 1);
      assertThat(isDone(failure)).isFalse();
      while (!isDone(failure)) {
        // The statement may not have reached the store when the first request comes.
        statement.cancel();
      }
      assertThat(failure.get().getSQLState()).isEqualTo("57014");
      assertThat(count(connection, "SELECT COUNT(*) FROM registry.catalogs")).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private static SQLException failure(Statement statement) {
    try {
      statement.executeQuery(SlowQuery.TEXT).close();
      return new SQLException("The query has ended.", "00000");
    } catch (SQLException failure) {
      return failure;
    }
  }

  private static boolean isDone(Future<?> work) throws Exception {
    try {
      work.get(100, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException exception) {
      return false;
    }
  }

  /** Waits until another session runs a statement, or has run it. */
  private static void awaitStatement(Connection connection, Future<?> statement) throws Exception {
    String running =
        "SELECT COUNT(*) FROM registry.sessions WHERE statement_started_at IS NOT NULL";
    while (count(connection, running) < 2 && !isDone(statement)) {
      Thread.onSpinWait();
    }
  }

  private static void cancel(int port, int processId, int secret) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(16);
      out.writeInt(CANCEL_REQUEST);
      out.writeInt(processId);
      out.writeInt(secret);
      out.flush();
      assertThat(new DataInputStream(socket.getInputStream()).read()).isEqualTo(-1);
    }
  }

  @Test
  void theServerLetsStatementsFinish() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    PgServer server = PgServer.start(TestStore.H2.newUrl());
    try (Connection idle = server.connect("admin");
        Connection busy = server.connect("admin")) {
      Future<Long> counted = threads.submit(() -> count(busy, FINITE_QUERY));
      awaitStatement(idle, counted);
      Future<?> stopped = threads.submit(server::close);
      assertThat(counted.get()).isPositive();
      stopped.get();
      for (Connection connection : new Connection[] {idle, busy}) {
        assertThatThrownBy(() -> count(connection, "SELECT 1"))
            .isInstanceOfSatisfying(
                SQLException.class,
                error -> assertThat(error.getSQLState()).isIn("57P01", "08006", "08003"));
      }
    } finally {
      threads.shutdownNow();
      server.close();
    }
  }

  @Test
  void afterItsPatienceTheServerCancelsStatements() throws Exception {
    ServerSettings local = ServerSettings.local();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    PgServer server =
        PgServer.start(
            TestStore.H2.newUrl(),
            PgSettings.of(local.host(), 0, local.limits(), Duration.ofMillis(100)));
    try (Connection idle = server.connect("admin");
        Connection busy = server.connect("admin");
        Statement statement = busy.createStatement()) {
      Future<SQLException> failure = threads.submit(() -> failure(statement));
      awaitStatement(idle, failure);
      server.close();
      assertThat(failure.get().getSQLState()).isIn("57P01", "57014", "08006");
    } finally {
      threads.shutdownNow();
      server.close();
    }
  }
}
