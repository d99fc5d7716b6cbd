package dev.vitrine.session.call;

import dev.vitrine.error.Cancellation;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a session: one thread at a time uses it. A thread can hold it for several calls of
 * the session, which then run without those of other threads between them. Safe for use by several
 * threads.
 */
public final class SessionLock {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLock.class);

  private final ReentrantLock lock = new ReentrantLock();

  /** Work for the time when no thread holds the lock. */
  private final Queue<Runnable> deferred = new ConcurrentLinkedQueue<>();

  /** Waits for the lock and runs {@code work} with it. */
  public <T> T holding(Supplier<T> work) {
    lock.lock();
    return held(work);
  }

  /** Waits for the lock and runs {@code work} with it. */
  public void run(Runnable work) {
    holding(
        () -> {
          work.run();
          return true;
        });
  }

  /**
   * As {@link #holding(Supplier)}, but waits only until {@code call} must end.
   *
   * @throws dev.vitrine.error.VitrineException QUERY_CANCELED or STATEMENT_TIMEOUT when the call
   *     must end before the lock is free
   */
  public <T> T holding(Cancellation call, Supplier<T> work) {
    call.interruptibly(
        () -> {
          lock.lockInterruptibly();
          return true;
        });
    return held(work);
  }

  /** Runs {@code work} with the lock if it is free; otherwise returns empty without waiting. */
  public <T> Optional<T> tryHolding(Supplier<T> work) {
    return lock.tryLock() ? Optional.of(held(work)) : Optional.empty();
  }

  /** Runs {@code work} with the lock: now, or when its holder releases it. Does not wait. */
  public void whenFree(Runnable work) {
    Optional<Boolean> done =
        tryHolding(
            () -> {
              work.run();
              return true;
            });
    if (done.isEmpty()) {
      deferred.add(work);
      runDeferred();
    }
  }

  /** Whether a thread holds the lock. */
  public boolean isHeld() {
    return lock.isLocked();
  }

  private <T> T held(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      lock.unlock();
      runDeferred();
    }
  }

  private void runDeferred() {
    while (!deferred.isEmpty() && !lock.isHeldByCurrentThread() && lock.tryLock()) {
      try {
        for (Runnable work = deferred.poll(); work != null; work = deferred.poll()) {
          work.run();
        }
      } catch (RuntimeException failure) {
        LOG.warn("A statement could not be closed", failure);
      } finally {
        lock.unlock();
      }
    }
  }
}
