package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import dev.vitrine.SlowQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits and cancelling. */
@Timeout(120)
final class LimitContractTest extends ContractTest {

  @Test
  void maxRowsHolds() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setMaxRows(2);
      assertThat(statement.getMaxRows()).isEqualTo(2);
      assertThat(strings(statement.executeQuery("SELECT version FROM versions"), 1)).hasSize(2);
      statement.setMaxRows(0);
      assertThat(strings(statement.executeQuery("SELECT version FROM versions"), 1))
          .hasSizeGreaterThan(2);
    }
  }

  @Test
  void fetchSizeOfZeroIsTheDriversChoice() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(0);
      assertThat(strings(statement.executeQuery("SELECT version FROM versions"), 1))
          .hasSizeGreaterThan(2);
    }
  }

  @Test
  void timeoutEndsTheQuery() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      SQLException failure =
          failure(
              () -> {
                try (ResultSet rows = statement.executeQuery(SlowQuery.TEXT)) {
                  rows.next();
                }
              });
      assertThatObject(failure).isInstanceOf(SQLTimeoutException.class);
      assertThat(failure.getSQLState()).isEqualTo("57014");
      statement.setQueryTimeout(0);
      assertThat(strings(statement.executeQuery("SELECT 1"), 1)).containsExactly("1");
    }
  }

  @Test
  void timeoutEndsPreparedQueries() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SlowQuery.TEXT)) {
      statement.setQueryTimeout(1);
      SQLException failure =
          failure(
              () -> {
                try (ResultSet rows = statement.executeQuery()) {
                  rows.next();
                }
              });
      assertThatObject(failure).isInstanceOf(SQLTimeoutException.class);
      assertThat(failure.getSQLState()).isEqualTo("57014");
    }
  }

  @Test
  void cancelFromAnotherThreadEndsTheQuery() throws Exception {
    try (Statement statement = connection.createStatement()) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try (ResultSet rows = statement.executeQuery(SlowQuery.TEXT)) {
                  rows.next();
                  return "finished";
                } catch (SQLException e) {
                  return e.getSQLState();
                }
              });
      assertThat(cancelUntilDone(statement, answer)).isEqualTo("57014");
      assertThat(strings(statement.executeQuery("SELECT 1"), 1)).containsExactly("1");
    }
  }

  private CompletableFuture<SQLException> failing(Statement statement) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (ResultSet rows = statement.executeQuery(SlowQuery.TEXT)) {
            rows.next();
            return new SQLException("finished", "00000");
          } catch (SQLException e) {
            return e;
          }
        });
  }

  /** Waits until a statement runs besides the one that asks. */
  private void awaitRunning() throws SQLException {
    try (Connection other = target.connect("admin");
        PreparedStatement running =
            other.prepareStatement(
                "SELECT COUNT(*) FROM sessions WHERE statement_started_at IS NOT NULL")) {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      int statements = 0;
      while (statements < 2 && System.nanoTime() < end) {
        try (ResultSet rows = running.executeQuery()) {
          rows.next();
          statements = rows.getInt(1);
        }
      }
      assertThat(statements).isGreaterThan(1);
    }
  }

  /** A cancelled statement did not take too long. */
  @Test
  void cancellingIsNoTimeout() throws Exception {
    try (Statement statement = connection.createStatement()) {
      CompletableFuture<SQLException> failure = failing(statement);
      awaitRunning();
      statement.cancel();
      SQLException cancelled = failure.get(60, TimeUnit.SECONDS);
      assertThat(cancelled.getSQLState()).isEqualTo("57014");
      assertThatObject(cancelled).isNotInstanceOf(SQLTimeoutException.class);
      assertThat(cancelled.getMessage()).contains("cancelled");
    }
  }

  @Test
  void closingFromAnotherThreadEndsTheQuery() throws Exception {
    Statement statement = connection.createStatement();
    CompletableFuture<SQLException> failure = failing(statement);
    awaitRunning();
    statement.close();
    assertThat(failure.get(60, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
    assertThat(value("SELECT 1")).isEqualTo("1");
  }

  /** Closing idle statements does not wait for another statement of the connection. */
  @Test
  void closingDoesNotWaitForOtherStatements() throws Exception {
    PreparedStatement idle = connection.prepareStatement("SELECT version FROM versions");
    Statement open = connection.createStatement();
    open.setFetchSize(1);
    ResultSet rows = open.executeQuery("SELECT version FROM versions");
    assertThat(rows.next()).isTrue();
    try (Statement slow = connection.createStatement()) {
      CompletableFuture<SQLException> failure = failing(slow);
      awaitRunning();
      rows.close();
      open.close();
      idle.close();
      assertThat(failure.isDone()).isFalse();
      slow.cancel();
      assertThat(failure.get(60, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
    }
    assertThat(value("SELECT 1")).isEqualTo("1");
  }

  private static String cancelUntilDone(Statement statement, CompletableFuture<String> answer)
      throws SQLException, InterruptedException, ExecutionException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!answer.isDone() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
      statement.cancel();
    }
    return answer.get();
  }

  @Test
  void cancellingAnIdleStatementDoesNothing() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.cancel();
      assertThat(strings(statement.executeQuery("SELECT 1"), 1)).containsExactly("1");
      statement.cancel();
      assertThat(strings(statement.executeQuery("SELECT 2"), 1)).containsExactly("2");
    }
  }

  @Test
  void cancellingOneStatementLeavesOthersAlone() throws SQLException {
    try (Statement idle = connection.createStatement();
        Statement busy = connection.createStatement();
        ResultSet rows = busy.executeQuery("SELECT version FROM versions")) {
      idle.cancel();
      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isTrue();
    }
  }
}
