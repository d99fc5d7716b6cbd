package dev.vitrine.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** Statements of pgjdbc, with the simple and the extended protocol, in text and binary. */
final class PgQueryTest {
  private static List<String> strings(Statement statement, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static Properties mode(String mode) {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", mode);
    properties.setProperty("prepareThreshold", "-1");
    return properties;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void runsStatementsAndTransactions(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE CATALOG prod");
      statement.execute("CREATE SCHEMA prod.ml; CREATE MODEL prod.ml.churn");
      assertThat(strings(statement, "SELECT full_name FROM registry.models"))
          .containsExactly("prod.ml.churn");

      connection.setAutoCommit(false);
      statement.execute("CREATE MODEL prod.ml.first");
      Savepoint savepoint = connection.setSavepoint();
      statement.execute("CREATE MODEL prod.ml.second");
      connection.rollback(savepoint);
      assertThatThrownBy(() -> statement.execute("CREATE MODEL prod.ml.first"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("42710"));
      connection.commit();
      assertThat(strings(statement, "SELECT model_name FROM registry.models ORDER BY 1"))
          .containsExactly("churn", "first");
      statement.execute("CREATE MODEL prod.ml.third");
      connection.rollback();
      connection.setAutoCommit(true);

      // Several statements in one text are one transaction.
      assertThatThrownBy(
              () -> statement.execute("CREATE MODEL prod.ml.third; CREATE MODEL prod.ml.churn"))
          .isInstanceOf(SQLException.class);
      assertThat(strings(statement, "SELECT model_name FROM registry.models ORDER BY 1"))
          .containsExactly("churn", "first");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended"})
  void bindsParametersOfAllTypes(String mode) throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin", "system", mode(mode));
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT CAST(? AS INTEGER) AS i, CAST(? AS BIGINT) AS l, CAST(? AS VARCHAR) AS s,"
                    + " CAST(? AS BOOLEAN) AS b, CAST(? AS DOUBLE) AS d")) {
      for (int run = 0; run < 3; run++) {
        statement.setInt(1, 7);
        statement.setLong(2, 1L << 40);
        statement.setString(3, "it's ü");
        statement.setBoolean(4, true);
        statement.setDouble(5, 0.1);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(7);
          assertThat(rows.getLong(2)).isEqualTo(1L << 40);
          assertThat(rows.getString(3)).isEqualTo("it's ü");
          assertThat(rows.getBoolean(4)).isTrue();
          assertThat(rows.getDouble(5)).isEqualTo(0.1);
        }
      }
    }
  }

