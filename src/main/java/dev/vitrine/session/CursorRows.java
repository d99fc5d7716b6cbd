package dev.vitrine.session;

import dev.vitrine.catalog.Column;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.StoreConflictException;
import dev.vitrine.store.StoreRows;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows that come from an open cursor of the store, after those that were read already. */
final class CursorRows implements Rows {
  private final List<Column> columns;
  private final Rows first;
  private final StoreRows rest;
  private final Consumer<RuntimeException> onFailure;
  private final Runnable onClose;
  private boolean drained;
  private boolean closed;

  /**
   * @param onFailure runs before {@code onClose} when the rest cannot be read
   */
  CursorRows(
      List<Column> columns,
      Rows first,
      StoreRows rest,
      Consumer<RuntimeException> onFailure,
      Runnable onClose) {
    this.columns = columns;
    this.first = first;
    this.rest = rest;
    this.onFailure = onFailure;
    this.onClose = onClose;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public synchronized Optional<Object[]> next() {
    Optional<Object[]> early = first.next();
    if (early.isPresent()) {
      return early;
    }
    if (drained) {
      return Optional.empty();
    }
    if (closed) {
      throw new VitrineException(
              ErrorCode.INVALID_CURSOR_STATE, "The rows ended with their transaction.")
          .withHint("Read them before COMMIT or ROLLBACK.");
    }
    Optional<Object[]> row = readNext();
    if (row.isEmpty()) {
      drained = true;
      end();
    }
    return row;
  }

  private Optional<Object[]> readNext() {
    try {
      return rest.next();
    } catch (StoreConflictException conflict) {
      onFailure.accept(conflict);
      throw SessionTransaction.contended(conflict);
    } catch (VitrineException failure) {
      onFailure.accept(failure);
      throw failure;
    }
  }

  @Override
  public synchronized void close() {
    first.close();
    end();
  }

  /** The transaction ends: closes the cursor, and keeps the rows that were read already. */
  synchronized void end() {
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
