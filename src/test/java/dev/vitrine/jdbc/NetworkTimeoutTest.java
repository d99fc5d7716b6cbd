package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.SlowQuery;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.server.TestServer;
import dev.vitrine.session.StatementLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that stops waiting for a response: statement and connection end. */
@Timeout(120)
final class NetworkTimeoutTest {
  private static String failure(Connection connection, String sql) {
    SQLException failure =
        catchThrowableOfType(
            SQLException.class,
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
              }
            });
    return failure == null ? "none" : failure.getSQLState();
  }

  private static void assertClosed(Connection connection) throws SQLException {
    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(5)).isFalse();
    assertThat(failure(connection, "SELECT 1 AS one")).isEqualTo("08003");
    connection.close();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theNetworkTimeoutEndsStatementTransactionAndConnection(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl());
        Connection admin = server.connect("admin");
        Connection other = server.connect("admin");
        StatementLog log = StatementLog.of(server.storeUrl())) {
      admin.setAutoCommit(false);
      assertThat(failure(admin, "CREATE CATALOG half")).isEqualTo("none");
      admin.setNetworkTimeout(Runnable::run, 500);

      assertThat(failure(admin, SlowQuery.TEXT)).isEqualTo("08006");

      assertClosed(admin);
      log.awaitEnd(ErrorCode.QUERY_CANCELED);
      log.awaitIdleStore();
      assertThat(failure(other, "CREATE CATALOG half")).isEqualTo("none");
      assertThat(other.isValid(5)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anInterruptedThreadEndsStatementAndConnection(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl());
        Connection admin = server.connect("admin");
        StatementLog log = StatementLog.of(server.storeUrl())) {
      CompletableFuture<String> state = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                String failed = failure(admin, SlowQuery.TEXT);
                state.complete(failed + " " + Thread.currentThread().isInterrupted());
              });
      thread.start();
      log.awaitBegun(1);
      thread.interrupt();

      assertThat(state.get(30, TimeUnit.SECONDS)).isEqualTo("08006 true");
      assertClosed(admin);
      log.awaitEnd(ErrorCode.QUERY_CANCELED);
      log.awaitIdleStore();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aValidityCheckThatTakesTooLongEndsNothing(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl());
        Connection admin = server.connect("admin")) {
      admin.setNetworkTimeout(Runnable::run, 60_000);
      assertThat(admin.isValid(5)).isTrue();
      assertThat(failure(admin, "SELECT 1 AS one")).isEqualTo("none");
      assertThat(admin.isClosed()).isFalse();
    }
  }
}
