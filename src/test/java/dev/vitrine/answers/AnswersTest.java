package dev.vitrine.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Queries that once were answered wrong, or not at all, on one of the stores. The rows in {@code
 * answers.sql} follow from the meaning of SQL and were not read off a store: each query ends with a
 * semicolon, and each line after it that starts with {@code --} is a row, or the SQLSTATE of the
 * refusal.
 */
class AnswersTest {
  private static TwinRegistries twins;

  @BeforeAll
  static void open() throws SQLException {
    twins = TwinRegistries.open();
  }

  @AfterAll
  static void close() throws SQLException {
    twins.close();
  }

  @TestFactory
  List<DynamicTest> onH2() throws IOException {
    return tests(TestStore.H2);
  }

  @TestFactory
  List<DynamicTest> onPostgresql() throws IOException {
    return tests(TestStore.POSTGRESQL);
  }

  private static List<DynamicTest> tests(TestStore store) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (String line : text().lines().toList()) {
      if (line.startsWith("--")) {
        expected.add(line.substring(2).strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        if (!expected.isEmpty()) {
          tests.add(test(store, sql.toString(), List.copyOf(expected)));
          expected.clear();
          sql.setLength(0);
        }
        sql.append(line).append('\n');
      }
    }
    tests.add(test(store, sql.toString(), List.copyOf(expected)));
    return tests;
  }

  private static DynamicTest test(TestStore store, String sql, List<String> expected) {
    String query = sql.strip().replaceFirst(";$", "");
    return DynamicTest.dynamicTest(
        query, () -> assertThat(rows(twins.on(store), query)).isEqualTo(expected));
  }

  private static List<String> rows(Connection connection, String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(" | ", row));
      }
      return rows.isEmpty() ? List.of("no rows") : rows;
    } catch (SQLException exception) {
      return List.of(exception.getSQLState());
    }
  }

  private static String text() throws IOException {
    try (InputStream in = AnswersTest.class.getResourceAsStream("answers.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
