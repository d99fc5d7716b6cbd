package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Transactions. */
final class TransactionContractTest extends ContractTest {
  private String comment(String model) throws SQLException {
    return value("SELECT comment FROM models WHERE full_name = '" + model + "'");
  }

  @Test
  void autoCommitIsOnAtFirst() throws SQLException {
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
  }

  @Test
  void rollbackUndoes() throws SQLException {
    String model = newModel();
    connection.setAutoCommit(false);
    run("COMMENT ON MODEL " + model + " IS 'gone'");
    connection.rollback();
    connection.setAutoCommit(true);
    assertThat(comment(model)).isNull();
  }

  @Test
  void autoCommitReachesStatementsThatExist() throws SQLException {
    String model = newModel();
    try (PreparedStatement statement =
        connection.prepareStatement("COMMENT ON MODEL " + model + " IS 'gone'")) {
      connection.setAutoCommit(false);
      statement.executeUpdate();
      connection.rollback();
    }
    assertThat(comment(model)).isNull();
  }

  @Test
  void commitKeeps() throws SQLException {
    String model = newModel();
    connection.setAutoCommit(false);
    run("COMMENT ON MODEL " + model + " IS 'kept'");
    connection.commit();
    connection.rollback();
    try (Connection other = target.connect("admin");
        Statement statement = other.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT comment FROM models WHERE full_name = '" + model + "'")) {
      assertThat(strings(rows, 1)).containsExactly("kept");
    }
  }

  @Test
  void turningAutoCommitOnCommits() throws SQLException {
    String model = newModel();
    connection.setAutoCommit(false);
    run("COMMENT ON MODEL " + model + " IS 'kept'");
    connection.setAutoCommit(true);
    connection.rollback();
    assertThat(comment(model)).isEqualTo("kept");
  }

  @Test
  void failedStatementUndoesItselfOnly() throws SQLException {
    String model = newModel();
    connection.setAutoCommit(false);
    run("COMMENT ON MODEL " + model + " IS 'kept'");
    assertState("42704", () -> run("DROP MODEL prod.ml_team.no_such_model"));
    connection.commit();
    assertThat(comment(model)).isEqualTo("kept");
  }

  @Test
  void closingRollsBack() throws SQLException {
    String model = newModel();
    try (Connection other = target.connect("admin");
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("COMMENT ON MODEL " + model + " IS 'gone'");
    }
    assertThat(comment(model)).isNull();
  }

  @Test
  void resultOutlivesCommit() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT version FROM versions")) {
      assertThat(rows.next()).isTrue();
      connection.commit();
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  void savepointsAreRefusedAsAnnounced() throws SQLException {
    assertThat(connection.getMetaData().supportsSavepoints()).isFalse();
    assertState("0A000", connection::setSavepoint);
    assertState("0A000", () -> connection.setSavepoint("s"));
  }

  @Test
  void otherIsolationsAreRefusedAsAnnounced() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    assertThat(
            connection
                .getMetaData()
                .supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE))
        .isFalse();
    assertState(
        "0A000", () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
    assertState("22023", () -> connection.setTransactionIsolation(77));
  }

  @Test
  void readOnlyIsAHint() throws SQLException {
    connection.setReadOnly(true);
    assertThat(connection.isReadOnly()).isTrue();
    assertThat(value("SELECT 1")).isEqualTo("1");
    connection.setReadOnly(false);
    assertThat(connection.isReadOnly()).isFalse();
  }
}
