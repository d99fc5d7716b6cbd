package dev.vitrine.session.call;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Knows whether something is in use and, if not, since when. A user and the end for idleness
 * exclude each other. Safe for use by several threads.
 */
public final class Activity {
  private final ReentrantLock lock = new ReentrantLock();

  /** In {@link System#nanoTime()}; guarded by the lock. */
  private long lastUsed = System.nanoTime();

  /** Runs work as a use; reentrant. */
  public <T> T during(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lastUsed = System.nanoTime();
      lock.unlock();
    }
  }

  /** The same for work without a result. */
  public void during(Runnable work) {
    during(
        () -> {
          work.run();
          return true;
        });
  }

  /** Reading a value guarded by this object is not a use. */
  public boolean asked(Supplier<Boolean> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code end}, alone, if nothing is in use now and nothing was for longer than a time. */
  public boolean ifIdle(Duration time, Supplier<Boolean> end) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      return System.nanoTime() - lastUsed > time.toNanos() && end.get();
    } finally {
      lock.unlock();
    }
  }
}
