package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Connections: how they open, what they remember, how they end. */
final class ConnectionContractTest extends ContractTest {
  @Test
  void catalogAndSchemaAreNeverNull() throws SQLException {
    assertThat(connection.getCatalog()).isEqualTo("system");
    assertThat(connection.getSchema()).isEqualTo("registry");
    connection.setCatalog(connection.getCatalog());
    connection.setSchema(connection.getSchema());
    assertThat(connection.getSchema()).isEqualTo("registry");
  }

  @Test
  void catalogAndSchemaFollowUse() throws SQLException {
    run("USE CATALOG prod");
    assertThat(connection.getCatalog()).isEqualTo("prod");
    run("USE SCHEMA ml_team");
    assertThat(connection.getSchema()).isEqualTo("ml_team");
    assertThat(values("SELECT version FROM iris_model")).hasSize(3);
  }

  @Test
  void settersMoveTheSession() throws SQLException {
    connection.setCatalog("prod");
    connection.setSchema("ml_team");
    assertThat(values("SELECT version FROM iris_model")).hasSize(3);
    assertState("42P08", () -> connection.setCatalog("nowhere"));
    assertState("42704", () -> connection.setSchema("nowhere"));
    assertThat(connection.getSchema()).isEqualTo("ml_team");
  }

  @Test
  void propertiesSayWhereToStart() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty("catalog", "prod");
    properties.setProperty("schema", "ml_team");
    try (Connection other = DriverManager.getConnection(target.url(), properties)) {
      assertThat(other.getSchema()).isEqualTo("ml_team");
    }
  }

  @Test
  void missingUserIsAdmin() throws SQLException {
    try (Connection other = DriverManager.getConnection(target.url())) {
      assertThat(other.getMetaData().getUserName()).isEqualTo("admin");
    }
  }

  @Test
  void unknownUserIsRefused() {
    SQLException failure = failure(() -> target.connect("nobody"));
    assertThatObject(failure).isInstanceOf(SQLInvalidAuthorizationSpecException.class);
    assertThat(failure.getSQLState()).isEqualTo("28000");
  }

  @Test
  void isValidUntilClosed() throws SQLException {
    assertThat(connection.isValid(1)).isTrue();
    assertState("22023", () -> connection.isValid(-1));
    connection.close();
    connection.close();
    assertThat(connection.isValid(1)).isFalse();
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void closedConnectionSaysSo() throws SQLException {
    Statement statement = connection.createStatement();
    connection.close();
    assertState("08003", connection::createStatement);
    assertState("08003", () -> connection.prepareStatement("SELECT 1"));
    assertState("08003", connection::commit);
    assertState("08003", connection::getAutoCommit);
    assertState("08003", connection::getMetaData);
    assertState("08003", () -> statement.execute("SELECT 1"));
    assertThat(statement.isClosed()).isTrue();
    statement.close();
  }

  @Test
  void abortCloses() throws SQLException {
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void clientInfoIsKeptAndUnknownNamesAreWarnings() throws SQLException {
    connection.setClientInfo("ApplicationName", "tests");
    assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("tests");
    assertThatObject(connection.getWarnings()).isNull();
    connection.setClientInfo("Colour", "blue");
    assertThatObject(connection.getWarnings()).isNotNull();
    connection.clearWarnings();
    assertThatObject(connection.getWarnings()).isNull();
    connection.close();
    assertThatObject(failure(() -> connection.setClientInfo("ApplicationName", "x")))
        .isInstanceOf(SQLClientInfoException.class);
  }

  @Test
  void hintsAndConveniencesWork() throws SQLException {
    assertThat(connection.nativeSQL("SELECT 1")).isEqualTo("SELECT 1");
    assertThat(connection.getTypeMap()).isEmpty();
    connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    connection.setNetworkTimeout(Runnable::run, 5_000);
    assertThat(connection.getNetworkTimeout()).isEqualTo(5_000);
    Clob clob = connection.createClob();
    clob.setString(1, "text");
    assertThat(clob.getSubString(2, 2)).isEqualTo("ex");
    assertThat(connection.isWrapperFor(Connection.class)).isTrue();
    assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    assertThatObject(failure(() -> connection.prepareCall("CALL x")))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
  }

  @Test
  void sensitivityIsGivenUpWithAWarning() throws SQLException {
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
      assertThat(statement.getResultSetConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
      assertThatObject(connection.getWarnings()).isNotNull();
    }
  }

  @Test
  void oneConnectionServesSeveralThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String sql = "SELECT " + i + " FROM catalogs WHERE catalog_name = 'prod'";
        answers.add(threads.submit(() -> values(sql)));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).containsExactly(String.valueOf(i));
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void resultsOfTwoStatementsAreReadSideBySide() throws SQLException {
    try (Statement first = connection.createStatement();
        Statement second = connection.createStatement();
        ResultSet versions = first.executeQuery("SELECT version FROM versions ORDER BY 1");
        ResultSet models = second.executeQuery("SELECT model_name FROM models")) {
      assertThat(versions.next()).isTrue();
      assertThat(models.next()).isTrue();
      assertThat(versions.next()).isTrue();
    }
  }

  /**
   * Pools interrupt their threads, timeouts those of others: it may cost a statement, and a remote
   * connection, no more.
   */
  @Test
  void anInterruptedThreadDoesNotAffectOtherSessions() throws SQLException {
    String model = newModel();
    try (Connection other = target.connect("admin")) {
      for (int i = 0; i < 5; i++) {
        try (Connection interrupted = target.connect("admin");
            Statement statement = interrupted.createStatement()) {
          Thread.currentThread().interrupt();
          statement.execute("ALTER MODEL " + model + " ADD VERSION FROM 's3://bucket'");
        } catch (SQLException e) {
          assertThat(e.getSQLState()).isIn("57014", "08006");
        } finally {
          assertThat(Thread.interrupted()).isTrue();
        }
      }
      try (Statement statement = other.createStatement()) {
        assertThat(statement.executeUpdate("COMMENT ON MODEL " + model + " IS 'alive'")).isOne();
      }
    }
    try (Connection fresh = target.connect("admin");
        Statement statement = fresh.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT comment FROM models WHERE full_name = '" + model + "'")) {
      assertThat(strings(rows, 1)).containsExactly("alive");
    }
  }
}
