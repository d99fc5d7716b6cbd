package dev.vitrine.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Begins what would take an hour, and has it ended: by cancelling it, or by its timeout. */
final class CancellingWorker extends Worker {
  private static final String ENDLESS =
      "SELECT COUNT(*) FROM "
          + Stream.of("a", "b", "c", "e", "f", "g", "h", "i", "j", "k")
              .map(name -> "(VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS " + name + " (d)")
              .collect(Collectors.joining(" CROSS JOIN "))
          + " WHERE a.d + b.d + c.d + e.d + f.d + g.d + h.d + i.d + j.d + k.d > 3";

  private final ScheduledExecutorService scheduler;

  CancellingWorker(Registry registry, int number, ScheduledExecutorService scheduler) {
    super(registry, "reader" + number % Registry.USERS, number);
    this.scheduler = scheduler;
  }

  @Override
  int step(Connection open, int next) throws SQLException {
    try (Statement statement = open.createStatement()) {
      boolean timeout = next % 4 == 0;
      // Without one, cancelling that never comes through leaves a worker that hangs.
      statement.setQueryTimeout(timeout ? 1 : 0);
      AtomicBoolean over = new AtomicBoolean();
      // Again and again, for nothing happens to a statement that has not begun.
      ScheduledFuture<?> cancelling =
          scheduler.scheduleWithFixedDelay(
              () -> cancel(statement, over), timeout ? 30_000 : 150, 150, TimeUnit.MILLISECONDS);
      try {
        statement.execute(ENDLESS);
        throw new AssertionError("Not cancelled.");
      } catch (SQLException e) {
        if (!"57014".equals(e.getSQLState())) {
          throw e;
        }
      } finally {
        cancelling.cancel(false);
        // One that is on its way must not cancel the next query of the statement.
        synchronized (over) {
          over.set(true);
        }
      }
      statement.setQueryTimeout(0);
      assertThat(value(statement, "SELECT COUNT(*) FROM models")).isNotNull();
    }
    return 2;
  }

  private static void cancel(Statement statement, AtomicBoolean over) {
    synchronized (over) {
      try {
        if (!over.get()) {
          statement.cancel();
        }
      } catch (SQLException storeIsAway) {
        // The statement reports the error; the task must not throw, because then it would not be
        // repeated.
      }
    }
  }
}
