package dev.vitrine.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Run-time parameters that have an effect, and transactions that an error has ended. */
@Timeout(120)
final class PgVariablesTest {
  private static final String CONTENT =
      "CREATE CATALOG prod; CREATE SCHEMA prod.ml; CREATE SCHEMA prod.`My-Ml`;"
          + " CREATE MODEL prod.ml.a; CREATE MODEL prod.ml.b; CREATE MODEL prod.`My-Ml`.c";

  private static String value(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String state(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return "";
    } catch (SQLException failure) {
      return failure.getSQLState();
    }
  }

  private static void runOn(PgServer server) throws SQLException {
    try (Connection admin = server.connect("admin");
        Statement statement = admin.createStatement()) {
      statement.execute(CONTENT);
    }
  }

  private static Properties with(String name, String value) {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    return properties;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void thePathSelectsTheSchema(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl())) {
      runOn(server);
      try (Connection connection = server.connect("admin", "prod", new Properties());
          Statement statement = connection.createStatement()) {
        assertThat(connection.getSchema()).isEqualTo(value(statement, "SHOW search_path"));
        statement.execute("SET search_path TO nothing, ml, \"My-Ml\"");
        assertThat(connection.getSchema()).isEqualTo("ml");
        assertThat(value(statement, "SHOW search_path")).isEqualTo("nothing, ml, \"My-Ml\"");
        assertThat(value(statement, "SELECT COUNT(*) FROM a")).isEqualTo("0");
        connection.setSchema("My-Ml");
        assertThat(connection.getSchema()).isEqualTo("my-ml");
        assertThat(value(statement, "SELECT COUNT(*) FROM c")).isEqualTo("0");
        statement.execute("RESET search_path");
        assertThat(connection.getSchema()).isEqualTo("information_schema");

        connection.setAutoCommit(false);
        statement.execute("SET search_path TO ml");
        assertThat(connection.getSchema()).isEqualTo("ml");
        connection.rollback();
        assertThat(connection.getSchema()).isEqualTo("information_schema");
        statement.execute("SET LOCAL search_path TO ml");
        assertThat(connection.getSchema()).isEqualTo("ml");
        connection.commit();
        assertThat(connection.getSchema()).isEqualTo("information_schema");
        connection.setAutoCommit(true);

        statement.execute("USE SCHEMA prod.ml");
        statement.execute("SET search_path = information_schema");
        assertThat(connection.getSchema()).isEqualTo("information_schema");
        assertThat(value(statement, "SELECT set_config('search_path', 'x, \"My-Ml\"', false)"))
            .isEqualTo("x, \"My-Ml\"");
        assertThat(connection.getSchema()).isEqualTo("my-ml");
        statement.execute("DISCARD ALL");
        assertThat(connection.getSchema()).isEqualTo("information_schema");
      }
      for (Properties asked :
          List.of(with("currentSchema", "x,ml"), with("options", "-c search_path=ml"))) {
        try (Connection connection = server.connect("admin", "prod", asked);
            Statement statement = connection.createStatement()) {
          assertThat(connection.getSchema()).isEqualTo("ml");
          statement.execute("SET search_path TO information_schema");
          statement.execute("RESET ALL");
          assertThat(connection.getSchema()).isEqualTo("ml");
        }
      }
    }
  }

  @Test
  void functionsSetParameters() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
      // asyncpg sends this before it asks for types.
      try (ResultSet row =
          statement.executeQuery(
              "SELECT current_setting('jit') AS cur, set_config('jit', 'on', false) AS new")) {
        row.next();
        assertThat(row.getString("cur") + row.getString("new")).isEqualTo("offon");
      }
      assertThat(value(statement, "SHOW jit")).isEqualTo("on");
      try (PreparedStatement set = connection.prepareStatement("SELECT set_config(?, ?, false)")) {
        set.setString(1, "TimeZone");
        set.setString(2, "asia/tokyo");
        set.execute();
        assertThat(value(statement, "SHOW timezone")).isEqualTo("Asia/Tokyo");
        set.setString(2, "nowhere");
        assertThatThrownBy(set::execute)
            .isInstanceOfSatisfying(
                SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("22023"));
        set.setString(1, "server_version");
        assertThatThrownBy(set::execute)
            .isInstanceOfSatisfying(
                SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("22023"));
      }
      statement.execute("SELECT set_config('my.name', 'x', true)");
      assertThat(value(statement, "SELECT current_setting('my.name', true)")).isNull();
      assertThat(state(statement, "SELECT set_config(NULL, 'x', true)")).isEqualTo("22023");
      statement.execute(
          "SELECT set_config('bytea_output', 'escape', false) FROM pg_settings WHERE name = 'x'");
      assertThat(value(statement, "SHOW bytea_output")).isEqualTo("hex");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET default_transaction_read_only = on",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "SELECT set_config('default_transaction_read_only', 'true', false)"
      })
  void sessionsCanReadOnly(String start) throws Exception {
    for (String mode : List.of("simple", "extended")) {
      try (PgServer server = PgServer.start(TestStore.H2.newUrl());
          Connection connection = server.connect("admin", "system", with("preferQueryMode", mode));
          Statement statement = connection.createStatement()) {
        statement.execute(start);
        assertThat(state(statement, "CREATE CATALOG one")).isEqualTo("25000");
        assertThat(value(statement, "SELECT COUNT(*) FROM registry.catalogs")).isEqualTo("0");
        statement.execute("BEGIN");
        assertThat(value(statement, "SHOW transaction_read_only")).isEqualTo("on");
        assertThat(state(statement, "CREATE CATALOG one")).isEqualTo("25000");
        assertThat(state(statement, "SET TRANSACTION READ WRITE")).isEmpty();
        statement.execute("CREATE CATALOG one");
        statement.execute("COMMIT");
        statement.execute("BEGIN READ WRITE");
        statement.execute("CREATE CATALOG two");
        statement.execute("COMMIT");
        statement.execute("BEGIN");
        assertThat(value(statement, "SELECT COUNT(*) FROM registry.catalogs")).isEqualTo("2");
        assertThat(state(statement, "SET transaction_read_only = off")).isEqualTo("25000");
        statement.execute("ROLLBACK");
        statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE");
        statement.execute("CREATE CATALOG three");
        assertThat(value(statement, "SHOW default_transaction_read_only")).isEqualTo("off");
      }
    }
  }

  /** Two transactions wait for each other; the store ends one of them. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anEndedTransactionRefusesAllButItsEnd(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl())) {
      runOn(server);
      try (Connection one = server.connect("admin", "system", with("preferQueryMode", "simple"));
          Connection two = server.connect("admin", "system", with("preferQueryMode", "simple"));
          Statement first = one.createStatement();
          Statement second = two.createStatement()) {
        for (Statement statement : List.of(first, second)) {
          statement.execute("BEGIN");
          statement.execute("DECLARE c CURSOR FOR SELECT 1");
        }
        first.execute("ALTER MODEL prod.ml.a SET TAGS ('x' = '')");
        second.execute("ALTER MODEL prod.ml.b SET TAGS ('x' = '')");
        CompletableFuture<String> waiting =
            CompletableFuture.supplyAsync(
                () -> state(first, "ALTER MODEL prod.ml.b SET TAGS ('y' = '')"));
        String now = state(second, "ALTER MODEL prod.ml.a SET TAGS ('y' = '')");
        String then = waiting.get(60, TimeUnit.SECONDS);
        List<String> states = new ArrayList<>(List.of(now, then));
        assertThat(states).containsExactlyInAnyOrder("", "40001");
        Statement ended = now.isEmpty() ? first : second;
        Statement other = now.isEmpty() ? second : first;
        for (String sql :
            List.of(
                "SELECT 1",
                "SHOW timezone",
                "SET TIME ZONE 'UTC'",
                "SELECT version()",
                "FETCH c",
                "SAVEPOINT a",
                "BEGIN",
                "CREATE CATALOG x")) {
          assertThat(state(ended, sql)).as(sql).isEqualTo("25P02");
        }
        ended.execute("COMMIT");
        assertThat(value(ended, "SELECT COUNT(*) FROM registry.tags")).isEqualTo("0");
        other.execute("COMMIT");
        assertThat(value(ended, "SELECT COUNT(*) FROM registry.tags")).isEqualTo("2");
      }
    }
  }
}
