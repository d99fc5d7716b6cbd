package dev.vitrine.error;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a running call, on request or when its time limit passes. Each call of a session has one,
 * and all long computations and waits observe it:
 *
 * <ul>
 *   <li>a computation calls {@link #check()} at least every 100 ms;
 *   <li>a wait in this process (a lock, a permit, a pause) runs in {@link #interruptibly};
 *   <li>a wait elsewhere (a statement in the database) registers its cancellation with {@link
 *       #whenOver}.
 * </ul>
 *
 * <p>Safe for use by several threads: {@link #cancel()} may come from any.
 */
public final class Cancellation implements AutoCloseable {
  /** For work without a time limit that cannot be cancelled. */
  public static final Cancellation NEVER = new Cancellation(false);

  /** A database can miss a cancellation that reaches it before the statement does. */
  private static final long REPEAT_MILLIS = 100;

  private static final ThreadFactory DAEMONS =
      work -> {
        Thread thread = new Thread(work, "vitrine-cancel");
        thread.setDaemon(true);
        return thread;
      };

  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  /** Apart from the clock, since an action may wait for the network. */
  private static final ExecutorService ACTIONS = Executors.newCachedThreadPool(DAEMONS);

  private final boolean possible;

  /** Guarded by this, as is {@link #alarm}. */
  private final Set<Watch> watches = new HashSet<>();

  private @Nullable Future<?> alarm;
  private volatile boolean cancelled;
  private volatile Limit limit = Limit.NONE;
  private volatile boolean closed;

  /** A time limit, and when it passes. */
  private record Limit(Duration length, long deadline) {
    static final Limit NONE = new Limit(Duration.ZERO, 0);

    boolean passed() {
      return !length.isZero() && System.nanoTime() - deadline >= 0;
    }
  }

  /** A wait in this process, which an interrupt of its thread ends. */
  @FunctionalInterface
  public interface Wait<T> {
    /**
     * Waits.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    T run() throws InterruptedException;
  }

  /** For a call that begins now, without a time limit. */
  public Cancellation() {
    this(true);
  }

  private Cancellation(boolean possible) {
    this.possible = possible;
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, DAEMONS);
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  /**
   * Sets the time limit of the next step, from now; replaces an earlier limit.
   *
   * @param timeout zero means no limit
   */
  public synchronized void limit(Duration timeout) {
    if (!possible || closed) {
      return;
    }
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
    if (timeout.isZero()) {
      limit = Limit.NONE;
      return;
    }
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    limit = new Limit(timeout, System.nanoTime() + nanos);
    alarm = CLOCK.schedule(this::fire, nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends the call as soon as it can end; does nothing once the call is over. */
  public void cancel() {
    if (possible && !closed) {
      cancelled = true;
      fire();
    }
  }

  /** Whether the call must end. */
  public boolean isOver() {
    return cancelled || limit.passed();
  }

  /**
   * Checks for cancellation.
   *
   * @throws VitrineException QUERY_CANCELED when it was cancelled, STATEMENT_TIMEOUT when its time
   *     limit has passed
   */
  public void check() {
    if (isOver()) {
      throw failure();
    }
  }

  /** The error of a call that was cancelled or whose time limit has passed. */
  public VitrineException failure() {
    Limit now = limit;
    if (cancelled || !now.passed()) {
      return new VitrineException(ErrorCode.QUERY_CANCELED, "The statement was cancelled.");
    }
    return new VitrineException(
            ErrorCode.STATEMENT_TIMEOUT,
            "The statement took longer than its time limit of " + seconds(now.length()) + " s.")
        .withHint("Run it again with a longer query timeout.");
  }

  private static String seconds(Duration length) {
    return length.toMillis() % 1000 == 0
        ? Long.toString(length.toSeconds())
        : Double.toString(length.toMillis() / 1000.0);
  }

  /**
   * Registers an action that ends a wait. When the call must end, {@code action} runs in another
   * thread, and again every 100 ms until the registration is closed. It must not throw.
   *
   * @return the registration, to be closed after the wait; closing waits for a run of {@code
   *     action}
   */
  public Watch whenOver(Runnable action) {
    Watch watch = new Watch(this, action);
    if (possible) {
      synchronized (this) {
        watches.add(watch);
      }
      if (isOver()) {
        watch.start();
      }
    }
    return watch;
  }

  /**
   * Runs a wait that ends early when the call must end.
   *
   * @throws VitrineException QUERY_CANCELED when the call must end before the wait is over, or the
   *     thread was interrupted for another reason
   */
  public <T> T interruptibly(Wait<T> wait) {
    check();
    Watch watch = whenOver(Thread.currentThread()::interrupt);
    try {
      return wait.run();
    } catch (InterruptedException exception) {
      if (isOver()) {
        throw failure();
      }
      Thread.currentThread().interrupt();
      throw new VitrineException(ErrorCode.QUERY_CANCELED, "The statement was interrupted.")
          .withCause(exception);
    } finally {
      watch.close();
      if (watch.acted) {
        // The interrupt was for this wait only.
        Thread.interrupted();
      }
    }
  }

  private void fire() {
    List<Watch> now;
    synchronized (this) {
      now = List.copyOf(watches);
    }
    now.forEach(Watch::start);
  }

  /** Ends the observation: the call is over, and a later {@link #cancel()} does nothing. */
  @Override
  public synchronized void close() {
    if (possible) {
      closed = true;
      watches.clear();
      if (alarm != null) {
        alarm.cancel(false);
        alarm = null;
      }
    }
  }

  /** A wait that is registered with a {@link Cancellation}. */
  public static final class Watch implements AutoCloseable {
    private final Cancellation call;
    private final Runnable action;

    /** Guarded by this, as is {@link #acted}. */
    private boolean over;

    private boolean acted;

    private Watch(Cancellation call, Runnable action) {
      this.call = call;
      this.action = action;
    }

    private void start() {
      ACTIONS.execute(this::act);
    }

    private synchronized void act() {
      if (!over) {
        acted = true;
        action.run();
        Future<?> unused = CLOCK.schedule(this::start, REPEAT_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void close() {
      synchronized (this) {
        over = true;
      }
      if (call.possible) {
        synchronized (call) {
          call.watches.remove(this);
        }
      }
    }
  }
}
