package dev.vitrine.memory;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes that a process may use for results and requests at one time. A user gets at most half
 * of the budget and a connection at most three eighths, so that one user cannot exhaust it for
 * others. Safe for use by several threads.
 */
public final class MemoryBudget {
  /** The other three quarters of the heap are for plans, caches, the store and the server. */
  private static final int HEAP_FRACTION = 4;

  /** Maximum wait for memory. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final long total;
  private final long perUser;
  private final long perConnection;
  private final Duration patience;

  /** Bytes in use by each user; guarded by this. */
  private final Map<Long, Long> users = new HashMap<>();

  /** Bytes in use by all users; guarded by this. */
  private long used;

  /**
   * A budget of so many bytes.
   *
   * @param patience how long a reservation waits for memory that others use
   */
  public MemoryBudget(long total, Duration patience) {
    this.total = total;
    this.perUser = total / 2;
    this.perConnection = total / 8 * 3;
    this.patience = patience;
  }

  /** A quarter of the maximum heap; reservations wait up to ten seconds. */
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / HEAP_FRACTION, PATIENCE);
  }

  /** An account for one connection or one request of a user; the caller closes it. */
  public MemoryAccount open(long userId) {
    return new MemoryAccount(this, userId);
  }

  /** Bytes that are reserved now, by all users. */
  public synchronized long used() {
    return used;
  }

  /** Bytes that one connection may reserve, unless it reserves them at once. */
  long perConnection() {
    return perConnection;
  }

  /**
   * Reserves bytes for optional data (read-ahead) if half of the budget and of the user's share
   * stay free for required data.
   */
  synchronized boolean takeSpare(long userId, long bytes) {
    return users.getOrDefault(userId, 0L) + bytes <= perUser / 2
        && used + bytes <= total / 2
        && tryTake(userId, bytes);
  }

  /** Takes bytes without regard to the limits. */
  synchronized void overdraw(long userId, long bytes) {
    used += bytes;
    users.merge(userId, bytes, Long::sum);
  }

  /** Takes bytes if they are free; never waits. */
  private boolean tryTake(long userId, long bytes) {
    long ofUser = users.getOrDefault(userId, 0L);
    if (used + bytes > total || ofUser + bytes > perUser) {
      return false;
    }
    used += bytes;
    users.put(userId, ofUser + bytes);
    return true;
  }

  /**
   * Takes bytes, and waits a few seconds for them if they are in use.
   *
   * @throws VitrineException OUT_OF_MEMORY when they do not become free
   */
  synchronized void take(long userId, long bytes) {
    if (bytes > perUser) {
      throw exceeded("one user", perUser);
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (!tryTake(userId, bytes)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw users.getOrDefault(userId, 0L) + bytes > perUser
            ? exceeded("one user", perUser)
            : exceeded("the server", total);
      }
      try {
        wait(left);
      } catch (InterruptedException exception) {
        Thread.currentThread().interrupt();
        throw new VitrineException(ErrorCode.QUERY_CANCELED, "The statement was interrupted.")
            .withCause(exception);
      }
    }
  }

  synchronized void give(long userId, long bytes) {
    used -= bytes;
    users.merge(userId, -bytes, (a, b) -> a + b == 0 ? null : a + b);
    notifyAll();
  }

  static VitrineException exceeded(String whose, long limit) {
    return new VitrineException(
            ErrorCode.OUT_OF_MEMORY,
            "The memory for results of " + whose + " is used up; the limit is " + size(limit) + ".")
        .withHint("Read fewer rows or columns at once, close results, or try again later.");
  }

  /** A number of bytes in a unit that suits it. */
  static String size(long bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : bytes + " bytes";
  }
}
