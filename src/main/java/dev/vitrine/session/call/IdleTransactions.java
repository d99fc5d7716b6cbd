package dev.vitrine.session.call;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions, and cursors with a connection of their own, that have been idle for too long,
 * so that a client that died or forgot them does not keep connections and locks. Safe for use by
 * several threads.
 */
public final class IdleTransactions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdleTransactions.class);

  /** Maximum interval of the checks, in milliseconds. */
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  /** Minimum interval of the checks, in milliseconds. */
  private static final long SHORTEST_PAUSE_MILLIS = 50;

  private final Set<Idle> watched = ConcurrentHashMap.newKeySet();
  private final AtomicLong ended = new AtomicLong();
  private volatile Duration limit;

  /**
   * Maximum age of a transaction that reads one state: it also keeps the privileges of its start,
   * and PostgreSQL keeps the old rows of all tables for it.
   */
  private volatile Duration snapshotLimit = Duration.ofMinutes(10);

  /** Both guarded by this. */
  private boolean running;

  private boolean closed;

  /** Something that holds a connection to the store between uses. */
  interface Idle {
    /** Returns the connection if it was idle for longer than a time; true if it did. */
    boolean endIfIdle(Duration time);
  }

  /**
   * @param limit maximum time between two uses; zero means no limit
   */
  public IdleTransactions(Duration limit) {
    this.limit = limit;
  }

  public void setLimit(Duration other) {
    limit = other;
  }

  /** Sets the maximum age of transactions that read one state; 10 minutes by default. */
  public void setSnapshotLimit(Duration other) {
    snapshotLimit = other;
  }

  /** Whether a transaction that has read one state for this time must end. */
  boolean isTooOld(Duration snapshot) {
    return snapshot.compareTo(snapshotLimit) > 0;
  }

  /** The error for such a transaction. */
  VitrineException snapshotEnded() {
    return new VitrineException(
            ErrorCode.SERIALIZATION_FAILURE,
            "The REPEATABLE READ transaction was open for more than "
                + snapshotLimit.toSeconds()
                + " s and was rolled back.")
        .withHint("Send ROLLBACK, then run the transaction again, in parts if it is long.");
  }

  /** Watches until {@link #forget}. */
  public void watch(Idle holder) {
    watched.add(holder);
    start();
  }

  public void forget(Idle holder) {
    watched.remove(holder);
  }

  /** Number of ended transactions and cursors. */
  public long ended() {
    return ended.get();
  }

  /** The error for statements of a transaction that was ended. */
  public VitrineException transactionEnded() {
    return new VitrineException(
            ErrorCode.IDLE_TRANSACTION_TIMEOUT,
            "The transaction was idle for more than " + seconds() + " s and was rolled back.")
        .withHint("Send ROLLBACK, then run the transaction again without long pauses.");
  }

  /** The error for a result set that was ended. */
  public VitrineException cursorEnded() {
    return new VitrineException(
            ErrorCode.IDLE_TRANSACTION_TIMEOUT,
            "The result set was not read for more than " + seconds() + " s and was closed.")
        .withHint("Run the query again and read all rows without long pauses.");
  }

  private long seconds() {
    return limit.toSeconds();
  }

  private synchronized void start() {
    if (!running && !closed) {
      running = true;
      Thread thread = new Thread(this::sweep, "vitrine-idle-transactions");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Ends when nothing has been watched for a pause; {@link #watch} starts it again. */
  private synchronized boolean goesOn() {
    running = !closed && !watched.isEmpty();
    return running;
  }

  private void sweep() {
    try {
      do {
        Thread.sleep(pause());
        endIdle();
      } while (goesOn());
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
  }

  private long pause() {
    long quarter = limit.isZero() ? LONGEST_PAUSE_MILLIS : limit.toMillis() / 4;
    return Math.max(SHORTEST_PAUSE_MILLIS, Math.min(LONGEST_PAUSE_MILLIS, quarter));
  }

  private void endIdle() {
    Duration time = limit;
    if (time.isZero()) {
      return;
    }
    for (Idle holder : watched) {
      try {
        if (holder.endIfIdle(time)) {
          ended.incrementAndGet();
        }
      } catch (RuntimeException exception) {
        // The other transactions must be checked nevertheless.
        LOG.warn("An idle transaction did not end properly", exception);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
