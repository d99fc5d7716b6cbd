package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import java.sql.Connection;
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
}
