package dev.vitrine.session.provider;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Bounds the requests that read shares: {@value #MOST} at a time, and one of a provider. Those in
 * the background wait in a queue without a thread; slow providers do not delay the others until
 * {@value #MOST} of them are slow. Safe for use by several threads.
 */
final class RefreshSlots {
  /** Concurrent requests that read shares. */
  static final int MOST = 8;

  private final Consumer<Runnable> threads;
  private final Set<String> providers = new HashSet<>();
  private final Queue<Waiting> queue = new ArrayDeque<>();

  private record Waiting(String provider, Runnable work) {}

  /**
   * @param threads runs work in a separate thread
   */
  RefreshSlots(Consumer<Runnable> threads) {
    this.threads = threads;
  }

  /** Runs work in the background, as soon as there is a slot. */
  synchronized void run(String provider, Runnable work) {
    if (take(provider)) {
      begin(provider, work);
    } else {
      queue.add(new Waiting(provider, work));
    }
  }

  private void begin(String provider, Runnable work) {
    threads.accept(
        () -> {
          try {
            work.run();
          } finally {
            release(provider);
          }
        });
  }

  private boolean take(String provider) {
    return providers.size() < MOST && providers.add(provider);
  }

  /** Takes a slot for the caller; false if there is none within a time. */
  synchronized boolean acquire(String provider, Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    while (!take(provider)) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Ends the use of a slot. */
  synchronized void release(String provider) {
    providers.remove(provider);
    for (Iterator<Waiting> next = queue.iterator(); next.hasNext(); ) {
      Waiting waiting = next.next();
      if (take(waiting.provider())) {
        next.remove();
        begin(waiting.provider(), waiting.work());
      }
    }
    notifyAll();
  }
}
