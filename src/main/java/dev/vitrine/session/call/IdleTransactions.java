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

  /** Both guarded by this. */
  private boolean running;

  private boolean closed;

  /** Something that holds a connection to the store between uses. */
  interface Idle {
    /** Gives the connection back if it was not used for longer than a time; says whether it did. */
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