  /** The driver sends times with an offset and without a type. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void bindsTimes(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin", "system", mode("extended"));
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT CAST(? AS TIME), CAST(? AS TIME), CAST(? AS DATE), CAST(? AS TIMESTAMP)")) {
      statement.setTime(1, Time.valueOf("12:30:01"));
      statement.setObject(2, LocalTime.of(23, 59));
      statement.setObject(3, LocalDate.of(2024, 2, 29));
      statement.setTimestamp(4, Timestamp.valueOf("2024-02-29 12:30:00.125"));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        assertThat(rows.getTime(1)).isEqualTo(Time.valueOf("12:30:01"));
        assertThat(rows.getString(2)).isEqualTo("23:59:00");
        assertThat(rows.getString(3)).isEqualTo("2024-02-29");
        assertThat(rows.getTimestamp(4)).isEqualTo(Timestamp.valueOf("2024-02-29 12:30:00.125"));
      }
      statement.setBytes(1, new byte[] {1});
      assertThatThrownBy(statement::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("0A000"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void readsThePast(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin", "system", mode("extended"));
        Statement admin = connection.createStatement()) {
      admin.execute("CREATE CATALOG prod; CREATE SCHEMA prod.ml; CREATE MODEL prod.ml.a");
      String query = "SELECT model_name FROM registry.models FOR SYSTEM_TIME AS OF ";
      assertThat(strings(admin, query + "now() AS m WHERE m.full_name = 'prod.ml.a'"))
          .hasSizeLessThanOrEqualTo(1);
      try (PreparedStatement past = connection.prepareStatement(query + "?")) {
        past.setTimestamp(1, new Timestamp(System.currentTimeMillis() + 3_600_000));
        assertThatThrownBy(past::executeQuery)
            .isInstanceOfSatisfying(
                SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("22023"));
        past.setTimestamp(1, Timestamp.valueOf("2000-01-01 00:00:00"));
        assertThatThrownBy(past::executeQuery).hasMessageContaining("the earliest time is");
      }
      assertThatThrownBy(() -> strings(admin, query + "'2000-01-01 00:00:00'::timestamp"))
          .hasMessageContaining("the earliest time is");
    }
  }

  /** {@code = ANY($1)} with arrays of several sizes, in text and binary, on both stores. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void bindsArrays(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin", "system", mode("extended"));
        Statement admin = connection.createStatement()) {
      admin.execute("CREATE CATALOG prod; CREATE SCHEMA prod.ml");
      admin.execute("CREATE MODEL prod.ml.a; CREATE MODEL prod.ml.b; CREATE MODEL prod.ml.c");
      admin.execute("ALTER MODEL prod.ml.a ADD VERSION FROM 's3://b/1'");
      try (PreparedStatement names =
          connection.prepareStatement(
              "SELECT model_name FROM registry.models WHERE model_name = ANY(?) ORDER BY 1")) {
        for (int run = 0; run < 3; run++) {
          assertThat(with(names, "text", "a", "c, \"d\"", "c")).containsExactly("a", "c");
          assertThat(with(names, "text", "b", null, "b")).containsExactly("b");
          assertThat(with(names, "varchar")).isEmpty();
        }
        names.setNull(1, Types.ARRAY);
        assertThat(names.executeQuery().next()).isFalse();
      }
      try (PreparedStatement others =
          connection.prepareStatement(
              "SELECT model_name FROM registry.models WHERE model_name <> ALL(?::text[])"
                  + " AND model_name > ? ORDER BY 1")) {
        others.setString(2, "a");
        assertThat(with(others, "text", "c", "d", "e")).containsExactly("b");
        assertThat(with(others, "text")).containsExactly("b", "c");
      }
      try (PreparedStatement versions =
          connection.prepareStatement(
              "SELECT model_name FROM registry.versions WHERE version = ANY(?)")) {
        assertThat(with(versions, "int8", 1L, 7L, 8L)).containsExactly("a");
        assertThat(with(versions, "int8")).isEmpty();
      }
    }
  }

  /** {@code x ~ $1}, and forms of the language that the door's own lexer reads first. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void bindsPatterns(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin", "system", mode("extended"));
        Statement admin = connection.createStatement()) {
      admin.execute("CREATE CATALOG prod; CREATE SCHEMA prod.ml");
      admin.execute("CREATE MODEL prod.ml.a1; CREATE MODEL prod.ml.b2; CREATE MODEL prod.ml.c");
      try (PreparedStatement names =
          connection.prepareStatement(
              "SELECT ARRAY_AGG(model_name ORDER BY model_name) FROM registry.models"
                  + " WHERE model_name ~ ? AND model_name !~* ?::text")) {
        String[][] runs = {
          {"[0-9]$", "^B", "{a1}"},
          {"^.", "2", "{a1,c}"},
          {"", "[a-c]", null},
          {"c|b", "x", "{b2,c}"}
        };
        for (String[] run : runs) {
          names.setString(1, run[0]);
          names.setString(2, run[1]);
          try (ResultSet rows = names.executeQuery()) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo(run[2]);
          }
        }
        names.setString(2, "a(");
        assertThatThrownBy(names::executeQuery)
            .isInstanceOfSatisfying(
                SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("22023"));
      }
      assertThat(
              strings(
                  admin,
                  "SELECT REGEXP_REPLACE(model_name, E'\\\\d', $$#$$) FROM registry.models"
                      + " WHERE created_at AT TIME ZONE 'Asia/Tokyo' > created_at ORDER BY 1"))
          .containsExactly("a#", "b#", "c");
    }
  }

  private static List<String> with(PreparedStatement statement, String type, Object... elements)
      throws SQLException {
    statement.setArray(1, statement.getConnection().createArrayOf(type, elements));
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  @Test
  void readsLargeResultsInParts() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(50);
        String columns = "information_schema.columns";
        long count;
        try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM system." + columns)) {
          rows.next();
          count = rows.getLong(1);
        }
        assertThat(strings(statement, "SELECT column_name FROM system." + columns))
            .hasSize((int) count)
            .hasSizeGreaterThan(100);
      }
      connection.commit();
    }
  }

  @Test
  void reportsErrorsWithStateAndPosition() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELECT 'ä', nope FROM registry.models"))
          .isInstanceOfSatisfying(
              PSQLException.class,
              error -> {
                assertThat(error.getSQLState()).isEqualTo("42703");
                assertThat(error.getServerErrorMessage().getPosition()).isEqualTo(13);
              });
      assertThat(strings(statement, "SELECT 'x'::text")).containsExactly("x");
      assertThatThrownBy(() -> server.connect("admin", "nowhere", new Properties()))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("3D000"));
      Properties wrong = new Properties();
      wrong.setProperty("password", "wrong");
      assertThatThrownBy(() -> server.connect("admin", "system", wrong))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("28P01"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void describesRelationsToTools(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin")) {
      try (ResultSet tables = connection.getMetaData().getTables(null, "registry", "%", null)) {
        List<String> names = new ArrayList<>();
        while (tables.next()) {
          names.add(tables.getString("TABLE_NAME"));
        }
        assertThat(names).contains("models", "versions", "aliases");
      }
      try (ResultSet columns =
          connection.getMetaData().getColumns(null, "registry", "models", "full_name")) {
        assertThat(columns.next()).isTrue();
        assertThat(columns.getString("TYPE_NAME")).isEqualTo("varchar");
      }
      try (ResultSet keys = connection.getMetaData().getPrimaryKeys(null, "registry", "models")) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getString("COLUMN_NAME")).isEqualTo("full_name");
      }
    }
  }

  @Test
  void hidesWhatTheUserMayNotSee() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection admin = server.connect("admin");
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE CATALOG secret");
      statement.execute("CREATE USER eve WITH PASSWORD '" + TestServer.PASSWORD + "'");
      try (Connection eve = server.connect("eve");
          Statement asked = eve.createStatement()) {
        assertThat(strings(asked, "SELECT datname FROM pg_database")).containsExactly("system");
        assertThat(strings(asked, "SELECT catalog_name FROM registry.catalogs")).isEmpty();
        assertThatThrownBy(() -> strings(asked, "SELECT file_read('x') FROM pg_class"))
            .isInstanceOf(SQLException.class);
      }
      assertThatThrownBy(() -> server.connect("eve", "secret", new Properties()))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("3D000"));
      assertThat(strings(statement, "SELECT datname FROM pg_database ORDER BY 1"))
          .containsExactly("secret", "system");
    }
  }
}
