package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestRegistry.RowsOrFailure;
import dev.vitrine.TestStore;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hidden rows do not change results: two registries that differ only in rows that are hidden from
 * the user return the same rows or the same error for each query. The user sees thousands of models
 * by as many grants, because PostgreSQL evaluates a user's expressions before the predicate of
 * visibility only in the plans for that many.
 */
final class LeakTest {
  /**
   * Number of models for which PostgreSQL hashes the grants and evaluates cheaper conditions first.
   */
  private static final int MANY = 3_000;

  /** H2 has one plan for any number. */
  private static final int FEW = 300;

  /** Minimum number of queries that distinguish the registries for a user who sees all rows. */
  private static final int BITING = 55;

  private static final String MODEL =
      "INSERT INTO models (catalog_id, schema_id, name, full_name, last_version, owner_id,"
          + " comment, created_at, created_by, updated_at, updated_by)"
          + " SELECT s.catalog_id, s.id, ?, ?, 1, t.owner_id, ?,"
          + " s.created_at, 'admin', s.created_at, 'admin'"
          + " FROM schemas s CROSS JOIN metastore t WHERE s.name = ?";

  private static final List<String> OF_MODELS =
      List.of(
          "INSERT INTO versions (model_id, version, status, source, created_at, created_by,"
              + " updated_at, updated_by) SELECT id, 1, 'READY', name, created_at, 'admin',"
              + " created_at, 'admin' FROM models",
          "INSERT INTO aliases (model_id, alias_key, alias, version)"
              + " SELECT id, name, name, 1 FROM models",
          "INSERT INTO model_tags (model_id, tag_key, tag_value) SELECT id, 'k', name FROM models",
          "INSERT INTO model_texts (model_id, texts, alias_texts) SELECT id, CHR(10) || name || CHR(10)"
              + " || full_name || CHR(10) || 'k:' || name || CHR(10), CHR(10) || name || CHR(10)"
              + " FROM models",
          "INSERT INTO version_tags (model_id, version, tag_key, tag_value)"
              + " SELECT id, 1, 'k', name FROM models",
          "INSERT INTO signature_columns (model_id, version, direction, column_position, column_name,"
              + " column_type, is_required) SELECT id, 1, 'INPUT', 1, name, name, TRUE FROM models",
          "INSERT INTO version_params (model_id, version, param_name, param_value)"
              + " SELECT id, 1, 'k', name FROM models",
          "INSERT INTO version_metrics (model_id, version, metric_name, dataset, step, metric_value,"
              + " recorded_at) SELECT id, 1, 'k', name, CASE WHEN comment = '2024-01-01' THEN 1"
              + " ELSE 0 END, id, created_at FROM models",
          "INSERT INTO model_lineage (model_id, version, source_table_full_name, created_by,"
              + " event_time) SELECT id, 1, name, 'admin', created_at FROM models",
          "INSERT INTO model_grants (model_id, principal_id, privilege, grantor, granted_at)"
              + " SELECT m.id, p.id, 'EXECUTE', 'admin', m.created_at"
              + " FROM models m JOIN schemas s ON s.id = m.schema_id"
              + " JOIN principals p ON p.name = CASE s.name WHEN 'shown' THEN 'eve' ELSE 'bob' END");

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void hiddenRowsDoNotChangeResults(TestStore store) throws IOException, SQLException {
    Client without = registry(store, false).as("eve");
    TestRegistry baited = registry(store, true);
    Client hidden = baited.as("bob");
    Client with = baited.as("eve");
    List<String> problems = new ArrayList<>();
    int biting = 0;
    List<String> questions = questions();
    for (String question : questions) {
      String expected = answer(without, question);
      String got = answer(with, question);
      if (!expected.equals(got)) {
        problems.add(question + "\n  without hidden rows: " + expected + "\n  with: " + got);
      }
      if (!expected.equals(answer(baited.admin(), question))) {
        biting++;
      }
    }
    System.out.printf(
        "Leaks on %s: %d questions, %d tell admin, %d tell eve%n",
        store, questions.size(), biting, problems.size());
    hidden.close();
    assertThat(problems).isEmpty();
    assertThat(biting).as("questions that tell who sees all").isGreaterThan(BITING);
  }

  /** Rows or error as text; the error with all its details. */
  private static String answer(Client client, String question) {
    RowsOrFailure answer = client.attemptRows(question);
    return answer.failure().map(Failure::toString).orElse(answer.rows().toString());
  }

  private static List<String> questions() throws IOException {
    try (InputStream in = LeakTest.class.getResourceAsStream("leaks.sql")) {
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("--"))
              .collect(Collectors.joining("\n"));
      return Arrays.stream(text.split(";(\n|$)"))
          .map(String::strip)
          .filter(question -> !question.isEmpty())
          .toList();
    }
  }

  private static TestRegistry registry(TestStore store, boolean baited) throws SQLException {
    String url = store.newUrl();
    TestRegistry registry = TestRegistry.at(url);
    registry
        .admin()
        .run(
            """
            CREATE USER eve; CREATE USER bob;
            CREATE CATALOG ope; CREATE SCHEMA ope.shown; CREATE SCHEMA ope.hidden;
            GRANT USE CATALOG ON CATALOG ope TO eve;
            GRANT USE SCHEMA ON SCHEMA ope.shown TO eve;
            """);
    int each = store == TestStore.POSTGRESQL ? MANY : FEW;
    try (Connection connection = DriverManager.getConnection(StoreLocation.parse(url).jdbcUrl())) {
      connection.setSchema("vitrine");
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement(MODEL)) {
        for (int number = 1; number <= each; number++) {
          add(insert, "shown", String.valueOf(number), "2024-01-01");
        }
        for (int number = 1; baited && number <= each; number++) {
          boolean twin = number <= 2;
          add(insert, "hidden", (twin ? "twin_" : "bait_") + number, twin ? "twin" : "bait_\\");
        }
        insert.executeBatch();
      }
      try (Statement statement = connection.createStatement()) {
        for (String sql : OF_MODELS) {
          statement.execute(sql);
        }
        connection.commit();
        connection.setAutoCommit(true);
        statement.execute("ANALYZE");
      }
    }
    return registry;
  }

  private static void add(PreparedStatement insert, String schema, String name, String comment)
      throws SQLException {
    insert.setString(1, name);
    insert.setString(2, "ope." + schema + "." + name);
    insert.setString(3, comment);
    insert.setString(4, schema);
    insert.addBatch();
  }
}
