package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection to each target that is tried, in turn, as the first user. */
@ParameterizedClass
@MethodSource("dev.vitrine.jdbc.ContractTarget#tried")
abstract class ContractTest {
  @Parameter ContractTarget target;

  Connection connection;

  @BeforeEach
  final void open() throws SQLException {
    connection = target.connect("admin");
  }

  @AfterEach
  final void close() throws SQLException {
    connection.close();
  }

  /** Runs {@code sql} on a separate statement. */
  final void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row. */
  final String value(String sql) throws SQLException {
    List<String> values = values(sql);
    assertThat(values).isNotEmpty();
    return values.get(0);
  }

  /** The first column of every row. */
  final List<String> values(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return strings(rows, 1);
    }
  }

  /** A new model in {@code prod.ml_team}, by its full name. */
  final String newModel() throws SQLException {
    String name = "prod.ml_team." + ContractTarget.newName();
    run("CREATE MODEL " + name);
    return name;
  }

  static List<String> strings(ResultSet rows, int column) throws SQLException {
    List<String> values = new ArrayList<>();
    while (rows.next()) {
      values.add(rows.getString(column));
    }
    return values;
  }

  static List<String> strings(ResultSet rows, String label) throws SQLException {
    return strings(rows, rows.findColumn(label));
  }

  /** The SQLException of {@code call}, which has a state, a code and a plain message. */
  static SQLException failure(ThrowingCallable call) {
    SQLException failure = catchThrowableOfType(SQLException.class, call);
    assertThatObject(failure).isNotNull();
    assertThat(failure.getSQLState()).hasSize(5);
    assertThat(failure.getErrorCode()).isPositive();
    assertThat(failure.getMessage())
        .isNotBlank()
        .doesNotContain("Error while executing", "Remote driver error", "\tat ");
    return failure;
  }

  static void assertState(String sqlState, ThrowingCallable call) {
    assertThat(failure(call).getSQLState()).isEqualTo(sqlState);
  }
}
