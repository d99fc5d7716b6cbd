package dev.vitrine.store.h2;

import dev.vitrine.store.vendor.StoreAbortException;
import dev.vitrine.store.vendor.StoreErrors;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * The locks that H2 lacks, for all transactions of one store. H2 runs in one process, so locks of
 * that process are enough. Transactions hold them until they end.
 *
 * <ul>
 *   <li>H2 looks for a parent row without locking it, so a parent could be deleted while another
 *       transaction inserts a child. So a transaction that changes anything holds the gate together
 *       with others, and one that deletes a row that others may refer to holds it alone.
 *   <li>H2 waits for a unique key of an open transaction in a busy loop, and finds no deadlock
 *       there. So a transaction claims the key before it inserts the row.
 * </ul>
 *
 * <p>Deadlocks in which these locks take part, also together with row locks, are found here. Safe
 * for use by several threads.
 */
public final class H2Locks {
  /** Interval of deadlock detection in a waiting transaction. */
  private static final long LOOK_MILLIS = 100;

  /** How long a transaction that waits for exclusive access blocks new transactions. */
  private static final long PRECEDENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The lock mode of a transaction. */
  private enum Level {
    NONE,
    TOGETHER,
    ALONE
  }

  /** All of these are guarded by this, as are the fields of every holder. */
  private final Set<Holder> holders = new HashSet<>();

  private final Map<Object, Holder> claims = new HashMap<>();

  /** Those that wait to hold the gate alone, and since when. */
  private final Map<Holder, Long> wantAlone = new HashMap<>();

  private final Map<Holder, Object> wantClaim = new HashMap<>();

  /** The locks of a transaction at some time. */
  public record Held(Object level, Set<Object> claims) {}

  /** A transaction and its locks. */
  public final class Holder {
    private final int session;
    private final IntSupplier blockingSession;
    private final Set<Object> claimed = new HashSet<>();
    private Level level = Level.NONE;

    private Holder(int session, IntSupplier blockingSession) {
      this.session = session;
      this.blockingSession = blockingSession;
    }

    /**
     * Waits until the transaction may change something or, if {@code alone}, delete a row that
     * others may refer to.
     *
     * @throws StoreAbortException when the transactions wait for each other
     * @throws dev.vitrine.error.VitrineException LOCK_TIMEOUT when it takes longer than {@code
     *     longest}
     * @throws InterruptedException when the thread is interrupted
     */
    public void enter(boolean alone, Duration longest) throws InterruptedException {
      H2Locks.this.enter(this, alone ? Level.ALONE : Level.TOGETHER, longest);
    }

    /**
     * Waits until the transaction may insert a row with a unique key; throws as {@link #enter}.
     *
     * @param key equal to the same key of other transactions
     */
    public void claim(Object key, Duration longest) throws InterruptedException {
      H2Locks.this.claim(this, key, longest);
    }

    /** The current locks of the transaction. */
    public Held held() {
      synchronized (H2Locks.this) {
        return new Held(level, Set.copyOf(claimed));
      }
    }

    /** Releases the locks taken since then, after a rollback to a savepoint. */
    public void lower(Held before) {
      H2Locks.this.lower(this, (Level) before.level(), before.claims());
    }

    /** Gives everything back. */
    public void release() {
      H2Locks.this.lower(this, Level.NONE, Set.of());
    }
  }

  /**
   * A new transaction, which holds nothing.
   *
   * @param session the number of its session in H2
   * @param blockingSession the number of the session for whose row lock it waits; 0 for none
   */
  public Holder holder(int session, IntSupplier blockingSession) {
    return new Holder(session, blockingSession);
  }

  private synchronized void enter(Holder holder, Level wanted, Duration longest)
      throws InterruptedException {
    if (holder.level.compareTo(wanted) >= 0) {
      return;
    }
    if (wanted == Level.ALONE) {
      wantAlone.put(holder, System.nanoTime());
    }
    try {
      await(holder, () -> isFree(holder, wanted), longest);
      holder.level = wanted;
      holders.add(holder);
    } finally {
      wantAlone.remove(holder);
      notifyAll();
    }
  }

  private synchronized void claim(Holder holder, Object key, Duration longest)
      throws InterruptedException {
    wantClaim.put(holder, key);
    try {
      await(holder, () -> claims.getOrDefault(key, holder) == holder, longest);
      claims.put(key, holder);
      holder.claimed.add(key);
    } finally {
      wantClaim.remove(holder);
    }
  }

  /** With the lock of this. */
  private void await(Holder holder, BooleanSupplier free, Duration longest)
      throws InterruptedException {
    long start = System.nanoTime();
    while (!free.getAsBoolean()) {
      if (isDeadlocked(holder)) {
        throw new StoreAbortException();
      }
      long left = longest.toNanos() - (System.nanoTime() - start);
      if (left <= 0) {
        throw StoreErrors.lockTimeout();
      }
      wait(Math.max(1, Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(left))));
    }
  }

  private synchronized void lower(Holder holder, Level level, Set<Object> keys) {
    if (holder.level.compareTo(level) > 0) {
      holder.level = level;
      if (level == Level.NONE) {
        holders.remove(holder);
      }
    }
    for (Object key : List.copyOf(holder.claimed)) {
      if (!keys.contains(key)) {
        holder.claimed.remove(key);
        claims.remove(key);
      }
    }
    notifyAll();
  }

  private boolean isFree(Holder holder, Level wanted) {
    boolean alone = wanted == Level.ALONE;
    for (Holder other : holders) {
      if (other != holder && (alone || other.level == Level.ALONE)) {
        return false;
      }
    }
    // Without precedence, one that wants the gate alone would starve; with more, an idle
    // transaction that keeps that one waiting would keep all others out as well.
    long now = System.nanoTime();
    return alone || wantAlone.values().stream().allMatch(since -> now - since > PRECEDENCE_NANOS);
  }

  /** Whether a transaction waits, directly or through others, for itself. */
  private boolean isDeadlocked(Holder start) {
    Set<Holder> seen = new HashSet<>();
    Deque<Holder> next = new ArrayDeque<>();
    next.add(start);
    while (!next.isEmpty()) {
      Holder waiting = next.remove();
      for (Holder blocking : blockers(waiting)) {
        if (blocking == start) {
          return true;
        }
        if (blocking != waiting && seen.add(blocking)) {
          next.add(blocking);
        }
      }
    }
    return false;
  }

  private Collection<Holder> blockers(Holder waiting) {
    if (wantAlone.containsKey(waiting)) {
      return holders.stream().filter(other -> other != waiting).toList();
    }
    if (wantClaim.containsKey(waiting)) {
      return Optional.ofNullable(claims.get(wantClaim.get(waiting))).stream().toList();
    }
    int session = waiting.blockingSession.getAsInt();
    return holders.stream().filter(other -> other.session == session).toList();
  }
}
