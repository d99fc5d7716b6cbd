package dev.vitrine.memory;

/**
 * The reservations of one connection or request in a {@link MemoryBudget}. It takes memory from the
 * budget in grains, so that most reservations touch no shared state. Safe for use by several
 * threads.
 */
public final class MemoryAccount implements AutoCloseable {
  /** Bytes taken from the budget at once. */
  private static final long GRAIN = 64L << 10;

  private final MemoryBudget budget;
  private final long userId;
  private long reserved;
  private long taken;
  private boolean closed;

  MemoryAccount(MemoryBudget budget, long userId) {
    this.budget = budget;
    this.userId = userId;
  }

  /**
   * Reserves bytes for optional data such as read-ahead, if less than half of the limits is in use;
   * never waits.
   */
  public synchronized boolean tryReserve(long bytes) {
    long more = missing(bytes);
    if (reserved + bytes > budget.perConnection()
        || (more > 0 && !budget.takeSpare(userId, more))) {
      return false;
    }
    add(bytes, more);
    return true;
  }

  /** Reserves the bytes of a row that is already in memory, regardless of limits. */
  public synchronized void overdraw(long bytes) {
    long more = missing(bytes);
    if (more > 0) {
      budget.overdraw(userId, more);
    }
    add(bytes, more);
  }

  /**
   * Reserves bytes, and waits a few seconds if others use them. A single reservation may exceed the
   * limit of the connection, so that one large row can be read.
   *
   * @throws dev.vitrine.error.VitrineException OUT_OF_MEMORY when the limit of the connection, of
   *     the user or of the server is reached
   */
  public synchronized void reserve(long bytes) {
    if (reserved > 0 && reserved + bytes > budget.perConnection()) {
      throw MemoryBudget.exceeded("one connection", budget.perConnection());
    }
    long more = missing(bytes);
    if (more > 0) {
      budget.take(userId, more);
    }
    add(bytes, more);
  }

  /** Gives reserved bytes back; after {@link #close()}, nothing. */
  public synchronized void release(long bytes) {
    reserved -= Math.min(bytes, reserved);
    long kept = grains(reserved);
    if (taken - kept > GRAIN) {
      budget.give(userId, taken - kept);
      taken = kept;
    }
  }

  /** Bytes that are reserved now. */
  public synchronized long reserved() {
    return reserved;
  }

  /** Gives everything back. */
  @Override
  public synchronized void close() {
    closed = true;
    reserved = 0;
    if (taken > 0) {
      budget.give(userId, taken);
      taken = 0;
    }
  }

  private long missing(long bytes) {
    return closed ? 0 : Math.max(0, grains(reserved + bytes) - taken);
  }

  private void add(long bytes, long more) {
    if (!closed) {
      reserved += bytes;
      taken += more;
    }
  }

  private static long grains(long bytes) {
    return (bytes + GRAIN - 1) / GRAIN * GRAIN;
  }
}
