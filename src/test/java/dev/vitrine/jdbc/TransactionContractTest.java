package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
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
    assertThat(comment(model)).isEqualTo("kept");
  }

  /** Otherwise a rollback would look as if it had undone a change that is kept. */
  @Test
  void commitAndRollbackAreRefusedInAutoCommit() throws SQLException {
    String model = newModel();
    run("COMMENT ON MODEL " + model + " IS 'kept'");
    SQLException refusal = failure(connection::rollback);
    assertThat(refusal.getSQLState()).isEqualTo("25000");
    assertThat(refusal.getMessage())
        .startsWith("[INVALID_TRANSACTION_STATE] rollback() is not allowed in autocommit mode.");
    assertState("25000", connection::commit);
    assertThat(comment(model)).isEqualTo("kept");
    run("BEGIN");
    run("COMMENT ON MODEL " + model + " IS 'gone'");
    connection.rollback();
    assertThat(comment(model)).isEqualTo("kept");
    assertState("25000", connection::rollback);
  }

  /** Something that ends a transaction. */
  private interface End {
    void of(ContractTest test) throws SQLException;
  }

  private void assertCloses(int holdability, boolean closes, End end) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement =
            connection.createStatement(
                ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
        ResultSet rows = statement.executeQuery("SELECT version FROM versions")) {
      assertThat(rows.next()).isTrue();
      end.of(this);
      assertThat(rows.isClosed()).isEqualTo(closes);
      if (closes) {
        assertState("24000", rows::next);
      } else {
        assertThat(rows.next()).isTrue();
      }
    }
    connection.setAutoCommit(true);
  }

  @Test
  void holdabilityIsHonoured() throws SQLException {
    for (End end :
        List.<End>of(
            test -> test.connection.commit(),
            test -> test.connection.rollback(),
            test -> test.connection.setAutoCommit(true),
            test -> test.run("COMMIT"),
            test -> test.run("ROLLBACK"))) {
      assertCloses(ResultSet.CLOSE_CURSORS_AT_COMMIT, true, end);
      assertCloses(ResultSet.HOLD_CURSORS_OVER_COMMIT, false, end);
    }
  }

  /** Two statements: executing one must not close the rows of the other. */
  @Test
  void rowsThatCloseAtCommitOutliveOtherStatements() throws SQLException {
    connection.setAutoCommit(false);
    connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT version FROM versions")) {
      assertThat(value("SELECT 1")).isEqualTo("1");
      assertThat(rows.next()).isTrue();
    }
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

  /** Whether the transaction loses a deadlock with this statement; if not, it is committed. */
  private static boolean loses(Connection client, String model) throws SQLException {
    try (Statement statement = client.createStatement()) {
      statement.execute("COMMENT ON MODEL " + model + " IS 'second'");
      client.commit();
      return false;
    } catch (SQLException failure) {
      assertThat(failure.getSQLState()).isEqualTo("40001");
      assertThat((Object) failure).isInstanceOf(SQLTransactionRollbackException.class);
      return true;
    }
  }

  /** Something to do with the connection whose transaction lost a deadlock. */
  private interface Work {
    void on(Connection victim) throws SQLException;
  }

  private void afterADeadlock(Work work) throws Exception {
    String one = newModel();
    String two = newModel();
    try (Connection other = target.connect("admin");
        Statement statement = other.createStatement()) {
      connection.setAutoCommit(false);
      other.setAutoCommit(false);
      run("COMMENT ON MODEL " + one + " IS 'first'");
      statement.execute("COMMENT ON MODEL " + two + " IS 'first'");
      FutureTask<Boolean> waiting = new FutureTask<>(() -> loses(other, one));
      new Thread(waiting).start();
      boolean lost = loses(connection, two);
      assertThat(waiting.get()).isNotEqualTo(lost);
      work.on(lost ? connection : other);
      connection.rollback();
      assertThat(List.of(comment(one), comment(two)))
          .isEqualTo(lost ? List.of("second", "first") : List.of("first", "second"));
    }
  }

  private static void assertFailed(Connection victim) throws SQLException {
    try (Statement statement = victim.createStatement()) {
      assertState("25P02", () -> statement.execute("SELECT 1"));
      assertState("25P02", () -> statement.execute("CREATE CATALOG never"));
    }
  }

  private static void assertUsable(Connection victim) throws SQLException {
    try (Statement statement = victim.createStatement()) {
      assertThat(statement.execute("SELECT 1")).isTrue();
    }
    victim.commit();
  }

  @Test
  void commitAfterADeadlockSaysThatNothingWasCommitted() throws Exception {
    afterADeadlock(
        victim -> {
          assertFailed(victim);
          assertState("25P02", victim::commit);
          assertUsable(victim);
        });
  }

  @Test
  void turningAutoCommitOnAfterADeadlockSaysSoToo() throws Exception {
    afterADeadlock(
        victim -> {
          assertState("25P02", () -> victim.setAutoCommit(true));
          assertUsable(victim);
        });
  }

  @Test
  void rollbackAfterADeadlockIsEnough() throws Exception {
    afterADeadlock(
        victim -> {
          assertFailed(victim);
          victim.rollback();
          assertUsable(victim);
        });
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
  void weakerIsolationIsAnsweredWithTheStricterLevel() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
  }

  @Test
  void stricterIsolationsAreRefusedAsAnnounced() throws SQLException {
    for (int level :
        new int[] {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE}) {
      assertThat(connection.getMetaData().supportsTransactionIsolationLevel(level)).isFalse();
      assertState("0A000", () -> connection.setTransactionIsolation(level));
    }
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
