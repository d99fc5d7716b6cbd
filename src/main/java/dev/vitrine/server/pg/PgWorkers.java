package dev.vitrine.server.pg;

import dev.vitrine.server.front.FairSlots;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded number of threads. Work of one caller takes at most a part of them; further work waits
 * without a thread, and callers take turns. Safe for use by several threads.
 */
final class PgWorkers {
  /** Seconds for which an idle thread is kept. */
  private static final long KEPT_SECONDS = 30;

  private final ThreadPoolExecutor threads;
  private final FairSlots slots;

  PgWorkers(String name, int most, int mostOfCaller) {
    AtomicInteger number = new AtomicInteger();
    this.slots = new FairSlots(most, mostOfCaller);
    // A finished task leaves its slot shortly before its thread is free for the next one.
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs work in a thread, now or when it is the caller's turn. */
  void run(String caller, Runnable work) {
    if (slots.enter(caller, task(caller, work))) {
      threads.execute(task(caller, work));
    }
  }

  private Runnable task(String caller, Runnable work) {
    return () -> {
      try {
        work.run();
      } finally {
        Optional<Runnable> next = slots.leave(caller);
        next.ifPresent(threads::execute);
      }
    };
  }

  /** Interrupts nothing; waits for running work. */
  void close(Duration time) throws InterruptedException {
    threads.shutdown();
    threads.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
