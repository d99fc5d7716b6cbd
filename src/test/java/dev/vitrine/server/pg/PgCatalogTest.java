package dev.vitrine.server.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.server.pg.catalog.PgCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The content of PostgreSQL's catalog, and what happens to statements that it does not support. */
final class PgCatalogTest {
  private static final Pattern RELATION = Pattern.compile("CREATE (?:TABLE|VIEW) (\\w+)");

  /** A text with the names of all tables that are filled, so that all of them are. */
  private static final String ALL =
      "'pg_type pg_settings pg_roles pg_database pg_namespace pg_class pg_attribute pg_index'";

  /** One or more for each function that reads relations. */
  private static final List<String> CALLS =
      List.of(
          "to_regclass('registry.models')",
          "'registry.models'::regclass::oid",
          "(to_regclass('registry.models'))::regclass::text",
          "'text'::regtype::oid",
          "pg_table_is_visible(to_regclass('models'))",
          "pg_get_userbyid(10)",
          "current_setting('server_version')",
          "col_description(to_regclass('registry.models'), 1)",
          "obj_description(to_regclass('registry.models'), 'pg_class')",
          "pg_get_constraintdef((SELECT MIN(oid) FROM pg_constraint))",
          "pg_get_indexdef((SELECT MIN(indexrelid) FROM pg_index))",
          "pg_get_indexdef((SELECT MIN(indexrelid) FROM pg_index), 1, TRUE)",
          "format_type(1043, 14)");

  /** All relations of the catalog, with their schema. */
  static List<String> relations() throws IOException {
    try (InputStream in = PgCatalog.class.getResourceAsStream("tables.sql")) {
      return RELATION
          .matcher(new String(in.readAllBytes(), UTF_8))
          .results()
          .map((MatchResult result) -> result.group(1))
          .filter(name -> !name.startsWith("pgx_"))
          .map(
              name ->
                  name.startsWith("is_")
                      ? "information_schema." + name.substring("is_".length())
                      : "pg_catalog." + name)
          .toList();
    }
  }

  private static List<String> row(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      List<String> row = new ArrayList<>();
      while (rows.next()) {
        row.add(rows.getString(1));
      }
      return row;
    }
  }

  /** Digits are an ID only if they are not too many; as names they are of nothing. */
  @Test
  void longNumbersAreTheIdsOfNothing() throws Exception {
    String digits = "'" + "9".repeat(25) + "'";
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      for (String call : List.of("to_regclass(%s)", "to_regtype(%s)")) {
        assertThat(row(statement, "SELECT " + call.formatted(digits))).containsOnlyNulls();
      }
      assertThat(row(statement, "SELECT " + digits + "::regtype::oid")).containsOnlyNulls();
    }
  }

  /** Only tables that a statement reads are filled for it. */
  @Test
  void theContentOfARelationDoesNotDependOnTheStatement() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection admin = server.connect("admin");
        Statement create = admin.createStatement()) {
      create.execute("CREATE CATALOG prod; CREATE SCHEMA prod.ml; CREATE MODEL prod.ml.churn");
      try (Connection connection = server.connect("admin", "prod", new Properties());
          Statement statement = connection.createStatement()) {
        List<String> relations = relations();
        assertThat(relations)
            .contains("pg_catalog.pg_class", "pg_catalog.pg_user", "information_schema.routines");
        int filled = 0;
        for (String relation : relations) {
          // Indexes are read with pg_index.
          String from =
              " FROM " + relation + (relation.endsWith("pg_class") ? " WHERE relkind <> 'i'" : "");
          List<String> count = row(statement, "SELECT COUNT(*)" + from);
          assertThat(count)
              .as(relation)
              .isEqualTo(row(statement, "SELECT COUNT(*), " + ALL + from));
          filled += count.get(0).equals("0") ? 0 : 1;
        }
        assertThat(filled).isGreaterThan(20);
        for (String call : CALLS) {
          List<String> value = row(statement, "SELECT " + call);
          assertThat(value).as(call).isEqualTo(row(statement, "SELECT " + call + ", " + ALL));
        }
        assertThat(row(statement, "SELECT 'registry.models'::regclass::oid"))
            .isEqualTo(
                row(
                    statement,
                    "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = 'registry' AND c.relname = 'models'"));
      }
    }
  }

  @Test
  void unsupportedStatementsAreCounted() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      assertThat(row(statement, "SELECT COUNT(*) FROM pg_database")).containsExactly("1");
      assertThat(server.listener().refusedCatalogStatements()).isZero();
      assertRefused(statement, "42P01", "SELECT * FROM pg_nothing");
      assertRefused(statement, "42703", "SELECT nothing FROM pg_class");
      assertRefused(statement, "0A000", "SELECT file_read('x') FROM pg_class");
      assertRefused(
          statement,
          "0A000",
          "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
              + " SELECT n FROM r, pg_class");
      assertThat(server.listener().refusedCatalogStatements()).isEqualTo(4);
    }
  }

  private static void assertRefused(Statement statement, String state, String sql) {
    assertThatThrownBy(() -> row(statement, sql))
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo(state));
  }

  @Test
  void theTimeLimitAppliesToTheCatalog() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '300ms'");
      assertRefused(
          statement,
          "57014",
          "SELECT COUNT(*) FROM pg_attribute a, pg_attribute b, pg_attribute c, pg_attribute d");
      assertThat(server.listener().refusedCatalogStatements()).isZero();
      statement.execute("SET statement_timeout = 0");
      assertThat(row(statement, "SELECT COUNT(*) FROM pg_database")).containsExactly("1");
    }
  }
}
