package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.query.Repeated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A statement does not take much memory of a PostgreSQL process, however often it names a column.
 * Reads the peak of the process from {@code /proc}, so that it runs on Linux only.
 */
final class StoreMemoryTest {
  private String url;
  private Connection store;
  private Client nobody;

  @BeforeEach
  void open() throws SQLException {
    assumeTrue(Files.exists(Path.of("/proc/self/status")));
    url = TestStore.newPostgresUrl();
    TestRegistry registry = TestRegistry.at("jdbc:vitrine:" + url.substring("jdbc:".length()));
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    registry.admin().run("CREATE USER nobody");
    store = DriverManager.getConnection(url);
    nobody = registry.as("nobody");
  }

  @AfterEach
  void close() throws SQLException {
    if (store != null) {
      nobody.close();
      store.close();
    }
  }

  /** Megabytes that one process of the store has had at most. */
  private long peak() {
    try (Statement statement = store.createStatement();
        ResultSet processes =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()")) {
      long most = 0;
      while (processes.next()) {
        most = Math.max(most, peak(processes.getLong(1)));
      }
      return most;
    } catch (SQLException | IOException exception) {
      throw new IllegalStateException(exception);
    }
  }

  private static long peak(long process) throws IOException {
    Path status = Path.of("/proc/" + process + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  private void staysSmall(String what, String sql, long megabytes) {
    nobody.attempt("SELECT COUNT(*) FROM models WHERE latest_version > 0");
    long before = peak();
    nobody.attempt(sql);
    assertThat(peak() - before).as("megabytes for %s", what).isLessThan(megabytes);
  }

  @Test
  void noListTakesMuchMemory() {
    for (Repeated shape :
        List.of(
            Repeated.IN,
            Repeated.NOT_IN,
            Repeated.NOT_EQUAL_ALL,
            Repeated.ROWS_IN,
            Repeated.EQUALITIES,
            Repeated.COMPARISONS,
            Repeated.GREATER_ANY,
            Repeated.WHENS,
            Repeated.LIKES)) {
      staysSmall(shape.name(), shape.text(4_000), 100);
    }
  }

  @Test
  void noJoinTakesMuchMemory() {
    staysSmall("joins", Repeated.JOINS.text(63), 200);
    staysSmall("the most joins in which one relation decides", Repeated.JOINS.text(8), 200);
    staysSmall("common table expressions", Repeated.CTES_JOINED_WITH_THEMSELVES.text(6), 200);
    staysSmall("copied sub-queries", Repeated.COPIED_SUB_QUERIES.text(60), 200);
  }

  /** All of them, so that a new column that is computed by sub-queries is found. */
  @Test
  void noColumnTakesMuchMemoryForEachPlaceThatNamesIt() {
    List<List<Object>> columns =
        nobody.rows(
            "SELECT table_schema || '.' || table_name, column_name, type_name"
                + " FROM system.information_schema.columns WHERE table_catalog = 'system'");
    assertThat(columns).hasSizeGreaterThan(100);
    for (List<Object> column : columns) {
      String value =
          switch ((String) column.get(2)) {
            case "VARCHAR" -> "'a%d'";
            case "TIMESTAMP" -> "TIMESTAMP '2024-01-01 00:00:00.%03d'";
            default -> "%d";
          };
      List<String> comparisons =
          IntStream.range(0, 100)
              .mapToObj(i -> column.get(1) + " > " + value.formatted(i))
              .toList();
      String query = "SELECT COUNT(*) FROM system." + column.get(0) + " WHERE ";
      staysSmall(column + " in one place", query + comparisons.get(0), 40);
      staysSmall(column + " in 100 places", query + String.join(" OR ", comparisons), 20);
    }
  }
}
