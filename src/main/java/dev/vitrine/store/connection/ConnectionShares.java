package dev.vitrine.store.connection;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Divides the connections to the store among users. A user holds at most a share of the ordinary
 * part; the reserves for sign-in, admins and the health check are never given to ordinary users.
 * Transactions and large results, which keep a connection while their clients do nothing, get at
 * most three quarters of the ordinary part, so that short statements of other users always get one.
 * A connection that becomes free goes to the waiting user who holds the fewest, and among equals to
 * the one who has waited longest. Safe for use by several threads.
 */
public final class ConnectionShares {
  /** One user holds at most this fraction of the pool (1/4). */
  private static final int SHARE_DIVISOR = 4;

  /** Minimum connections of one user. */
  private static final int LEAST_SHARE = 2;

  /** Work on files holds at most this fraction of the ordinary part (1/2). */
  private static final int FILES_DIVISOR = 2;

  /** One ordinary connection in so many is never kept between statements. */
  private static final int SHORT_DIVISOR = 4;

  private final ReentrantLock lock = new ReentrantLock();

  /** All that follows is guarded by the lock. */
  private final Map<ConnectionPart, Integer> used = new EnumMap<>(ConnectionPart.class);

  private final Map<Long, Integer> ordinaryByKey = new HashMap<>();
  private final Map<Long, Integer> waitingByKey = new HashMap<>();
  private final Set<Waiter> waiting = new LinkedHashSet<>();
  private Duration shareWait;
  private Duration poolWait;
  private int size;
  private int kept;
  private long lastOrdinaryGrant = System.nanoTime();
  private long waits;
  private long nanosWaited;
  private long refusedByShare;
  private long refusedByPool;

  /**
   * @param size the number of connections in all parts together
   * @param shareWait how long a request waits while its own share is in use
   * @param poolWait how long a request waits while all connections that it may have are in use
   */
  ConnectionShares(int size, Duration shareWait, Duration poolWait) {
    this.size = size;
    this.shareWait = shareWait;
    this.poolWait = poolWait;
  }

  /** The right to one connection; closing it twice is harmless. */
  final class Permit implements AutoCloseable {
    private final ConnectionPart part;
    private final ConnectionRequest request;
    private final AtomicBoolean held = new AtomicBoolean(true);

    private Permit(ConnectionPart part, ConnectionRequest request) {
      this.part = part;
      this.request = request;
    }

    @Override
    public void close() {
      if (held.compareAndSet(true, false)) {
        release(this);
      }
    }
  }

  private final class Waiter {
    private final ConnectionRequest request;
    private final Condition granted = lock.newCondition();
    private Optional<Permit> permit = Optional.empty();

    private Waiter(ConnectionRequest request) {
      this.request = request;
    }
  }

  /** The number of ordinary connections that one user may hold. */
  public int share() {
    lock.lock();
    try {
      return Math.max(LEAST_SHARE, size / SHARE_DIVISOR);
    } finally {
      lock.unlock();
    }
  }

