package dev.vitrine.store.result;

import dev.vitrine.catalog.Claims;
import dev.vitrine.memory.RowSize;
import dev.vitrine.store.connection.FetchOverflowException;
import dev.vitrine.store.connection.FetchSize;
import dev.vitrine.store.principal.PrincipalDao;
import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.SentStatements;
import dev.vitrine.store.statement.WatchedStatements;
import dev.vitrine.store.vendor.StoreErrors;
import dev.vitrine.store.vendor.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Runs one query outside of any transaction, and reads its rows whole: that is one round trip,
 * where a transaction takes another to end it.
 */
public final class SmallRead implements AutoCloseable {
  /** Maximum number of rows read without a transaction; more are read in batches. */
  static final int MOST = FetchSize.MOST;

  /** Maximum bytes of a result read without a transaction. */
  static final long MOST_BYTES = 4L << 20;

  private final Handle handle;
  private final DirectStatements direct;
  private final RunningQuery running;

  /** Owns the handle, and closes it. */
  public SmallRead(
      Handle handle, Vendor vendor, SentStatements sent, WatchedStatements statements) {
    this.handle = handle;
    this.direct = DirectStatements.cancellable(statements, sent, null);
    this.running = new RunningQuery(vendor, sent, statements, null);
    handle.setStatementBuilder(statements.builder());
  }

  /**
   * All rows, or empty if they are too many or too large for the free memory. The caller releases
   * their bytes from the query's memory.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when the user no longer exists
   */
  public Optional<List<Object[]>> rows(StoreQuery query) {
    boolean limited = query.maxRows() > 0 && query.maxRows() <= MOST;
    List<Object[]> all = new ArrayList<>();
    long bytes = 0;
    boolean whole = false;
    try (StoreRows rows =
        running.start(query, !query.provesUser(), null, limited ? query.maxRows() : MOST + 1)) {
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        long size = RowSize.of(row.get());
        if (bytes + size > MOST_BYTES) {
          return Optional.empty();
        }
        if (!query.memory().tryReserve(size)) {
          return Optional.empty();
        }
        bytes += size;
        all.add(row.get());
      }
      whole = limited || all.size() <= MOST;
    } catch (FetchOverflowException overflow) {
      return Optional.empty();
    } finally {
      if (!whole) {
        query.memory().release(bytes);
      }
    }
    if (all.isEmpty() && query.provesUser()) {
      requireUser(query.userId());
    }
    return whole ? Optional.of(all) : Optional.empty();
  }

  private void requireUser(long id) {
    try {
      new PrincipalDao(handle, direct).user(id, Claims.NONE);
    } catch (RuntimeException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  @Override
  public void close() {
    try {
      handle.close();
    } catch (RuntimeException exception) {
      throw StoreErrors.translate(exception);
    }
  }
}
