package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.SlowQuery;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code cancel()} and {@code setQueryTimeout} end a statement wherever it computes or waits, and
 * nothing else. Without them, each wait here ends with LOCK_TIMEOUT after ten seconds.
 */
@Timeout(180)
final class StatementCancellationTest {
  /**
   * A statement that waits.
   *
   * @param held what another transaction does first, and does not end
   */
  private record Wait(String name, String held, String waiting) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Wait> WAITS =
      List.of(
          new Wait(
              "row lock",
              "ALTER MODEL one.s.m VERSION 1 SET ALIAS a",
              "ALTER MODEL one.s.m VERSION 1 SET ALIAS b"),
          new Wait("unique name", "CREATE MODEL one.s.fresh", "CREATE MODEL one.s.fresh"),
          new Wait("lock of all principals", "CREATE GROUP g", "CREATE USER ann"),
          new Wait(
              "drop of a container",
              "ALTER MODEL one.s.m VERSION 1 SET ALIAS a",
              "DROP CATALOG one CASCADE"),
          new Wait("query", "SELECT 1", SlowQuery.TEXT));

  private static Stream<Arguments> waits() {
    return Stream.of(TestStore.values())
        .flatMap(
            store ->
                Stream.of(true, false)
                    .flatMap(
                        autoCommit ->
                            WAITS.stream().map(wait -> Arguments.of(store, autoCommit, wait))));
  }

  private static TestRegistry filled(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry
        .admin()
        .run(
            "CREATE CATALOG one; CREATE SCHEMA one.s; CREATE MODEL one.s.m; CREATE MODEL one.s.n;"
                + " ALTER MODEL one.s.m ADD VERSION FROM 'x'");
    return registry;
  }

  /** How a statement is made to end. */
  @FunctionalInterface
  private interface Ending {
    void end(FutureTask<Boolean> task, Statement statement) throws Exception;
  }

  private static void cancelOnceItWaits(FutureTask<Boolean> task, Statement statement)
      throws Exception {
    new Thread(task).start();
    assertThatThrownBy(() -> task.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    statement.cancel();
    task.get();
  }

  private static void timeOut(FutureTask<Boolean> task, Statement statement) throws Exception {
    statement.setQueryTimeout(1);
    task.run();
    task.get();
  }

  private static void check(TestStore store, boolean autoCommit, Wait wait, Ending ending)
      throws Exception {
    TestRegistry registry = filled(store);
    try (Client holder = registry.as("admin");
        Connection connection = registry.connect("admin");
        Statement before = connection.createStatement();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(autoCommit);
      before.execute("COMMENT ON MODEL one.s.n IS 'kept'");
      holder.run("BEGIN; " + wait.held());
      FutureTask<Boolean> task =
          new FutureTask<>(
              () -> {
                assertThatThrownBy(() -> statement.execute(wait.waiting()))
                    .isInstanceOfSatisfying(
                        SQLException.class,
                        failure ->
                            assertThat(failure.getSQLState())
                                .as(failure.getMessage())
                                .isEqualTo("57014"));
                return true;
              });
      ending.end(task, statement);
      before.execute("ALTER MODEL one.s.n SET TAGS ('after' = '')");
      if (!autoCommit) {
        connection.commit();
      }
      holder.run("ROLLBACK");
      statement.setQueryTimeout(0);
      statement.execute("SHOW MODELS IN SCHEMA one.s");
      connection.setAutoCommit(true);
    }
    Client admin = registry.admin();
    assertThat(admin.value("SELECT comment FROM models WHERE model_name = 'n'")).isEqualTo("kept");
    assertThat(admin.column("SHOW TAGS ON MODEL one.s.n")).isNotEmpty();
    assertThat(admin.column("SELECT model_name FROM models")).containsExactlyInAnyOrder("m", "n");
    assertThat(admin.rows("SHOW ALIASES IN MODEL one.s.m")).isEmpty();
    assertThat(admin.rows("SELECT 1 FROM principals WHERE name = 'ann'")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("waits")
  void cancelEndsIt(TestStore store, boolean autoCommit, Wait wait) throws Exception {
    check(store, autoCommit, wait, StatementCancellationTest::cancelOnceItWaits);
  }

  @ParameterizedTest
  @MethodSource("waits")
  void timeLimitEndsIt(TestStore store, boolean autoCommit, Wait wait) throws Exception {
    check(store, autoCommit, wait, StatementCancellationTest::timeOut);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void cancelEndsAStatementThatWaitsForAnotherOfItsConnection(TestStore store) throws Exception {
    TestRegistry registry = filled(store);
    try (Connection connection = registry.connect("admin");
        Statement first = connection.createStatement();
        Statement second = connection.createStatement()) {
      FutureTask<Boolean> slow =
          new FutureTask<>(
              () -> {
                assertThatThrownBy(() -> first.execute(SlowQuery.TEXT))
                    .isInstanceOf(SQLException.class);
                return true;
              });
      FutureTask<Boolean> behind =
          new FutureTask<>(
              () -> {
                assertThatThrownBy(() -> second.execute("CREATE MODEL one.s.late"))
                    .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("57014"));
                return true;
              });
      new Thread(slow).start();
      assertThatThrownBy(() -> slow.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      cancelOnceItWaits(behind, second);
      assertThat(slow.isDone()).isFalse();
      first.cancel();
      slow.get();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void cancelNeverHitsTheNextStatement(TestStore store) throws Exception {
    TestRegistry registry = filled(store);
    try (Connection connection = registry.connect("admin");
        Statement first = connection.createStatement();
        Statement next = connection.createStatement()) {
      for (int i = 0; i < 40; i++) {
        int number = i;
        FutureTask<Boolean> cancelling =
            new FutureTask<>(
                () -> {
                  for (int spin = 0; spin < number * 200; spin++) {
                    Thread.onSpinWait();
                  }
                  first.cancel();
                  return true;
                });
        new Thread(cancelling).start();
        try {
          first.execute("COMMENT ON MODEL one.s.n IS '" + i + "'");
        } catch (SQLException failure) {
          assertThat(failure.getSQLState()).isEqualTo("57014");
        }
        next.execute("COMMENT ON MODEL one.s.m IS '" + i + "'");
        cancelling.get();
        first.execute("SELECT comment FROM models");
      }
    }
  }
}
