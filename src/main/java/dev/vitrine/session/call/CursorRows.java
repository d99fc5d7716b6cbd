package dev.vitrine.session.call;

import dev.vitrine.catalog.Column;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.result.StoreRows;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows that come from an open cursor of the store, after those that were read already. */
public final class CursorRows implements Rows, IdleTransactions.Idle {
  private final List<Column> columns;
  private final Rows first;
  private final StoreRows rest;
  private final Optional<IdleTransactions> limit;
  private final Activity activity;
  private final Consumer<RuntimeException> onFailure;
  private final Consumer<CursorRows> onClose;

  /** These three are guarded by the activity. */
  private boolean drained;

  private boolean closed;
  private boolean timedOut;

  /**
   * @param limit names the time after which an idle cursor was ended; null for no limit
   * @param activity reading is a use of it
   * @param onFailure runs before {@code onClose} when the rest cannot be read
   * @param onClose runs once
   */
  public CursorRows(
      List<Column> columns,
      Rows first,
      StoreRows rest,
      @Nullable IdleTransactions limit,
      Activity activity,
      Consumer<RuntimeException> onFailure,
      Consumer<CursorRows> onClose) {
    this.columns = columns;
    this.first = first;
    this.rest = rest;
    this.limit = Optional.ofNullable(limit);
    this.activity = activity;
    this.onFailure = onFailure;
    this.onClose = onClose;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public Optional<Object[]> next() {
    return activity.during(this::read);
  }

  private Optional<Object[]> read() {
    Optional<Object[]> early = first.next();
    if (early.isPresent()) {
      return early;
    }
    if (drained) {
      return Optional.empty();
    }
    if (timedOut) {
      throw limit.orElseThrow().cursorEnded();
    }
    if (closed) {
      throw new VitrineException(
              ErrorCode.INVALID_CURSOR_STATE,
              "The rows are no longer available because their transaction ended.")
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

  /** For a cursor with a separate connection. */
  @Override
  public boolean endIfIdle(Duration time) {
    return activity.ifIdle(
        time,
        () -> {
          if (closed) {
            return false;
          }
          endIdle();
          return true;
        });
  }

  /** Closes it because it, or its transaction, was idle for too long. */
  public void endIdle() {
    timedOut = true;
    end();
  }

  @Override
  public void close() {
    activity.during(
        () -> {
          first.close();
          end();
        });
  }

  /** Closes the cursor and keeps the rows that were read already; under the activity. */
  public void end() {
    if (!closed) {
      closed = true;
      try {
        rest.close();
      } finally {
        onClose.accept(this);
      }
    }
  }
}
