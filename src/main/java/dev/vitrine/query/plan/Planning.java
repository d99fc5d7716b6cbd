package dev.vitrine.query.plan;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The planning of one statement: whose it is, when it must have ended, and how much work it may do.
 * The thread that plans calls {@link #step()} in every phase, so that cancellation and the deadline
 * end it within milliseconds. Safe for use by several threads; each object serves one statement,
 * which may be planned in several pieces, one after the other.
 */
public final class Planning {
  /** Time limit of planning without a shorter statement timeout. */
  public static final Duration LONGEST = Duration.ofSeconds(30);

  /** Several times the effort of the largest query within {@link QueryLimits}. */
  private static final int MOST_STEPS = 1_000_000;

  private static final ThreadLocal<Planning> CURRENT = new ThreadLocal<>();

  private final Object user;
  private final long deadline;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private Runnable whenCancelled = () -> {};
  private boolean cancelled;

  /** Used by the thread that plans only, as is {@link #printed}. */
  private int steps;

  private int printed;

  private Planning(Object user, Duration timeout) {
    this.user = user;
    boolean limited = !timeout.isZero() && timeout.compareTo(LONGEST) < 0;
    this.deadline = System.nanoTime() + (limited ? timeout : LONGEST).toNanos();
  }

  /**
   * The planning of a statement that starts now.
   *
   * @param user key by which plannings share the planner threads; compared with {@code equals}
   * @param timeout of the statement, including waiting for a planner thread; zero means no limit
   */
  public static Planning of(Object user, Duration timeout) {
    return new Planning(user, timeout);
  }

  /**
   * Cancels the planning. The thread that waits for the plan gets QUERY_CANCELED at once. Safe for
   * use by any thread.
   */
  public void cancel() {
    Runnable action;
    synchronized (this) {
      cancelled = true;
      stopped.set(true);
      action = whenCancelled;
    }
    action.run();
  }

  /** Runs {@code action} when it is cancelled, or now if it already was. */
  public void whenCancelled(Runnable action) {
    boolean now;
    synchronized (this) {
      whenCancelled = action;
      now = cancelled;
    }
    if (now) {
      action.run();
    }
  }

  /**
   * Lets the statement be planned in another way: its work counts from zero, the deadline stays.
   * Not while it is planned.
   */
  public Planning again() {
    steps = 0;
    printed = 0;
    return this;
  }

  public Object user() {
    return user;
  }

  /** Makes the planner thread stop. */
  public void stop() {
    stopped.set(true);
  }

  /** Nanoseconds until it must have ended; zero or less if it must have by now. */
  public long remaining() {
    return deadline - System.nanoTime();
  }

  /** The error to report on cancellation. */
  public VitrineException ended() {
    return new VitrineException(
            ErrorCode.QUERY_CANCELED, "The statement was cancelled or timed out while planned.")
        .withHint("Run it again, with a longer query timeout if it timed out.");
  }

  /** Runs {@code work} as this planning, on the calling thread. */
  public void run(Runnable work) {
    CURRENT.set(this);
    try {
      work.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** The error to report when the calling thread's planning was stopped; empty if it was not. */
  public static Optional<VitrineException> currentEnd() {
    Planning current = CURRENT.get();
    return current != null && current.stopped.get()
        ? Optional.of(current.ended())
        : Optional.empty();
  }

  /** Set when the calling thread's planning has to end, for Calcite's planner. */
  public static AtomicBoolean currentStop() {
    Planning current = CURRENT.get();
    return current == null ? new AtomicBoolean() : current.stopped;
  }

  /**
   * Counts a small amount of work of the calling thread's planning.
   *
   * @throws VitrineException QUERY_CANCELED when the planning has to end, STATEMENT_TOO_COMPLEX
   *     when it has done too much
   */
  public static void step() {
    Planning current = CURRENT.get();
    if (current != null) {
      current.count();
    }
  }

  private void count() {
    steps++;
    if (stopped.get() || (steps % 1_024 == 0 && remaining() <= 0)) {
      throw ended();
    }
    if (steps > MOST_STEPS) {
      throw QueryLimits.tooMuchWork();
    }
  }

  /**
   * Counts an expression that is printed for the store; functions that a store lacks print their
   * arguments several times.
   *
   * @throws VitrineException as {@link #step()}
   */
  public static void print() {
    Planning current = CURRENT.get();
    if (current != null) {
      current.count();
      current.printed++;
      if (current.printed > QueryLimits.EXPRESSIONS) {
        throw QueryLimits.tooManyExpressions();
      }
    }
  }
}
