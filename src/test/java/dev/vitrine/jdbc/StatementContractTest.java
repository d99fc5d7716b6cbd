package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plain statements. */
final class StatementContractTest extends ContractTest {
  @Test
  void executeDistinguishesRowsAndUpdateCounts() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.execute("SELECT 1")).isTrue();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
      assertThat(statement.execute("COMMENT ON MODEL prod.ml_team.plain_model IS 'x'")).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getResultSet()).isNull();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }
  }

  @Test
  void trailingSemicolonIsFine() throws SQLException {
    assertThat(value("SELECT 1;")).isEqualTo("1");
    run("COMMENT ON MODEL prod.ml_team.plain_model IS 'x' ; ");
  }

  @Test
  void severalStatementsGiveSeveralResults() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.execute("SELECT 1; USE CATALOG prod; SELECT 2")).isTrue();
      assertThat(strings(statement.getResultSet(), 1)).containsExactly("1");
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(0);
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(strings(statement.getResultSet(), 1)).containsExactly("2");
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }
  }

  @Test
  void syntaxErrorAnywhereRunsNothing() throws SQLException {
    String name = ContractTarget.newName();
    assertState("42601", () -> run("CREATE MODEL prod.ml_team." + name + "; CREATE MODEL"));
    assertThat(values("SELECT model_name FROM models WHERE model_name = '" + name + "'")).isEmpty();
  }

  @Test
  void executeQueryOfAChangeThrowsBeforeAnythingRuns() throws SQLException {
    String name = ContractTarget.newName();
    try (Statement statement = connection.createStatement()) {
      assertState("07005", () -> statement.executeQuery("CREATE MODEL prod.ml_team." + name));
    }
    assertThat(values("SELECT model_name FROM models WHERE model_name = '" + name + "'")).isEmpty();
  }

  @Test
  void executeUpdateOfAQueryThrows() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertState("07000", () -> statement.executeUpdate("SELECT 1"));
      assertState("07000", () -> statement.executeUpdate("/* c */ -- d\n show catalogs"));
    }
  }

  @Test
  void addVersionReturnsItsNumberAsGeneratedKey() throws SQLException {
    String model = newModel();
    try (Statement statement = connection.createStatement()) {
      int changed =
          statement.executeUpdate(
              "ALTER MODEL " + model + " ADD VERSION FROM 's3://b/1'",
              Statement.RETURN_GENERATED_KEYS);
      assertThat(changed).isEqualTo(1);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        assertThat(keys.getMetaData().getColumnLabel(1)).isEqualTo("version");
        assertThat(keys.next()).isTrue();
        assertThat(keys.getInt("VERSION")).isEqualTo(1);
        assertThat(keys.next()).isFalse();
      }
    }
  }

  @Test
  void generatedKeysAreEmptyWhereThereAreNone() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.getGeneratedKeys().next()).isFalse();
      statement.execute("SELECT 1", new String[] {"version"});
      assertThat(statement.getGeneratedKeys().next()).isFalse();
      statement.execute("USE CATALOG system", new int[] {1});
      assertThat(statement.getGeneratedKeys().next()).isFalse();
    }
  }

  @Test
  void batchReturnsACountAnEntry() throws SQLException {
    String model = newModel();
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("COMMENT ON MODEL " + model + " IS 'a'");
      statement.addBatch("ALTER MODEL " + model + " ADD VERSION FROM 's3://b/1'");
      statement.addBatch("ALTER MODEL " + model + " ADD VERSION FROM 's3://b/2'");
      assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
      assertThat(strings(statement.getGeneratedKeys(), 1)).containsExactly("1", "2");
      assertThat(statement.executeBatch()).isEmpty();
    }
  }

  @Test
  void failingBatchReportsCompletedEntries() throws SQLException {
    String model = newModel();
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("COMMENT ON MODEL " + model + " IS 'a'");
      statement.addBatch("DROP MODEL prod.ml_team.no_such_model");
      statement.addBatch("COMMENT ON MODEL " + model + " IS 'c'");
      SQLException failure = failure(statement::executeBatch);
      assertThatObject(failure).isInstanceOf(BatchUpdateException.class);
      assertThat(((BatchUpdateException) failure).getUpdateCounts()).containsExactly(1);
      assertThat(failure.getSQLState()).isEqualTo("42704");
      assertThat(failure.getCause()).isInstanceOf(SQLException.class);
    }
    assertThat(value("SELECT comment FROM models WHERE full_name = '" + model + "'"))
        .isEqualTo("a");
  }

  @Test
  void queryInABatchFails() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("SELECT 1");
      assertThatObject(failure(statement::executeBatch)).isInstanceOf(BatchUpdateException.class);
    }
  }

  @Test
  void hintsNeverThrow() throws SQLException {
    try (Statement statement =
        connection.createStatement(
            ResultSet.TYPE_FORWARD_ONLY,
            ResultSet.CONCUR_READ_ONLY,
            ResultSet.CLOSE_CURSORS_AT_COMMIT)) {
      statement.setFetchSize(0);
      statement.setFetchSize(7);
      statement.setFetchDirection(ResultSet.FETCH_FORWARD);
      statement.setQueryTimeout(0);
      statement.setPoolable(true);
      statement.setEscapeProcessing(true);
      statement.setEscapeProcessing(false);
      statement.setMaxFieldSize(0);
      statement.setCursorName("c");
      assertThatObject(statement.getWarnings()).isNull();
      assertThat(statement.getFetchSize()).isEqualTo(7);
      assertThat(statement.isPoolable()).isTrue();
      assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
    }
  }

  @Test
  void negativeSizesThrow() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertState("22023", () -> statement.setFetchSize(-1));
      assertState("22023", () -> statement.setMaxRows(-1));
      assertState("22023", () -> statement.setQueryTimeout(-1));
    }
  }

  @Test
  void closedStatementSaysSo() throws SQLException {
    Statement statement = connection.createStatement();
    ResultSet rows = statement.executeQuery("SELECT 1");
    statement.close();
    statement.close();
    assertThat(statement.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertState("08003", () -> statement.execute("SELECT 1"));
    assertState("24000", rows::next);
  }

  @Test
  void executingAgainClosesTheResult() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      ResultSet first = statement.executeQuery("SELECT 1");
      ResultSet second = statement.executeQuery("SELECT 2");
      assertThat(first.isClosed()).isTrue();
      assertThat(second.next()).isTrue();
    }
  }

  @Test
  void closeOnCompletionCloses() throws SQLException {
    Statement statement = connection.createStatement();
    statement.closeOnCompletion();
    statement.executeQuery("SELECT 1").close();
    assertThat(statement.isClosed()).isTrue();
  }

  @Test
  void probesOfToolsWork() throws SQLException {
    assertThat(values("SELECT * FROM models WHERE 1=0")).isEmpty();
    assertThat(values("SELECT TRUE AS \"_\" FROM \"registry\".\"models\" WHERE 1 <> 1 LIMIT 0"))
        .isEmpty();
    assertThat(values("SELECT alias FROM aliases WHERE \"alias\" LIKE 'ch%' ESCAPE '\\'"))
        .contains("champion");
    assertThat(values("SELECT version FROM versions ORDER BY version LIMIT 10 OFFSET 500"))
        .isEmpty();
    assertThat(values("SELECT model_name FROM models WHERE model_name IN ('it''s')")).isEmpty();
  }

  /** A name with one Cyrillic letter, so creating a principal with it gives a warning. */
  private static String lookAlike() {
    return "`\u0456" + ContractTarget.newName() + "`";
  }

  private static List<String> warnings(Statement statement) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (SQLWarning warning = statement.getWarnings();
        warning != null;
        warning = warning.getNextWarning()) {
      assertThat(warning.getSQLState()).isEqualTo("01000");
      texts.add(warning.getMessage());
    }
    return texts;
  }

  @Test
  void aWarningStaysUntilItIsClearedOrTheStatementRunsAgain() throws SQLException {
    String user = lookAlike();
    String group = lookAlike();
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("CREATE USER " + user)).isEqualTo(1);
      assertThat(warnings(statement)).hasSize(1).hasSameElementsAs(warnings(statement));
      assertThat(warnings(statement).get(0))
          .isEqualTo(
              "The name '%s' can be confused with another name: it contains letters of several scripts.",
              user.replace("`", "").replace("\u0456", "<U+0456>"));
      assertThat(statement.getGeneratedKeys().next()).isFalse();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
      assertThatObject(connection.getWarnings()).isNull();
      statement.clearWarnings();
      assertThat(warnings(statement)).isEmpty();

      statement.execute("CREATE GROUP " + group);
      assertThat(warnings(statement)).hasSize(1);
      statement.executeQuery("SELECT 1").close();
      assertThat(warnings(statement)).isEmpty();

      statement.execute("DROP USER " + user + "; CREATE USER " + user);
      assertThat(warnings(statement)).hasSize(1);
      assertState("42P01", () -> statement.executeQuery("SELECT * FROM nowhere"));
      assertThat(warnings(statement)).isEmpty();
    }
    run("DROP USER " + user + "; DROP GROUP " + group);
  }

  @Test
  void warningsOfSeveralStatementsAreAChain() throws SQLException {
    String user = lookAlike();
    String group = lookAlike();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE USER " + user + "; SELECT 1; CREATE GROUP " + group);
      assertThat(warnings(statement)).hasSize(2);
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(strings(statement.getResultSet(), 1)).containsExactly("1");
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(warnings(statement)).hasSize(2);

      statement.addBatch("DROP USER " + user);
      statement.addBatch("CREATE USER " + user);
      statement.addBatch("DROP GROUP " + group);
      statement.addBatch("CREATE GROUP " + group);
      assertThat(statement.executeBatch()).containsExactly(1, 1, 1, 1);
      assertThat(warnings(statement)).hasSize(2);

      statement.addBatch("DROP USER " + user);
      statement.addBatch("CREATE USER " + user);
      statement.addBatch("DROP MODEL prod.ml_team.no_such_model");
      assertThatObject(failure(statement::executeBatch)).isInstanceOf(BatchUpdateException.class);
      assertThat(warnings(statement)).hasSize(1);
    }
    run("DROP USER " + user + "; DROP GROUP " + group);
  }

  @Test
  void preparedStatementsWarnAtEachExecution() throws SQLException {
    String user = lookAlike();
    try (PreparedStatement prepared = connection.prepareStatement("CREATE USER " + user)) {
      assertThat(warnings(prepared)).isEmpty();
      for (int i = 0; i < 2; i++) {
        assertThat(prepared.executeUpdate()).isEqualTo(1);
        assertThat(warnings(prepared)).hasSize(1);
        run("DROP USER " + user);
      }
    }
  }
}
