package dev.vitrine.session.upkeep;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background tasks of an engine. All engines of a process share one timer that only hands tasks
 * over to daemon threads, so a store that does not respond delays no other. Safe for use by several
 * threads.
 */
public final class Background implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final ThreadFactory DAEMONS =
      work -> {
        Thread thread = new Thread(work, "vitrine-background");
        thread.setDaemon(true);
        return thread;
      };
  private static final ExecutorService WORKERS = Executors.newCachedThreadPool(DAEMONS);
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final ConcurrentHashMap<Future<?>, Boolean> planned = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, DAEMONS);
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Runs a task soon, in a separate thread. */
  public void run(Runnable work) {
    if (!closed) {
      WORKERS.execute(() -> logged(work));
    }
  }

  /** Runs work again and again, never twice at a time. */
  public void every(Duration time, Runnable work) {
    AtomicBoolean running = new AtomicBoolean();
    Future<?> task =
        TIMER.scheduleWithFixedDelay(
            () -> handOver(running, work), time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
    planned.put(task, true);
    if (closed) {
      task.cancel(false);
    }
  }

  private void handOver(AtomicBoolean running, Runnable work) {
    if (running.compareAndSet(false, true)) {
      WORKERS.execute(
          () -> {
            try {
              logged(work);
            } finally {
              running.set(false);
            }
          });
    }
  }

  /** Runs work once, after a time; dropped if this is closed before. */
  public void after(Duration time, Runnable work) {
    planned.keySet().removeIf(Future::isDone);
    Future<?> task = TIMER.schedule(() -> run(work), time.toNanos(), TimeUnit.NANOSECONDS);
    planned.put(task, true);
    if (closed) {
      task.cancel(false);
    }
  }

  /** Runs a short task periodically until it is no longer needed. */
  public void until(BooleanSupplier done, Duration time, Runnable work) {
    run(
        () -> {
          if (!done.getAsBoolean()) {
            work.run();
            after(time, () -> until(done, time, work));
          }
        });
  }

  private static void logged(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      LOG.warn("A background task failed", failure);
    }
  }

  /** Schedules nothing more. Running tasks finish. */
  @Override
  public void close() {
    closed = true;
    planned.keySet().forEach(task -> task.cancel(false));
  }
}
