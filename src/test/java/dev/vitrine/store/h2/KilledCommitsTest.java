package dev.vitrine.store.h2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestJvm;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commits to parts of the file that are used again are there after a kill. H2 by itself loses the
 * last ones in two of three rounds.
 */
@Timeout(300)
final class KilledCommitsTest {
  private static final int ROUNDS = Effort.times(2, 50);

  /** Parts of the file are used again after two seconds. */
  private static final long RUN_MILLIS = 4_000;

  @TempDir private Path folder;

  @Test
  void noAcknowledgedCommitIsLost() throws Exception {
    StoreLocation location = StoreLocation.parse("jdbc:vitrine:file:" + folder.resolve("registry"));
    for (int round = 0; round < ROUNDS; round++) {
      Map<Integer, Integer> acknowledged = commitUntilKilled(location);
      assertThat(acknowledged).hasSize(CommittingProcess.THREADS);
      Map<Integer, Integer> found = found(location);
      acknowledged.forEach(
          (thread, number) ->
              assertThat(found.get(thread)).as("thread %d", thread).isGreaterThanOrEqualTo(number));
    }
  }

  private Map<Integer, Integer> commitUntilKilled(StoreLocation location) throws Exception {
    List<String> command = TestJvm.shortCommand();
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            CommittingProcess.class.getName(),
            location.url()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Map<Integer, Integer> last = new TreeMap<>();
    long end = Long.MAX_VALUE;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (line.matches("\\d+ \\d+")) {
          String[] numbers = line.split(" ");
          last.put(Integer.valueOf(numbers[0]), Integer.valueOf(numbers[1]));
        }
        if (end == Long.MAX_VALUE && !last.isEmpty()) {
          end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RUN_MILLIS);
        }
        if (System.nanoTime() > end) {
          process.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    } catch (IOException closed) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return last;
  }

  private static Map<Integer, Integer> found(StoreLocation location) throws SQLException {
    Map<Integer, Integer> found = new TreeMap<>();
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT thread, MAX(number) FROM committed GROUP BY thread")) {
      while (rows.next()) {
        found.put(rows.getInt(1), rows.getInt(2));
      }
    }
    return found;
  }

  /** To close another descriptor of an open file would give up its lock. */
  @Test
  void linksLeadToOneFile() throws Exception {
    Path target = Files.createDirectory(folder.resolve("target"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    StoreLocation before = StoreLocation.parse("jdbc:vitrine:file:" + link.resolve("registry"));
    H2File file = H2File.of(before);
    DriverConnections.connect(before).close();
    assertThat(target.resolve("registry.mv.db")).exists();
    assertThat(H2File.of(before)).isSameAs(file);
    assertThat(H2File.of(StoreLocation.parse("jdbc:vitrine:file:" + target.resolve("registry"))))
        .isSameAs(file);
  }
}
