package dev.vitrine.server.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vitrine.Polling;
import dev.vitrine.SlowQuery;
import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A session behaves the same whichever way a program gets it: in process, with Vitrine's driver
 * over HTTP, or with PostgreSQL's own driver. What holds here is promised for all of them.
 */
@ParameterizedClass
@MethodSource("ways")
final class TransportContractTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Queries whose results are compared with those of the embedded engine, value by value. */
  private static final List<String> QUERIES =
      List.of(
          "SELECT * FROM registry.catalogs",
          "SELECT full_name, comment, latest_version FROM registry.models ORDER BY 1",
          "SELECT version, source, run_id, created_at FROM registry.versions ORDER BY version",
          "SELECT alias, version FROM registry.aliases",
          "SELECT COUNT(*), MIN(version), AVG(version), SUM(version) FROM registry.versions",
          "SELECT CAST(1.50 AS DECIMAL(10, 2)), 1.5E0, CAST(7 AS BIGINT), CAST(7 AS SMALLINT)",
          "SELECT TRUE, FALSE, NULL, CAST(NULL AS BOOLEAN), 1 = 1",
          "SELECT DATE '2024-02-29', TIME '12:30:00', TIMESTAMP '2024-02-29 12:30:00.125'",
          "SELECT 'it''s', '', 'naïve 花 \uD83C\uDF38', CAST('x' AS CHAR(3)) || '|'",
          "SELECT UPPER(full_name), CHAR_LENGTH(full_name) FROM registry.models ORDER BY 1",
          "SELECT object_type, full_name, tag_name, tag_value FROM registry.tags",
          "SELECT v.version, a.alias FROM registry.versions v LEFT JOIN registry.aliases a"
              + " ON a.full_name = v.full_name AND a.version = v.version ORDER BY 1",
          "WITH v AS (SELECT version FROM registry.versions) SELECT MAX(version) FROM v",
          "SELECT version, ROW_NUMBER() OVER (ORDER BY version DESC) FROM registry.versions"
              + " ORDER BY version",
          "SELECT principal, privilege FROM registry.grants ORDER BY 1, 2",
          "SELECT model_name FROM registry.models WHERE full_name = 'prod.ml.nothing'",
          "SHOW CATALOGS",
          "SHOW VERSIONS IN MODEL prod.ml.iris",
          "SHOW GRANTS ON MODEL prod.ml.iris",
          "DESCRIBE MODEL prod.ml.iris VERSION 1");

  /** Texts that are refused. */
  private static final List<String> REFUSED =
      List.of(
          "SELEC 1",
          "SELECT nothing FROM registry.models",
          "SELECT * FROM registry.nothing",
          "SELECT 1 / 0",
          "SELECT CAST('x' AS INTEGER)",
          "SELECT full_name FROM registry.models GROUP BY owner",
          "CREATE MODEL prod.ml.iris",
          "CREATE CATALOG prod",
          "DROP MODEL prod.ml.nothing",
          "ALTER MODEL prod.ml.iris VERSION 99 SET ALIAS x",
          "GRANT EXECUTE ON MODEL prod.ml.iris TO nobody_of_this_name",
          "GRANT CREATE_MODEL ON MODEL prod.ml.iris TO alice",
          "DROP SCHEMA prod.ml",
          "ALTER MODEL prod.ml.iris SET TAGS ('' = 'x')");

  @Parameter(0)
  TestStore store;

  @Parameter(1)
  Transport transport;

  private Connection connection;

  static Stream<Arguments> ways() {
    return Arrays.stream(TestStore.values())
        .flatMap(store -> Arrays.stream(Transport.values()).map(way -> arguments(store, way)));
  }

  @BeforeEach
  void open() throws SQLException {
    connection = as("admin");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private Connection as(String user) throws SQLException {
    return transport.connect(store, user, TestServer.PASSWORD);
  }

  private Connection embedded(String user) throws SQLException {
    return Transport.EMBEDDED.connect(store, user, TestServer.PASSWORD);
  }

  private static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows(rows);
    }
  }

  private static List<List<String>> rows(ResultSet rows) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        row.add(value(rows, i));
      }
      all.add(row);
    }
    return all;
  }

  /** The value as programs read it, in a form that does not depend on the driver. */
  private static String value(ResultSet rows, int column) throws SQLException {
    String value =
        switch (rows.getMetaData().getColumnType(column)) {
          case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
              String.valueOf(rows.getTimestamp(column));
          case Types.TIME -> String.valueOf(rows.getTime(column));
          case Types.BIT, Types.BOOLEAN -> String.valueOf(rows.getBoolean(column));
          case Types.NUMERIC, Types.DECIMAL ->
              Optional.ofNullable(rows.getBigDecimal(column))
                  .map(number -> number.stripTrailingZeros().toPlainString())
                  .orElse("NULL");
          case Types.DOUBLE -> String.valueOf(rows.getDouble(column));
          default -> rows.getString(column);
        };
    return rows.wasNull() ? null : value;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String newModel() {
    return "prod.ml.t" + NAMES.incrementAndGet();
  }

  private static String state(Connection connection, String sql) {
    SQLException failure =
        catchThrowableOfType(
            SQLException.class,
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
              }
            });
    assertThat((Throwable) failure).as(sql).isNotNull();
    assertThat(failure.getMessage()).doesNotContain("\tat ", "Exception");
    return failure.getSQLState();
  }

  private long models(String fullName) throws SQLException {
    try (Connection other = embedded("admin");
        PreparedStatement count =
            other.prepareStatement("SELECT COUNT(*) FROM registry.models WHERE full_name = ?")) {
      count.setString(1, fullName);
      try (ResultSet rows = count.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  @Test
  void queriesHaveTheSameRows() throws SQLException {
    for (String user : List.of("admin", "alice")) {
      try (Connection here = as(user);
          Connection reference = embedded(user)) {
        for (String sql : QUERIES) {
          assertThat(rows(here, sql)).as(user + ": " + sql).isEqualTo(rows(reference, sql));
        }
      }
    }
  }

  @Test
  void refusalsHaveTheSameState() throws SQLException {
    try (Connection reference = embedded("admin")) {
      for (String sql : REFUSED) {
        assertThat(state(connection, sql)).as(sql).isEqualTo(state(reference, sql)).hasSize(5);
      }
    }
    assertThat(rows(connection, "SELECT 1")).containsExactly(List.of("1"));
  }

  @Test
  void hiddenObjectsLookLikeMissingOnes() throws SQLException {
    try (Connection alice = as("alice")) {
      assertThat(rows(alice, "SELECT full_name FROM registry.models"))
          .containsExactly(List.of("prod.ml.iris"));
      for (String text :
          List.of(
              "DROP MODEL %s",
              "DESCRIBE MODEL %s", "SELECT * FROM %s", "SHOW GRANTS ON MODEL %s")) {
        assertThat(state(alice, text.formatted("prod.ml.hidden")))
            .isEqualTo(state(alice, text.formatted("prod.ml.missing")));
      }
      assertThat(state(alice, "COMMENT ON MODEL prod.ml.iris IS 'x'")).isEqualTo("42501");
    }
  }

  @Test
  void parametersOfAllKinds() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT CAST(? AS VARCHAR), CAST(? AS BIGINT) + 1, CAST(? AS DECIMAL(10, 2)),"
                + " CAST(? AS BOOLEAN), CAST(? AS DATE), CAST(? AS DOUBLE)")) {
      for (int i = 0; i < 8; i++) { // PostgreSQL's driver prepares on the server at the fifth.
        query.setString(1, "naïve '\uD83C\uDF38'");
        query.setLong(2, 41 + i);
        query.setBigDecimal(3, new BigDecimal("1.25"));
        query.setBoolean(4, true);
        query.setDate(5, Date.valueOf("2024-02-29"));
        query.setDouble(6, 0.5);
        try (ResultSet rows = query.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("naïve '\uD83C\uDF38'");
          assertThat(rows.getLong(2)).isEqualTo(42 + i);
          assertThat(rows.getBigDecimal(3)).isEqualByComparingTo("1.25");
          assertThat(rows.getBoolean(4)).isTrue();
          assertThat(rows.getDate(5)).isEqualTo(Date.valueOf("2024-02-29"));
          assertThat(rows.getDouble(6)).isEqualTo(0.5);
        }
      }
    }
    try (PreparedStatement query =
        connection.prepareStatement("SELECT version FROM registry.versions WHERE source = ?")) {
      query.setString(1, null);
      assertThat(rows(query.executeQuery())).isEmpty();
      query.setString(1, "s3://bucket/2");
      assertThat(rows(query.executeQuery())).containsExactly(List.of("2"));
    }
  }

  @Test
  void changesCountAndAreSeenByOthers() throws SQLException {
    String model = newModel();
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.execute("CREATE MODEL " + model)).isFalse();
      assertThat(models(model)).isEqualTo(1);
      statement.execute("ALTER MODEL " + model + " ADD VERSION FROM 'x'");
      statement.execute("DROP MODEL IF EXISTS " + model);
      assertThat(models(model)).isZero();
    }
  }

  @Test
  void transactionsCommitAndRollBack() throws SQLException {
    String kept = newModel();
    String undone = newModel();
    String later = newModel();
    connection.setAutoCommit(false);
    run("CREATE MODEL " + undone);
    assertThat(models(undone)).isZero();
    connection.rollback();
    run("CREATE MODEL " + kept);
    connection.commit();
    run("CREATE MODEL " + later);
    connection.rollback();
    connection.setAutoCommit(true);
    assertThat(models(undone)).isZero();
    assertThat(models(later)).isZero();
    assertThat(models(kept)).isEqualTo(1);
  }

  /** The dialect says so; PostgreSQL itself would refuse all that follows. */
  @Test
  void failedStatementUndoesItselfOnly() throws SQLException {
    String model = newModel();
    connection.setAutoCommit(false);
    run("CREATE MODEL " + model);
    assertThat(state(connection, "CREATE MODEL " + model)).isEqualTo("42710");
    run("COMMENT ON MODEL " + model + " IS 'still here'");
    connection.commit();
    connection.setAutoCommit(true);
    assertThat(models(model)).isEqualTo(1);
  }

  @Test
  void closingRollsBack() throws SQLException {
    String model = newModel();
    try (Connection other = as("admin")) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("CREATE MODEL " + model);
      }
      other.rollback();
    }
    assertThat(models(model)).isZero();
    run("CREATE MODEL " + model);
    assertThat(models(model)).isEqualTo(1);
  }

  /** pgjdbc sends one cancellation for a query, which has no effect before the query runs. */
  @Test
  void queriesCanBeCancelled() throws Exception {
    try (Connection other = as("admin");
        Statement statement = connection.createStatement()) {
      CompletableFuture<String> ended =
          CompletableFuture.supplyAsync(() -> state(statement, SlowQuery.TEXT));
      Polling.until(
          "the query and this one run",
          () ->
              rows(
                          other,
                          "SELECT session_id FROM system.registry.sessions"
                              + " WHERE statement_started_at IS NOT NULL")
                      .size()
                  >= 2);
      statement.cancel();
      assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo("57014");
    }
    try (Connection next = as("admin")) {
      assertThat(rows(next, "SELECT 1")).containsExactly(List.of("1"));
    }
  }

  private static String state(Statement statement, String sql) {
    return catchThrowableOfType(SQLException.class, () -> statement.executeQuery(sql))
        .getSQLState();
  }

  @Test
  void timeLimitsEndQueries() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThat(state(statement, SlowQuery.TEXT)).isEqualTo("57014");
    }
    assertThat(rows(connection, "SELECT 1")).containsExactly(List.of("1"));
  }

  @Test
  void largeResultsAreReadInParts() throws SQLException {
    connection.setAutoCommit(false);
    String digits =
        String.join(
            " CROSS JOIN ",
            SlowQuery.DIGITS + "a (d)",
            SlowQuery.DIGITS + "b (d)",
            SlowQuery.DIGITS + "c (d)",
            SlowQuery.DIGITS + "e (d)");
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(100);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT a.d * 1000 + b.d * 100 + c.d * 10 + e.d AS n FROM "
                  + digits
                  + " ORDER BY n")) {
        int expected = 0;
        while (rows.next()) {
          assertThat(rows.getInt(1)).isEqualTo(expected++);
        }
        assertThat(expected).isEqualTo(10_000);
      }
    }
    connection.rollback();
  }

  @Test
  void longTextsAreKept() throws SQLException {
    String model = newModel();
    String comment = "花\uD83C\uDF38x".repeat(15_000);
    run("CREATE MODEL " + model + " COMMENT '" + comment + "'");
    String read =
        rows(connection, "SELECT comment FROM registry.models WHERE full_name = '" + model + "'")
            .get(0)
            .get(0);
    assertThat(read.getBytes(UTF_8)).isEqualTo(comment.getBytes(UTF_8));
  }

  /** The embedded driver opens the store with the rights of its process, and checks no password. */
  @Test
  void wrongPasswordsAreRefused() throws SQLException {
    if (transport == Transport.EMBEDDED) {
      transport.connect(store, "alice", "wrong").close();
      return;
    }
    SQLException refused =
        catchThrowableOfType(
            SQLException.class, () -> transport.connect(store, "alice", "wrong").close());
    assertThat(refused.getSQLState()).startsWith("28");
  }

  @Test
  void changedPasswordsEndOtherSessions() throws SQLException {
    String user = "user" + NAMES.incrementAndGet();
    run("CREATE USER " + user + " WITH PASSWORD '" + TestServer.PASSWORD + "'");
    try (Connection session = as(user)) {
      assertThat(rows(session, "SELECT 1")).hasSize(1);
      run("ALTER USER " + user + " SET PASSWORD 'another horse'");
      assertThat(state(session, "SELECT full_name FROM registry.models")).matches("(28|57|08).{3}");
    }
    if (transport != Transport.EMBEDDED) {
      assertThat(catchThrowableOfType(SQLException.class, () -> as(user).close()).getSQLState())
          .startsWith("28");
    }
  }
}
