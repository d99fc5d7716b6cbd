package dev.vitrine.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.SlowQuery;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;

/** Parameters of sessions of PostgreSQL clients: the name of the client, and time limits. */
final class PgSessionTest {
  private static final String AUDITED =
      "SELECT action_name || ' ' || request_params FROM system.access.audit"
          + " WHERE action_name IN ('login', 'setClient') AND request_params LIKE '%tool%'"
          + " ORDER BY CAST(event_id AS BIGINT)";

  private static final String CLIENTS =
      "SELECT client FROM system.registry.sessions WHERE client LIKE 'tool%'";

  private static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static Properties name(String name) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", name);
    // The driver sends the name in the startup message, and not in a statement after it.
    properties.setProperty("assumeMinServerVersion", "9.0");
    return properties;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theNameOfTheClientIsAudited(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection admin = server.connect("admin");
        Connection tool = server.connect("admin", "system", name("tool 1"));
        Statement statement = tool.createStatement()) {
      assertThat(column(admin, CLIENTS)).containsExactly("tool 1");
      statement.execute("SET application_name = 'tool 2'");
      statement.execute("SET application_name TO 'tool 2'");
      assertThat(column(admin, CLIENTS)).containsExactly("tool 2");
      tool.setAutoCommit(false);
      statement.execute("SET application_name = 'tool 3'");
      assertThat(column(admin, CLIENTS)).containsExactly("tool 3");
      tool.rollback();
      assertThat(column(admin, CLIENTS)).containsExactly("tool 2");
      tool.setAutoCommit(true);
      tool.setClientInfo("ApplicationName", "tool 4");
      statement.execute("RESET application_name");
      assertThat(column(admin, CLIENTS)).containsExactly("tool 1");
      assertThat(column(admin, AUDITED))
          .containsExactly(
              "login {\"client\":\"tool 1\"}",
              "setClient {\"client\":\"tool 2\"}",
              "setClient {\"client\":\"tool 3\"}",
              "setClient {\"client\":\"tool 2\"}",
              "setClient {\"client\":\"tool 4\"}",
              "setClient {\"client\":\"tool 1\"}");
    }
  }

  @Test
  void aSessionCannotFillTheAuditTrailWithNames() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection tool = server.connect("admin", "system", name("tool"));
        Statement statement = tool.createStatement()) {
      for (int i = 0; i < 40; i++) {
        statement.execute("SET application_name = 'tool " + i + "'");
      }
      assertThat(column(tool, "SHOW application_name")).containsExactly("tool 39");
      assertThat(column(tool, AUDITED)).hasSize(1 + 20);
    }
  }

  /** Psycopg rolls back to a savepoint, then releases it, at the end of a nested transaction. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void savepointsRemainAfterARollbackToThem(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("SAVEPOINT inner_1");
      statement.execute("CREATE CATALOG one");
      statement.execute("ROLLBACK TO inner_1");
      statement.execute("CREATE CATALOG two");
      statement.execute("ROLLBACK TO inner_1");
      statement.execute("RELEASE inner_1");
      statement.execute("COMMIT");
      assertThat(column(connection, "SELECT catalog_name FROM registry.catalogs")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void savepointsThatDoNotExistAreRefused(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      assertSavepointMissing(statement, "one");
      statement.execute("CREATE CATALOG kept");
      statement.execute("SAVEPOINT one");
      statement.execute("SAVEPOINT two");
      statement.execute("CREATE CATALOG undone");
      statement.execute("ROLLBACK TO one");
      assertSavepointMissing(statement, "two");
      statement.execute("ROLLBACK TO one");
      statement.execute("RELEASE one");
      assertSavepointMissing(statement, "one");
      // The newest of several with one name.
      statement.execute("SAVEPOINT one");
      statement.execute("SAVEPOINT one");
      statement.execute("RELEASE one");
      statement.execute("RELEASE one");
      assertSavepointMissing(statement, "one");
      statement.execute("SAVEPOINT one");
      statement.execute("COMMIT");
      statement.execute("BEGIN");
      assertSavepointMissing(statement, "one");
      statement.execute("COMMIT");
      assertThat(column(connection, "SELECT catalog_name FROM registry.catalogs"))
          .containsExactly("kept");
    }
  }

  /** Drivers prepare the statement again after this state. */
  @Test
  void preparedStatementsThatDoNotExistAreRefused() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("DEALLOCATE nothing"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("26000"));
    }
  }

  private static void assertSavepointMissing(Statement statement, String name) {
    for (String command : List.of("RELEASE ", "ROLLBACK TO ")) {
      assertThatThrownBy(() -> statement.execute(command + name))
          .as(command)
          .isInstanceOfSatisfying(
              PSQLException.class,
              error -> {
                assertThat(error.getSQLState()).isEqualTo("3B001");
                assertThat(error.getServerErrorMessage().getMessage())
                    .isEqualTo("The savepoint '" + name + "' does not exist.");
              });
    }
  }

  /** More often than a transaction can have savepoints. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void rollbacksToASavepointNeedNoOthers(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("SAVEPOINT one");
      for (int i = 0; i < 1_001; i++) {
        statement.execute("ROLLBACK TO one");
      }
      statement.execute("CREATE CATALOG kept");
      statement.execute("COMMIT");
      assertThat(column(connection, "SELECT catalog_name FROM registry.catalogs"))
          .containsExactly("kept");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void statementsEndAfterTheirTime(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '200ms'");
      assertThatThrownBy(() -> statement.executeQuery(SlowQuery.TEXT))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("57014"));
      statement.execute("SET statement_timeout = 0");
      assertThat(column(connection, "SELECT COUNT(*) FROM registry.catalogs")).hasSize(1);
      assertThatThrownBy(() -> statement.execute("SET statement_timeout = 'soon'"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("22023"));
    }
  }
}
