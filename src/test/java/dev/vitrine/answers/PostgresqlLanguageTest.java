package dev.vitrine.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Queries in PostgreSQL's language have, unchanged, the rows of PostgreSQL itself on tables with
 * the rows that the user may see. A line before a query is its SQL for PostgreSQL ({@code --
 * plain:}), or the SQLSTATE of a refusal ({@code -- h2:}, {@code -- postgresql:}, {@code --
 * both:}).
 */
class PostgresqlLanguageTest {
  private static final int NOT_NULL = ResultSetMetaData.columnNoNulls;

  private static TwinRegistries twins;
  private static Connection plain;

  /** A query with its directives. */
  private record Entry(String sql, List<String> directives) {
    String directive(String name) {
      return directives.stream()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    String refusal(TestStore store) {
      String both = directive("both");
      return both.isEmpty() ? directive(store == TestStore.H2 ? "h2" : "postgresql") : both;
    }
  }

  @BeforeAll
  static void open() throws SQLException {
    twins = TwinRegistries.open();
    plain = twins.plainTables();
  }

  @AfterAll
  static void close() throws SQLException {
    plain.close();
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

  @Test
  void patternsCanBeParameters() throws SQLException {
    String models = "SELECT full_name FROM models WHERE ";
    List<List<String>> queries =
        List.of(
            List.of(models + "full_name ~ ? ORDER BY 1", "^lab\\.s[12]"),
            List.of(models + "comment ~* ? ORDER BY 1", "ZOË|FIRST"),
            List.of(models + "owner = ? AND NOT full_name ~ ? ORDER BY 1", "bob", "m1$"),
            List.of(models + "full_name !~ ?::text AND owner !~* ? ORDER BY 1", "s1", "BOB"),
            List.of("SELECT full_name, comment ~ ?, ? ~ 'a' FROM models ORDER BY 1", "^$", "xa"),
            List.of(models + "full_name ~ ? OR comment ~ ? ORDER BY 1", "(?i)LAB", "^.$"));
    for (List<String> query : queries) {
      List<String> expected = rows(plain, query);
      for (TestStore store : TestStore.values()) {
        assertThat(rows(twins.on(store), query)).as("%s on %s", query, store).isEqualTo(expected);
      }
    }
    for (TestStore store : TestStore.values()) {
      Connection connection = twins.on(store);
      assertThat(rows(connection, List.of(models + "regexp_like(full_name, ?, 'i')", "^LAB.S1.M1")))
          .containsExactly("lab.s1.m1");
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT COUNT(full_name ~ ?) FROM models")) {
        assertThat(statement.getParameterMetaData().getParameterTypeName(1)).isEqualTo("VARCHAR");
        statement.setString(1, null);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          assertThat(result.getLong(1)).isZero();
        }
      }
      String[][] refused = {{"a(", "22023"}, {"a(?=b)", "0A000"}, {"(a{99}){99}", "54001"}};
      for (String[] pattern : refused) {
        assertThatThrownBy(() -> rows(connection, List.of(models + "full_name ~ ?", pattern[0])))
            .isInstanceOfSatisfying(
                SQLException.class,
                failure -> assertThat(failure.getSQLState()).isEqualTo(pattern[1]));
      }
    }
    assertThatThrownBy(
            () -> rows(twins.on(TestStore.H2), List.of(models + "full_name ~ ?", "^(a+)+$")))
        .hasMessageContaining("may take too long on an embedded store");
  }

  /** A parameter is a key of an object or a position of an array; it is never part of the text. */
  @Test
  void keysCanBeParameters() throws SQLException {
    String json = "'{\"a\":{\"b\":[7,\"x\"]},\"1\":2,\"it''s\":3,\"\":4}'";
    List<List<String>> queries =
        List.of(
            List.of("SELECT " + json + " ->> ?", "1", "2"),
            List.of("SELECT " + json + "::json -> ? -> 'b' ->> ?", "a", "1", "x"),
            List.of("SELECT " + json + " -> ?::text -> ?::text -> ?::int", "a", "b", "-2", "7"),
            List.of("SELECT " + json + " ->> ?", "it's", "3"),
            List.of("SELECT " + json + " ->> ?", "", "4"),
            List.of("SELECT " + json + " ->> ?", "{a,b}", "null"),
            List.of("SELECT (" + json + " ->> ?)::int + 1", "it's", "4"),
            List.of(
                "SELECT COUNT(*) FROM catalogs WHERE catalog_name = 'lab' AND "
                    + json
                    + " ->> ? = ?",
                "1",
                "2",
                "1"));
    for (List<String> query : queries) {
      int last = query.size() - 1;
      assertThat(rows(twins.on(TestStore.POSTGRESQL), query.subList(0, last)))
          .as(query.get(0))
          .containsExactly(query.get(last));
      assertRefused(twins.on(TestStore.H2), query.subList(0, last), "0A000");
    }
    for (TestStore store : TestStore.values()) {
      for (String refused : List.of(" #>> ?", " -> owner", " ->> NULL")) {
        assertRefused(twins.on(store), List.of("SELECT '{}'" + refused + " FROM models"), "0A000");
      }
      assertRefused(
          twins.on(store), List.of("SELECT JSON_VALUE('{}', ?) FROM models", "$.a"), "0A000");
    }
    try (PreparedStatement statement =
        twins.on(TestStore.POSTGRESQL).prepareStatement("SELECT '{}' ->> ?")) {
      assertThat(statement.getParameterMetaData().getParameterTypeName(1)).isEqualTo("VARCHAR");
      statement.setString(1, null);
      assertThat(rows(statement.executeQuery())).containsExactly("null");
    }
  }

