package dev.vitrine.cli.server;

import dev.vitrine.memory.MachineErrors;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a server process that has no heap left, so that a supervisor can restart it. After a single
 * OutOfMemoryError in a request the process continues, because the memory of the request is
 * released. The process ends when an OutOfMemoryError ends a thread, when three occur in a minute,
 * or when the process spends nearly all of 20 seconds on garbage collection.
 *
 * <p>Acknowledged changes are in the store, so halting at once loses nothing; shutdown hooks would
 * need memory.
 */
final class HeapGuard {
  /** Exit status of a process that has no heap left. */
  static final int STATUS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(HeapGuard.class);

  /** Period in which errors are counted. */
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Number of OutOfMemoryErrors in the window that end the process. */
  private static final int MOST_ERRORS = 3;

  /** Interval of the checks of garbage collection. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Consecutive checks above the limits that end the process: 20 s. */
  private static final int MOST_ROUNDS = 4;

  /** Maximum fraction of time spent on garbage collection. */
  private static final double MOST_TIME = 0.8;

  /** Maximum fraction of the heap in use after a collection. */
  private static final double MOST_USED = 0.9;

  /** Times of errors in requests, in nanoseconds; guarded by this. */
  private final Deque<Long> errors = new ArrayDeque<>();

  private HeapGuard() {}

  /** Starts to guard this process. */
  static void start() {
    HeapGuard guard = new HeapGuard();
    MachineErrors.observe(guard::happened);
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          if (failure instanceof OutOfMemoryError) {
            halt("The thread " + thread.getName() + " ended with an OutOfMemoryError");
          }
          if (before == null) {
            LOG.error("The thread {} ended", thread.getName(), failure);
          } else {
            before.uncaughtException(thread, failure);
          }
        });
    Thread thread = new Thread(HeapGuard::watch, "vitrine-heap");
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void happened(OutOfMemoryError error) {
    long now = System.nanoTime();
    errors.add(now);
    while (now - errors.getFirst() > WINDOW.toNanos()) {
      errors.remove();
    }
    if (errors.size() >= MOST_ERRORS) {
      halt("There were " + MOST_ERRORS + " OutOfMemoryErrors in a minute");
    }
  }

  private static void watch() {
    int rounds = 0;
    long collected = collecting();
    while (rounds < MOST_ROUNDS) {
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException stopped) {
        return;
      }
      long now = collecting();
      boolean busy = now - collected > PAUSE.toMillis() * MOST_TIME;
      rounds = busy && isFull() ? rounds + 1 : 0;
      collected = now;
    }
    halt("The process spends nearly all time on garbage collection");
  }

  /** Milliseconds in all collections so far. */
  private static long collecting() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static boolean isFull() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed() > heap.getMax() * MOST_USED;
  }

  private static void halt(String why) {
    try {
      LOG.error("{}; the server exits with status {}. Give it a larger heap.", why, STATUS);
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
