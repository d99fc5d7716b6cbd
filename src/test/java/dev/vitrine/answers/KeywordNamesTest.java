package dev.vitrine.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every word that PostgreSQL does not reserve names columns, wherever a column can stand. */
class KeywordNamesTest {

  /** Words that PostgreSQL does not know, and the query parser reserves. */
  private static final List<String> FUNCTIONS =
      List.of(
          "abs",
          "avg",
          "ceil",
          "count",
          "dense_rank",
          "exp",
          "first_value",
          "floor",
          "lag",
          "ln",
          "lower",
          "max",
          "min",
          "mod",
          "monday",
          "ntile",
          "power",
          "rank",
          "result",
          "row_number",
          "sqrt",
          "stddev_pop",
          "sum",
          "upper",
          "var_pop");

  @Test
  void wordsThatAreNotReservedNameColumns() throws SQLException {
    Client client = TestRegistry.emptied(TestStore.H2).admin();
    List<String> words = new ArrayList<>(FUNCTIONS);
    words.addAll(notReserved());
    List<String> failed = new ArrayList<>();
    for (String word : words) {
      String sql =
          """
          SELECT w, t.w + w AS n0, CASE w WHEN w THEN w ELSE w END AS n1, SUM(w) AS n2
          FROM (SELECT 1 AS w, n9 FROM (VALUES (2)) AS v (n9)) AS t
          WHERE w = 1 AND w IN (w) AND t.w BETWEEN w AND w OR NOT w > 0
          GROUP BY w HAVING w > 0 AND COUNT(w) = 1 ORDER BY t.w, w DESC
          """
              .replaceAll("\\bw\\b", word);
      client.attempt(sql).map(Failure::message).ifPresent(error -> failed.add(word + ": " + error));
    }
    assertThat(words).hasSizeGreaterThan(300);
    assertThat(failed).isEmpty();
  }

  private static List<String> notReserved() throws SQLException {
    List<String> words = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(TestStore.newPostgresUrl());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT word FROM pg_get_keywords() WHERE catcode IN ('U', 'C') ORDER BY word")) {
      while (rows.next()) {
        words.add(rows.getString(1));
      }
    }
    return words;
  }
}
