package dev.vitrine.store;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps H2's foreign keys true under concurrency. H2 looks for a parent row without locking it, so
 * a parent can be deleted while another transaction inserts a child. H2 runs in one process, so a
 * lock in that process is enough: who changes anything goes through shared, who deletes what others
 * may point at goes through alone.
 */
final class ExclusiveGate {
  private static final int ALL = 10_000;
  private static final long PATIENCE_SECONDS = 10;

  private final Semaphore permits = new Semaphore(ALL, true);

  /** Takes permits for one transaction up to {@code wanted}; answers how many it holds then. */
  int enter(int held, boolean alone) {
    int wanted = alone ? ALL : 1;
    if (held >= wanted) {
      return held;
    }
    try {
      if (!permits.tryAcquire(wanted - held, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new StoreConflictException();
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new StoreConflictException(exception);
    }
    return wanted;
  }

  void leave(int held) {
    permits.release(held);
  }
}
