package dev.vitrine.store.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.store.Store;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file of a busy H2 store stays small, also while the store is open. */
@Timeout(180)
final class H2CompactionTest {
  private static final int COMMITS = Integer.getInteger("vitrine.compaction.commits", 3_000);
  private static final int ROWS = 2_000;

  /** Three times the row that a commit adds, which is about 280 bytes. */
  private static final long BYTES_PER_COMMIT = 900;

  /** The tables of an empty registry, and the rows that commits change. */
  private static final long MOST_BYTES = 4L << 20;

  @TempDir private Path folder;

  @Test
  void manyCommitsLeaveASmallFile() throws Exception {
    Path file = folder.resolve("registry.mv.db");
    StoreLocation location = StoreLocation.parse("jdbc:vitrine:file:" + folder.resolve("registry"));
    try (Store store = Store.open(location)) {
      assertThat(store.isReachable(Duration.ofSeconds(10))).isTrue();
      try (Connection connection = DriverConnections.connect(location, new Properties())) {
        commit(connection);
        long busy = Files.size(file);
        awaitSmallerThan(file, MOST_BYTES + COMMITS * BYTES_PER_COMMIT);
        System.out.println(
            COMMITS + " commits: " + busy + " bytes, then " + Files.size(file) + " bytes");
      }
    }
    assertThat(rows(location)).isEqualTo(COMMITS);
  }

  /** Changes of random rows and insertions, as registrations of versions make them. */
  private static void commit(Connection connection) throws SQLException {
    Random random = new Random(1);
    byte[] value = new byte[200];
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE filled (id INT PRIMARY KEY, content VARCHAR, changed INT)");
      statement.execute("CREATE TABLE logged (id INT PRIMARY KEY, content VARCHAR)");
      statement.execute(
          "INSERT INTO filled SELECT \"X\", RANDOM_UUID(), 0 FROM SYSTEM_RANGE(1, " + ROWS + ")");
    }
    connection.setAutoCommit(false);
    try (PreparedStatement change =
            connection.prepareStatement("UPDATE filled SET changed = changed + 1 WHERE id = ?");
        PreparedStatement add = connection.prepareStatement("INSERT INTO logged VALUES (?, ?)")) {
      for (int i = 0; i < COMMITS; i++) {
        random.nextBytes(value);
        change.setInt(1, 1 + random.nextInt(ROWS));
        change.execute();
        add.setInt(1, i);
        add.setString(2, Base64.getEncoder().encodeToString(value));
        add.execute();
        connection.commit();
      }
    }
    connection.setAutoCommit(true);
  }

  private static void awaitSmallerThan(Path file, long bytes) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (Files.size(file) > bytes && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(Files.size(file)).isLessThanOrEqualTo(bytes);
  }

  private static int rows(StoreLocation location) throws SQLException {
    try (Connection connection = DriverConnections.connect(location, new Properties());
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM logged")) {
      count.next();
      return count.getInt(1);
    }
  }
}
