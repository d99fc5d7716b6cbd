package dev.vitrine.store;

import dev.vitrine.catalog.Claims;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Runs one query outside of any transaction, and reads its rows whole: that is one round trip,
 * where a transaction takes another to end it.
 */
public final class SmallRead implements Cancellable, AutoCloseable {
  /** More rows than this are read in a transaction, batch by batch. */
  static final int MOST = StoreRows.FETCH_SIZE;

  private final Handle handle;
  private final RunningQuery running;

  SmallRead(Handle handle, Vendor vendor, SentStatements sent) {
    this.handle = handle;
    this.running = new RunningQuery(handle.getConnection(), vendor, sent);
  }

  /**
   * All rows, or empty if there are too many.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when there is no such user any
   *     more
   */
  public Optional<List<Object[]>> rows(StoreQuery query) {
    boolean limited = query.maxRows() > 0 && query.maxRows() <= MOST;
    List<Object[]> all = new ArrayList<>();
    try (StoreRows rows =
        running.start(query, !query.provesUser(), 0, limited ? query.maxRows() : MOST + 1)) {
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        all.add(row.get());
      }
    }
    if (all.isEmpty() && query.provesUser()) {
      requireUser(query.userId());
    }
    return limited || all.size() <= MOST ? Optional.of(all) : Optional.empty();
  }

  private void requireUser(long id) {
    try {
      new PrincipalDao(handle).user(id, Claims.NONE);
    } catch (RuntimeException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  @Override
  public void cancel() {
    running.cancel();
  }

  @Override
  public void close() {
    running.over();
    try {
      handle.close();
    } catch (RuntimeException exception) {
      throw StoreErrors.translate(exception);
    }
  }
}
