package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.SlowQuery;
import dev.vitrine.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers of the packaged jar with a small heap, whose users request more than fits into it. {@code
 * -Dvitrine.versions=120} reads more versions.
 */
final class ResultMemoryIT {
  private static final int VERSIONS = Integer.getInteger("vitrine.versions", 40);
  private static final int READERS = 6;
  private static final int SENDERS = 16;

  /** A million rows. */
  private static final String MANY =
      String.join(
          ", ",
          SlowQuery.DIGITS + "a (d)",
          SlowQuery.DIGITS + "b (d)",
          SlowQuery.DIGITS + "c (d)",
          SlowQuery.DIGITS + "e (d)",
          SlowQuery.DIGITS + "f (d)",
          SlowQuery.DIGITS + "g (d)");

  private static final String SIGNATURE = "{\"inputs\": \"" + "s".repeat(950_000) + "\"}";

  private static String url(TestStore store) throws IOException {
    return switch (store) {
      case POSTGRESQL -> store.newUrl();
      case H2 ->
          "jdbc:vitrine:file:"
              + Files.createTempDirectory(Path.of("target"), "h2").toAbsolutePath()
              + "/registry";
    };
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static SQLException fails(Connection connection, String sql) {
    return catchThrowableOfType(SQLException.class, () -> run(connection, sql));
  }

  /** Reads all rows, and adds up how long the texts of the first column are. */
  private static long read(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      long characters = 0;
      while (rows.next()) {
        characters += rows.getString(1).length();
      }
      return characters;
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void earlierResultsOfATextAreBounded(TestStore store) throws Exception {
    try (SmallServer server = SmallServer.start(url(store), "-Xmx256m");
        Connection admin = server.connect("admin")) {
      run(admin, "CREATE USER eve WITH PASSWORD '" + TestServer.PASSWORD + "'");
      try (Connection eve = server.connect("eve")) {
        SQLException refused =
            fails(eve, "SELECT REPEAT('x', 100 + a.d) AS t FROM " + MANY + "; SELECT 1 AS one");
        assertThat(refused.getSQLState()).as(refused.getMessage()).isEqualTo("53200");
        assertThat(refused.getMessage()).contains("the limit is 24 MiB");
        assertThat(read(eve, "VALUES 'a'; VALUES 'b'")).isEqualTo(1);
      }
      assertThat(read(admin, "SELECT name FROM principals")).isPositive();
      assertThat(server.log()).doesNotContain("OutOfMemory");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void readersOfWideRowsShareTheMemory(TestStore store) throws Exception {
    try (SmallServer server = SmallServer.start(url(store), "-Xmx350m");
        Connection admin = server.connect("admin")) {
      run(admin, "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
      try (PreparedStatement add =
          admin.prepareStatement("ALTER MODEL c.s.m ADD VERSION FROM 'x' SIGNATURE ?")) {
        for (int i = 0; i < VERSIONS; i++) {
          add.setString(1, SIGNATURE);
          add.executeUpdate();
        }
      }
      run(admin, "GRANT EXECUTE ON MODEL c.s.m TO admin");
      ExecutorService readers = Executors.newFixedThreadPool(READERS);
      List<Future<Long>> read = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        read.add(
            readers.submit(
                () -> {
                  try (Connection connection = server.connect("admin")) {
                    return read(connection, "SELECT signature FROM versions ORDER BY version");
                  }
                }));
      }
      for (Future<Long> each : read) {
        assertThat(each.get()).isEqualTo((long) VERSIONS * SIGNATURE.length());
      }
      readers.shutdown();
      assertThat(server.log()).doesNotContain("OutOfMemory");
    }
  }

  @Test
  void longValuesAreReadOneByOneAndTooLongOnesRefused() throws Exception {
    try (SmallServer server = SmallServer.start(TestStore.POSTGRESQL.newUrl(), "-Xmx512m");
        Connection admin = server.connect("admin")) {
      try (Statement statement = admin.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT REPEAT('x', 4000000 + a.d) AS t FROM " + MANY)) {
        for (int row = 0; row < 20; row++) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).hasSizeGreaterThanOrEqualTo(4_000_000);
        }
      }
      SQLException tooLong =
          fails(
              admin,
              "SELECT LISTAGG(REPEAT('x', 1000000 + a.d), ',') AS t FROM "
                  + SlowQuery.DIGITS
                  + "a (d), (VALUES 0, 1) AS b (d)");
      assertThat(tooLong.getSQLState()).as(tooLong.getMessage()).isEqualTo("54001");
      assertThat(tooLong.getMessage()).contains("16 MiB");
      assertThat(read(admin, "VALUES 'a'")).isEqualTo(1);
      assertThat(server.log()).doesNotContain("OutOfMemory");
    }
  }

  @Test
  void largeRequestsShareTheMemory() throws Exception {
    String value = "v".repeat(7 << 20);
    try (SmallServer server = SmallServer.start(TestStore.POSTGRESQL.newUrl(), "-Xmx256m");
        Connection admin = server.connect("admin")) {
      ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
      List<Future<String>> sent = new ArrayList<>();
      for (int sender = 0; sender < SENDERS; sender++) {
        sent.add(senders.submit(() -> length(server, value)));
      }
      List<String> answers = new ArrayList<>();
      for (Future<String> each : sent) {
        answers.add(each.get());
      }
      senders.shutdown();
      assertThat(answers).contains(String.valueOf(value.length()));
      // A refused body is not read; a client that is still sending can see a closed connection.
      assertThat(answers).isSubsetOf(String.valueOf(value.length()), "53200", "53300", "08006");
      assertThat(read(admin, "VALUES 'a'")).isEqualTo(1);
      assertThat(server.log()).doesNotContain("OutOfMemory");
    }
  }

  /** The length that a server finds a text to have, or the SQLSTATE of its refusal. */
  private static String length(SmallServer server, String value) throws SQLException {
    try (Connection connection = server.connect("admin");
        PreparedStatement statement =
            connection.prepareStatement("SELECT CHAR_LENGTH(CAST(? AS VARCHAR)) AS n")) {
      statement.setString(1, value);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
