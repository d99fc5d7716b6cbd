package dev.vitrine.store.connection;

import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.ValueLimit;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The bytes that one query's reads have brought from PostgreSQL and that its driver keeps, charged
 * to an account as they arrive: when the memory is used up, the read waits, and the database with
 * it. Used by one thread at a time.
 */
public final class FetchedBytes {
  /**
   * Bytes that PostgreSQL's driver keeps of one fetch at most, twice the limit of a value and more
   * if the heap is large; it refuses more before it makes room for them.
   */
  public static final long MOST =
      Math.max(
          2L * ValueLimit.BYTES + (2 << 20),
          Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 8));

  /** Small results are not charged: the number of connections bounds them. */
  private static final long FREE = 256L << 10;

  /** Bytes charged to the budget at once. */
  private static final long GRAIN = 256L << 10;

  /** The name of the limit in pgjdbc's messages, in each of its languages. */
  private static final String LIMIT = "maxResultBuffer";

  private static final ThreadLocal<FetchedBytes> READING = new ThreadLocal<>();

  private final MemoryAccount account;
  private final long most;
  private long arrived;
  private long reserved;
  private Optional<VitrineException> refusal = Optional.empty();

  /**
   * @param most bytes of one fetch, beyond which the connection is given up
   */
  public FetchedBytes(MemoryAccount account, long most) {
    this.account = account;
    this.most = most;
  }

  /** Reads that may bring rows. */
  public interface Read<T> {
    /** Reads. */
    T read() throws SQLException;
  }

  /** Reads and charges the received bytes. */
  public <T> T reading(Read<T> work) throws SQLException {
    READING.set(this);
    try {
      return work.read();
    } catch (SQLException failure) {
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      if (arrived > most || isOverflow(failure)) {
        throw new FetchOverflowException(failure);
      }
      throw failure;
    } finally {
      READING.remove();
    }
  }

  private static boolean isOverflow(SQLException failure) {
    return failure.getMessage() != null && failure.getMessage().contains(LIMIT);
  }

  /**
   * Charges bytes received from the database in this thread.
   *
   * @throws IOException when there is no memory for them; the connection is then lost
   */
  static void arrived(int count) throws IOException {
    FetchedBytes reading = READING.get();
    if (reading != null && count > 0) {
      reading.charge(count);
    }
  }

  private void charge(int count) throws IOException {
    arrived += count;
    if (arrived > most) {
      throw new IOException("A fetch has more than " + most + " bytes");
    }
    while (arrived > FREE + reserved) {
      try {
        account.reserve(GRAIN);
        reserved += GRAIN;
      } catch (VitrineException full) {
        refusal = Optional.of(full);
        throw new IOException("No memory for the rows of the query", full);
      }
    }
  }

  /** The driver keeps none of the rows any more. */
  public void forget() {
    account.release(reserved);
    reserved = 0;
    arrived = 0;
  }
}
