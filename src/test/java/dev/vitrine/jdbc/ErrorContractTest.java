package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What errors look like to a caller. */
final class ErrorContractTest extends ContractTest {
  private SQLException failing(String sql) {
    return failure(() -> run(sql));
  }

  @Test
  void syntaxErrorsNameTheirPlace() {
    SQLException failure = failing("SELEKT 1");
    assertThatObject(failure).isInstanceOf(SQLSyntaxErrorException.class);
    assertThat(failure.getSQLState()).isEqualTo("42601");
    assertThat(failure.getMessage()).startsWith("[PARSE_SYNTAX_ERROR]").contains("line 1");
    assertThat(failing("SELECT FROM WHERE").getSQLState()).isEqualTo("42601");
  }

  @Test
  void missingThingsHaveTheirOwnStates() {
    assertThat(failing("SELECT * FROM nowhere").getSQLState()).isEqualTo("42P01");
    assertThat(failing("SELECT nothing FROM models").getSQLState()).isEqualTo("42703");
    assertThat(failing("DROP MODEL prod.ml_team.none").getSQLState()).isEqualTo("42704");
    assertThat(failing("CREATE MODEL prod.ml_team.iris_model").getSQLState()).isEqualTo("42710");
    assertThat(failing("USE CATALOG nowhere").getSQLState()).isEqualTo("42P08");
  }

  @Test
  void preparingReportsTheCauseToo() {
    SQLException failure = failure(() -> connection.prepareStatement("SELECT nothing FROM models"));
    assertThat(failure.getSQLState()).isEqualTo("42703");
    assertThat(failure.getMessage()).contains("nothing");
  }

  @Test
  void dataErrorsAreDataExceptions() {
    SQLException failure = failure(() -> values("SELECT CAST(model_name AS INTEGER) FROM models"));
    assertThatObject(failure).isInstanceOf(SQLDataException.class);
    assertThat(failure.getMessage()).doesNotContain("iris_model");
  }

  @Test
  void unsupportedFeaturesSaySo() {
    assertThatObject(failing("CREATE OR REPLACE MODEL prod.ml_team.x"))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
  }

  @Test
  void missingPrivilegesSayWhich() throws SQLException {
    try (Connection alice = target.connect("alice");
        Statement statement = alice.createStatement()) {
      SQLException failure = failure(() -> statement.execute("CREATE CATALOG mine"));
      assertThat(failure.getSQLState()).isEqualTo("42501");
      assertThat(failure.getMessage()).contains("CREATE CATALOG");
    }
  }

  @Test
  void connectionSurvivesErrors() throws SQLException {
    failing("SELEKT 1");
    failing("SELECT * FROM nowhere");
    assertThat(value("SELECT 1")).isEqualTo("1");
  }

  /** Texts without a statement are refused alike by every method and over either transport. */
  @Test
  void emptyTextsAreSyntaxErrors() throws SQLException {
    for (String empty : new String[] {"", " ", ";", "-- nothing", "/* nothing */", "\n;;\n"}) {
      try (Statement statement = connection.createStatement()) {
        assertState("42601", () -> statement.execute(empty));
        assertState("42601", () -> statement.executeQuery(empty));
        assertState("42601", () -> statement.executeUpdate(empty));
        assertState("42601", () -> connection.prepareStatement(empty));
        statement.addBatch(empty);
        assertState("42601", statement::executeBatch);
      }
    }
    assertThat(value("SELECT 1")).isEqualTo("1");
  }

  /** The fault of the text is reported, not the method that was called with it. */
  @Test
  void faultsOfTheTextComeFirst() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(failure(() -> statement.executeQuery("CREATE TABLE t (a INTEGER)")).getMessage())
          .isEqualTo(failing("CREATE TABLE t (a INTEGER)").getMessage());
      assertThat(failure(() -> statement.executeQuery("DROP MODEL")).getMessage())
          .isEqualTo(failing("DROP MODEL").getMessage());
      assertThat(failure(() -> statement.executeUpdate("SELECT FROM")).getMessage())
          .isEqualTo(failing("SELECT FROM").getMessage());
      assertThat(failure(() -> statement.executeUpdate("SELECT nothing FROM models")).getSQLState())
          .isEqualTo("42703");
      assertThat(failure(() -> statement.executeQuery("CREATE CATALOG never")).getMessage())
          .isEqualTo(
              "[RETURNS_NO_ROWS] The statement returns no rows. Hint: use execute or"
                  + " executeUpdate.");
      assertThat(failure(() -> statement.executeUpdate("SELECT 1")).getMessage())
          .isEqualTo(
              "[RETURNS_ROWS] The statement returns rows. Hint: use execute or executeQuery.");
    }
    assertThat(values("SELECT catalog_name FROM catalogs WHERE catalog_name = 'never'")).isEmpty();
  }

  private String versions(String condition, Object value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT version FROM versions WHERE model_name = 'iris_model' AND "
                + condition
                + " ORDER BY version")) {
      statement.setObject(1, value);
      try (ResultSet rows = statement.executeQuery()) {
        return String.join(",", strings(rows, 1));
      }
    }
  }

  /** Numbers are compared by value, whatever the type of the other side. */
  @Test
  void fractionsAreComparedWithIntegers() throws SQLException {
    assertThat(versions("version > ?", 1.5)).isEqualTo("2,3");
    assertThat(versions("version > ?", 1.5f)).isEqualTo("2,3");
    assertThat(versions("version > ?", new BigDecimal("1.5"))).isEqualTo("2,3");
    assertThat(versions("version > ?", "1.5")).isEqualTo("2,3");
    assertThat(versions("version = ?", 2.5)).isEmpty();
    assertThat(versions("version = ?", 2.0)).isEqualTo("2");
    assertThat(versions("version <= ?", 2.999)).isEqualTo("1,2");
    assertThat(versions("version < ?", 1e30)).isEqualTo("1,2,3");
    assertThat(versions("version > ?", new BigDecimal("-1E+40"))).isEqualTo("1,2,3");
    assertThat(versions("version IN (?, 3)", 0.5)).isEqualTo("3");
    assertThat(versions("version BETWEEN 1 AND ?", 2.5)).isEqualTo("1,2");
  }

  /** A NULL has the type of the other parts of the union. */
  @Test
  void nullsOfUnionsHaveAType() throws SQLException {
    assertThat(
            values(
                "SELECT label FROM (SELECT version, NULL AS label FROM versions UNION ALL SELECT 1,"
                    + " 'x') AS t WHERE label IS NOT NULL"))
        .containsExactly("x");
    assertThat(values("SELECT version, NULL FROM versions UNION ALL SELECT 1, 'x'")).contains("1");
  }

  @Test
  void numbersOfRowsAreWhole() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT version FROM versions LIMIT ?")) {
      statement.setDouble(1, 1.5);
      assertState("22003", statement::executeQuery);
      statement.setDouble(1, 1e30);
      assertState("22003", statement::executeQuery);
      statement.setDouble(1, 1.0);
      assertThat(strings(statement.executeQuery(), 1)).hasSize(1);
    }
  }
}