  private static void assertRefused(Connection connection, List<String> query, String state) {
    assertThatThrownBy(() -> rows(connection, query))
        .as(query.get(0))
        .isInstanceOfSatisfying(
            SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo(state));
  }

  /** The rows of a query with the texts behind it for its parameters. */
  private static List<String> rows(Connection connection, List<String> query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query.get(0))) {
      for (int i = 1; i < query.size(); i++) {
        statement.setString(i, query.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        return rows(result);
      }
    }
  }

  /** Changed tokens do not move the positions in errors. */
  @Test
  void reportsPositionsInTheUsersText() {
    String[][] positions = {
      {"SELECT (version)::text::int, 'a'::varchar, nope FROM versions", "line 1, column 44"},
      {
        "SELECT DISTINCT ON (owner)\n owner::text, nope FROM models ORDER BY owner",
        "line 2, column 15"
      },
      {"SELECT 1 FROM versions WHERE version = ANY(ARRAY[1, 2]::int[]) AND nope", "column 68"},
      {"SELECT created_at - INTERVAL '1 month 2 days', nope FROM models", "column 48"},
      {"SELECT full_name ~* 'a', nope FROM models", "column 26"},
      {"SELECT full_name ~ 'a(' FROM models", "column 20"},
      {"SELECT version::json FROM versions", "column 17"},
      {
        "SELECT 1 FROM versions JOIN aliases USING (version)\nWHERE full_name = 'a'",
        "'full_name' is ambiguous. (line 2, column 7)"
      },
      {
        "SELECT 1 FROM versions JOIN aliases USING (version) JOIN models USING (full_name)",
        "'full_name' is ambiguous. (line 1, column 72)"
      },
      {
        "SELECT alias FROM versions JOIN aliases USING (full_name, version), models"
            + " ORDER BY version, full_name",
        "'full_name' is ambiguous. (line 1, column 94)"
      },
      {
        "SELECT alias,\n full_name FROM versions JOIN aliases USING (full_name) GROUP BY alias",
        "'full_name' is neither grouped by nor inside an aggregate function. (line 2, column 2)"
      },
      {"SELECT 1 FROM versions JOIN aliases USING (full_name, owner)", "column 55"},
      {"SELECT 1,\n T.V FROM (SELECT 1 AS v, 2 AS v) t", "'V' is ambiguous. (line 2, column 2)"},
      {
        "SELECT owner,\n (SELECT COUNT(*) FROM versions v WHERE v.full_name = m.full_name)"
            + " FROM models m WHERE m.full_name <> 'x' GROUP BY owner",
        "neither grouped by nor inside an aggregate function. (line 2, column 55)"
      },
      {
        "SELECT owner FROM models m WHERE EXISTS (SELECT 1 FROM versions v"
            + " WHERE v.full_name = m.full_name) GROUP BY owner\nHAVING EXISTS"
            + " (SELECT 1 FROM versions v WHERE m.full_name = v.full_name)",
        "(line 2, column 47)"
      },
    };
    for (String[] position : positions) {
      assertThatThrownBy(() -> rows(twins.on(TestStore.H2), position[0]))
          .as(position[0])
          .hasMessageContaining(position[1]);
    }
  }

  /** Names, types and nullability are those of the side whose value it is. */
  @Test
  void describesMergedColumns() throws SQLException {
    String join = " FROM (VALUES (1, 'a')) x (k, v) %s JOIN (VALUES (2.5, 'b')) y (k, w) USING (k)";
    for (TestStore store : TestStore.values()) {
      for (String kind : List.of("", "LEFT", "RIGHT", "FULL", "NATURAL")) {
        String using = kind.equals("NATURAL") ? join.replace(" USING (k)", "") : join;
        assertThat(description(twins.on(store), "SELECT *, k" + using.formatted(kind)))
            .as(kind)
            .extracting(column -> column.replaceFirst(" [012]$", ""))
            .containsExactly("k DECIMAL", "v VARCHAR", "w VARCHAR", "k DECIMAL");
      }
      assertThat(
              description(
                  twins.on(store),
                  "SELECT Full_Name, version FROM versions RIGHT JOIN aliases USING (full_name, version)"))
          .containsExactly("full_name VARCHAR " + NOT_NULL, "version BIGINT " + NOT_NULL);
      assertThat(
              description(
                  twins.on(store),
                  "SELECT full_name FROM versions FULL JOIN aliases USING (full_name)"))
          .containsExactly("full_name VARCHAR " + ResultSetMetaData.columnNullable);
    }
  }

  /** Columns of one name have this name as label, through sub-queries and stars. */
  @Test
  void labelsRepeatedColumns() throws SQLException {
    String twice = "SELECT 1 AS v, 2 AS V, owner AS w, full_name AS v FROM models";
    for (TestStore store : TestStore.values()) {
      for (String sql :
          List.of(
              twice,
              "SELECT * FROM (" + twice + ") t",
              "WITH t AS (" + twice + ") SELECT t.* FROM t",
              "SELECT * FROM (SELECT * FROM (" + twice + ") t) u",
              twice + " UNION ALL SELECT 1, 2, 'a', 'b'")) {
        assertThat(labels(twins.on(store), sql)).as(sql).containsExactly("v", "V", "w", "v");
      }
    }
  }

  /** Expressions without a name have telling labels, through sub-queries, stars and unions. */
  @Test
  void labelsExpressions() throws SQLException {
    String counts = "SELECT COUNT(*), MAX(version) + 1, 'a' FROM versions";
    List<String> labels = List.of("count", "MAX(version) + 1", "'a'");
    for (TestStore store : TestStore.values()) {
      for (String sql :
          List.of(
              counts,
              "SELECT * FROM (" + counts + ") t",
              "SELECT t.* FROM models m CROSS JOIN LATERAL (" + counts + ") t",
              "WITH t AS (" + counts + "), u AS (SELECT * FROM t) SELECT * FROM u ORDER BY 1",
              counts + " UNION ALL SELECT 1, 2, 'b'",
              "SELECT * FROM (" + counts + " UNION ALL SELECT 1, 2, 'b' LIMIT 1) t")) {
        assertThat(labels(twins.on(store), sql)).as(sql).isEqualTo(labels);
      }
      assertThat(labels(twins.on(store), "SELECT UPPER(v), t.*, v || 'x' FROM (VALUES 'a') t (v)"))
          .containsExactly("upper", "v", "v || 'x'");
    }
  }

  private static List<String> labels(Connection connection, String sql) throws SQLException {
    List<String> labels = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData columns = statement.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        labels.add(columns.getColumnLabel(i));
      }
    }
    return labels;
  }

  private static List<String> description(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData columns = statement.getMetaData();
      List<String> description = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        description.add(
            columns.getColumnLabel(i)
                + " "
                + columns.getColumnTypeName(i)
                + " "
                + columns.isNullable(i));
      }
      return description;
    }
  }

  private static List<DynamicTest> tests(TestStore store) throws IOException {
    return entries().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.sql(), () -> check(store, entry)))
        .toList();
  }

  private static void check(TestStore store, Entry entry) throws SQLException {
    String refusal = entry.refusal(store);
    List<String> rows;
    try {
      rows = rows(twins.on(store), entry.sql());
    } catch (SQLException refused) {
      assertThat(refused.getSQLState()).as(refused.getMessage()).isEqualTo(refusal);
      return;
    }
    assertThat(refusal).as("the query ran, and a refusal is expected").isEmpty();
    String sql = entry.directive("plain").isEmpty() ? entry.sql() : entry.directive("plain");
    assertThat(rows).isEqualTo(rows(plain, sql));
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return rows(result);
    }
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<String> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(text(result.getObject(i)));
      }
      rows.add(String.join(" | ", row));
    }
    return rows;
  }

  /** Numbers of equal value are equal, whatever their Java type. */
  private static String text(Object value) {
    if (value instanceof Number number && !(value instanceof Double)) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    return value instanceof Timestamp time
        ? time.toLocalDateTime().toString()
        : String.valueOf(value);
  }

  private static List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<String> directives = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    for (String line : resource().lines().toList()) {
      if (line.startsWith("--")) {
        directives.add(line.substring(2).strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        sql.append(line).append('\n');
        if (line.endsWith(";")) {
          entries.add(
              new Entry(sql.toString().strip().replaceFirst(";$", ""), List.copyOf(directives)));
          directives.clear();
          sql.setLength(0);
        }
      }
    }
    return entries;
  }

  private static String resource() throws IOException {
    try (InputStream in = PostgresqlLanguageTest.class.getResourceAsStream("postgresql.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
