package dev.vitrine.server.statement;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.statement.RunningStatement.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The statements of all users in the memory of this server. A user has at most 8 statements that
 * have not ended and 100 results (the oldest are dropped), the server 256 that have not ended. Safe
 * for use by several threads.
 */
final class RunningStatements implements AutoCloseable {
  /** Statements of one user at a time; the rest stays for others. */
  static final int MOST_RUNNING_OF_USER = 8;

  /** Finished statements of one user whose results are kept. */
  static final int MOST_RESULTS_OF_USER = 100;

  /** Maximum statements of all users that have not ended. */
  private static final int MOST_RUNNING = 256;

  /** Seconds for which an idle thread is kept. */
  private static final long IDLE_SECONDS = 60;

  private final Map<String, RunningStatement> statements = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  RunningStatements() {
    threads =
        new ThreadPoolExecutor(
            0,
            MOST_RUNNING,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              Thread thread = new Thread(work, "vitrine-statement");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts a statement.
   *
   * @throws VitrineException TOO_MANY_CONNECTIONS when the user or the server runs too many
   */
  void start(RunningStatement statement) {
    add(statement);
    try {
      threads.execute(statement);
    } catch (RejectedExecutionException exception) {
      drop(statement);
      throw new VitrineException(
              ErrorCode.TOO_MANY_CONNECTIONS, "The server runs too many statements.")
          .withHint("Try again later.")
          .withCause(exception);
    }
  }

  private synchronized void add(RunningStatement statement) {
    List<RunningStatement> own =
        statements.values().stream().filter(each -> each.userId() == statement.userId()).toList();
    List<RunningStatement> finished =
        own.stream().filter(each -> each.snapshot().state().isFinal()).toList();
    if (own.size() - finished.size() >= MOST_RUNNING_OF_USER) {
      throw new VitrineException(
              ErrorCode.TOO_MANY_CONNECTIONS,
              "The user has " + MOST_RUNNING_OF_USER + " running statements, the maximum.")
          .withHint("Wait for one of them, or cancel it.");
    }
    if (finished.size() >= MOST_RESULTS_OF_USER) {
      finished.stream()
          .min(Comparator.comparing(each -> each.snapshot().expires()))
          .ifPresent(this::drop);
    }
    statements.put(statement.id(), statement);
  }

  /** A statement of any user. */
  Optional<RunningStatement> find(String id) {
    return Optional.ofNullable(statements.get(id));
  }

  /** Drops results that have expired. */
  void expire() {
    Instant now = Instant.now();
    for (RunningStatement statement : statements.values()) {
      Snapshot snapshot = statement.snapshot();
      if (snapshot.expires().isBefore(now)) {
        drop(statement);
      }
    }
  }

  private void drop(RunningStatement statement) {
    statements.remove(statement.id());
    statement.close();
  }

  /** Waits until the running statements have ended, or for this time in total. */
  void await(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    for (RunningStatement statement : statements.values()) {
      statement.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }

  /** Cancels all statements. */
  @Override
  public void close() {
    statements.values().forEach(this::drop);
    threads.shutdown();
  }
}
