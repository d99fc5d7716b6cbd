package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestJvm;
import dev.vitrine.TestStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed during its commits: acknowledged changes are durable. */
final class KilledProcessIT {
  private static final int ROUNDS = Effort.times(1, 3);
  private static final int ACKNOWLEDGED = 60;

  @TempDir private Path folder;

  @Test
  void nothingAcknowledgedIsLostOnTheFileStore() throws Exception {
    nothingAcknowledgedIsLost("jdbc:vitrine:file:" + folder.resolve("registry"));
  }

  @Test
  void nothingAcknowledgedIsLostOnPostgresql() throws Exception {
    nothingAcknowledgedIsLost(TestStore.POSTGRESQL.newUrl());
  }

  private static void nothingAcknowledgedIsLost(String url) throws Exception {
    Set<String> acknowledged = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(runAndKill(url));
      assertThat(withOneVersion(url)).containsAll(acknowledged);
      assertThat(halfDone(url)).isLessThanOrEqualTo(round + 1);
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * ACKNOWLEDGED);
  }

  private static Set<String> runAndKill(String url) throws IOException, InterruptedException {
    String classPath =
        System.getProperty("vitrine.jar") + File.pathSeparator + "target/test-classes";
    List<String> command = TestJvm.shortCommand();
    command.addAll(TestJvm.jarOptions());
    command.addAll(List.of("-cp", classPath, CommitLoop.class.getName(), url));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Set<String> acknowledged = new HashSet<>();
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null) {
        acknowledged.add(line);
        if (acknowledged.size() == ACKNOWLEDGED) {
          // Through its handle: the method of Process closes its output.
          process.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return acknowledged;
  }

  private static Set<String> withOneVersion(String url) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Connection connection = DriverManager.getConnection(url, "admin", "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT model_name FROM versions GROUP BY model_name HAVING COUNT(*) = 1")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /** Models whose version was not acknowledged: at most the one that each kill cut short. */
  private static int halfDone(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "admin", "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT COUNT(*) FROM models WHERE latest_version IS NULL")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