  /** The number of ordinary connections for the work on files. */
  public int filesShare() {
    lock.lock();
    try {
      return Math.max(LEAST_SHARE, ConnectionPart.ORDINARY.sizeIn(size) / FILES_DIVISOR);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes the number of connections and the waiting times. Connections that exceed the new number
   * end when they are released; requests that wait already keep their time.
   */
  void configure(int all, Duration ofShare, Duration ofPool) {
    lock.lock();
    try {
      size = all;
      shareWait = ofShare;
      poolWait = ofPool;
      for (ConnectionPart part : ConnectionPart.values()) {
        serve(part);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A permit, if there is one at once. */
  Optional<Permit> tryTake(ConnectionRequest request) {
    lock.lock();
    try {
      return grant(request);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A permit, after waiting for one if necessary.
   *
   * @throws VitrineException TOO_MANY_CONNECTIONS when none becomes free in time
   */
  Permit take(ConnectionRequest request) throws InterruptedException {
    lock.lock();
    try {
      Optional<Permit> now = grant(request);
      return now.isPresent() ? now.get() : await(request);
    } finally {
      lock.unlock();
    }
  }

  private Permit await(ConnectionRequest request) throws InterruptedException {
    int ahead = waitingByKey.getOrDefault(request.key(), 0);
    if (ahead >= request.queue()) {
      refusedByShare++;
      throw overShare(request);
    }
    waits++;
    long start = System.nanoTime();
    long left = (isOverShare(request) ? shareWait : poolWait).toNanos();
    Waiter waiter = new Waiter(request);
    waiting.add(waiter);
    waitingByKey.put(request.key(), ahead + 1);
    try {
      while (waiter.permit.isEmpty() && left > 0) {
        left = waiter.granted.awaitNanos(left);
      }
    } catch (InterruptedException exception) {
      waiter.permit.ifPresent(Permit::close);
      throw exception;
    } finally {
      waiting.remove(waiter);
      waitingByKey.computeIfPresent(request.key(), (key, count) -> count == 1 ? null : count - 1);
      nanosWaited += System.nanoTime() - start;
    }
    if (waiter.permit.isPresent()) {
      return waiter.permit.get();
    }
    if (isOverShare(request)) {
      refusedByShare++;
      throw overShare(request);
    }
    refusedByPool++;
    throw new VitrineException(
            ErrorCode.TOO_MANY_CONNECTIONS,
            isOverKept(request)
                ? "All connections to the store that transactions and large results may keep are in"
                    + " use."
                : "All connections to the store are in use.")
        .withHint("Close unused result sets and transactions, and try again.");
  }

  private static VitrineException overShare(ConnectionRequest request) {
    return new VitrineException(
            ErrorCode.TOO_MANY_CONNECTIONS,
            "You use all "
                + request.share()
                + " connections to the store that one user may have at a time.")
        .withHint(
            "End your open transactions and close your unread result sets, or run fewer statements"
                + " at the same time.");
  }

  private boolean isOverShare(ConnectionRequest request) {
    return ordinaryByKey.getOrDefault(request.key(), 0) >= request.share();
  }

  private boolean isOverKept(ConnectionRequest request) {
    int ordinary = ConnectionPart.ORDINARY.sizeIn(size);
    return request.kept() && kept >= ordinary - ordinary / SHORT_DIVISOR;
  }

  private Optional<Permit> grant(ConnectionRequest request) {
    for (ConnectionPart part : request.parts()) {
      if (isFree(part) && mayHave(request, part)) {
        return Optional.of(granted(part, request));
      }
    }
    return Optional.empty();
  }

  private boolean isFree(ConnectionPart part) {
    return used.getOrDefault(part, 0) < part.sizeIn(size);
  }

  private boolean mayHave(ConnectionRequest request, ConnectionPart part) {
    return request.parts().contains(part)
        && (part != ConnectionPart.ORDINARY || !(isOverShare(request) || isOverKept(request)));
  }

  private Permit granted(ConnectionPart part, ConnectionRequest request) {
    used.merge(part, 1, Integer::sum);
    if (part == ConnectionPart.ORDINARY) {
      ordinaryByKey.merge(request.key(), 1, Integer::sum);
      kept += request.kept() ? 1 : 0;
      lastOrdinaryGrant = System.nanoTime();
    }
    return new Permit(part, request);
  }

  private void release(Permit permit) {
    lock.lock();
    try {
      used.merge(permit.part, -1, Integer::sum);
      if (permit.part == ConnectionPart.ORDINARY) {
        ordinaryByKey.computeIfPresent(
            permit.request.key(), (key, count) -> count == 1 ? null : count - 1);
        kept -= permit.request.kept() ? 1 : 0;
      }
      serve(permit.part);
    } finally {
      lock.unlock();
    }
  }

  /** Assigns free connections of a part to waiting requests. */
  private void serve(ConnectionPart part) {
    while (isFree(part)) {
      Optional<Waiter> next = next(part);
      if (next.isEmpty()) {
        return;
      }
      Waiter waiter = next.get();
      waiter.permit = Optional.of(granted(part, waiter.request));
      waiting.remove(waiter);
      waiter.granted.signal();
    }
  }

  private Optional<Waiter> next(ConnectionPart part) {
    Waiter best = null;
    int fewest = Integer.MAX_VALUE;
    for (Waiter waiter : waiting) {
      int held = ordinaryByKey.getOrDefault(waiter.request.key(), 0);
      if (mayHave(waiter.request, part) && held < fewest) {
        best = waiter;
        fewest = held;
      }
    }
    return Optional.ofNullable(best);
  }

  /** How long all ordinary connections have been in use without one becoming free. */
  public Duration stalled() {
    lock.lock();
    try {
      return isFree(ConnectionPart.ORDINARY)
          ? Duration.ZERO
          : Duration.ofNanos(System.nanoTime() - lastOrdinaryGrant);
    } finally {
      lock.unlock();
    }
  }

  /** The state at this moment. */
  ShareFigures figures() {
    lock.lock();
    try {
      Map<ConnectionPart, Integer> sizes = new EnumMap<>(ConnectionPart.class);
      Map<ConnectionPart, Integer> active = new EnumMap<>(ConnectionPart.class);
      for (ConnectionPart part : ConnectionPart.values()) {
        sizes.put(part, part.sizeIn(size));
        active.put(part, used.getOrDefault(part, 0));
      }
      return new ShareFigures(
          sizes,
          active,
          waiting.size(),
          waits,
          Duration.ofNanos(nanosWaited),
          refusedByShare,
          refusedByPool);
    } finally {
      lock.unlock();
    }
  }
}
