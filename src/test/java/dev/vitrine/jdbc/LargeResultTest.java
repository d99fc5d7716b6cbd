package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** A result of a million rows is read in the memory of a few thousand. */
final class LargeResultTest {
  private static final int ROWS = 1_000_000;

  /** The rows hold some 60 MB of text alone. */
  private static final long MOST_BYTES = 24L << 20;

  private static final String MILLION =
      "WITH d (n) AS (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))"
          + " SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n + 100000 * f.n AS n,"
          + " 'a text that is the same in every row, of some sixty characters' AS t"
          + " FROM d a CROSS JOIN d b CROSS JOIN d c CROSS JOIN d d CROSS JOIN d e CROSS JOIN d f";

  @Test
  void onPostgresql() throws SQLException {
    TestRegistry registry = TestRegistry.open(TestStore.POSTGRESQL);
    try (Connection connection = registry.connect("admin");
        Statement statement = connection.createStatement()) {
      long before = used();
      long sum = 0;
      int rows = 0;
      try (ResultSet result = statement.executeQuery(MILLION)) {
        while (result.next()) {
          rows++;
          sum += result.getLong(1);
          if (rows == ROWS / 2) {
            assertThat(used() - before).as("bytes more in use").isLessThan(MOST_BYTES);
          }
        }
      }
      assertThat(rows).isEqualTo(ROWS);
      assertThat(sum).isEqualTo(ROWS * (ROWS - 1L) / 2);
    }
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
