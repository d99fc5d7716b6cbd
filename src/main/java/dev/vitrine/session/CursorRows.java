package dev.vitrine.session;

import dev.vitrine.catalog.Column;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.StoreRows;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Rows that come from an open cursor of the store, after those that were read already. */
final class CursorRows implements Rows {
  private final List<Column> columns;
  private final Iterator<Object[]> first;
  private final StoreRows rest;
  private final Runnable onClose;
  private boolean drained;
  private boolean closed;

  CursorRows(List<Column> columns, List<Object[]> first, StoreRows rest, Runnable onClose) {
    this.columns = columns;
    this.first = first.iterator();
    this.rest = rest;
    this.onClose = onClose;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public synchronized Optional<Object[]> next() {
    if (first.hasNext()) {
      return Optional.of(first.next());
    }
    if (drained) {
      return Optional.empty();
    }
    if (closed) {
      throw new VitrineException(
              ErrorCode.INVALID_CURSOR_STATE, "The rows ended with their transaction.")
          .withHint("Read them before COMMIT or ROLLBACK.");
    }
    Optional<Object[]> row = rest.next();
    if (row.isEmpty()) {
      drained = true;
      close();
    }
    return row;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        rest.close();
      } finally {
        onClose.run();
      }
    }
  }
}
