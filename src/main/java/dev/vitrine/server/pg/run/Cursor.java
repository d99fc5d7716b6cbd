package dev.vitrine.server.pg.run;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.RowSize;
import dev.vitrine.server.pg.sql.SessionStatement.Fetch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rows of DECLARE CURSOR, with a position in them. A cursor that can be read backward, or that
 * has outlived its transaction, keeps rows in memory. For one thread.
 */
final class Cursor implements PgRows {
  private final PgRows source;
  private final boolean scroll;
  private final MemoryAccount memory;

  /** Rows that were read and are kept, from the first one if it can be read backward. */
  private final List<Object[]> kept = new ArrayList<>();

  private long reserved;
  private boolean ended;
  private boolean held;

  /** Number of rows that are not kept any more. */
  private long forgotten;

  /** Number of the current row; 0 before the first one, one more than there are after the last. */
  private long position;

  /**
   * @param memory charged with kept rows
   */
  Cursor(PgRows source, boolean scroll, MemoryAccount memory) {
    this.source = source;
    this.scroll = scroll;
    this.memory = memory;
  }

  /** Whether it has outlived its transaction. */
  boolean isHeld() {
    return held;
  }

  /**
   * Reads all rows, so that the transaction can end.
   *
   * @throws VitrineException OUT_OF_MEMORY when there are more than the account has memory for
   */
  void hold() {
    while (read()) {
      // Each row is kept.
    }
    held = true;
  }

  /** Reads and keeps the next row of the source. */
  private boolean read() {
    Optional<Object[]> row = ended ? Optional.empty() : source.next();
    if (row.isEmpty()) {
      ended = true;
      source.close();
      return false;
    }
    long size = RowSize.of(row.get());
    memory.reserve(size);
    reserved += size;
    kept.add(row.get());
    return true;
  }

  @Override
  public Optional<Object[]> next() {
    if (!scroll && !held) {
      return passing();
    }
    int index = (int) (position - forgotten);
    if (index < kept.size() || read()) {
      position++;
      return Optional.of(kept.get(index));
    }
    position = forgotten + kept.size() + 1;
    return Optional.empty();
  }

  /** The next row, which is not kept. */
  private Optional<Object[]> passing() {
    Optional<Object[]> row = ended ? Optional.empty() : source.next();
    ended = row.isEmpty();
    if (!ended) {
      forgotten++;
    }
    position = ended ? forgotten + 1 : forgotten;
    return row;
  }

  /** The row before the current one. */
  private Optional<Object[]> previous() {
    position = Math.max(position - 1, 0);
    return current();
  }

  private Optional<Object[]> current() {
    long index = position - forgotten - 1;
    return index >= 0 && index < kept.size()
        ? Optional.of(kept.get((int) index))
        : Optional.empty();
  }

  /**
   * The rows that a FETCH reads.
   *
   * @throws VitrineException INVALID_CURSOR_STATE when it reads backward and the cursor cannot
   */
  PgRows fetch(Fetch fetch) {
    return switch (fetch.direction()) {
      case FORWARD -> fetch.count() == 0 ? again(fetch.move()) : several(fetch);
      case RELATIVE ->
          fetch.count() == 0
              ? again(fetch.move())
              : at(position + fetch.count(), fetch.count() < 0);
      case ABSOLUTE -> absolute(fetch.count());
    };
  }

  private PgRows several(Fetch fetch) {
    if (fetch.count() > 0) {
      return part(this::next, fetch.count());
    }
    // A cursor at its start need not go back to it.
    if (position > 0 || !fetch.move() || fetch.count() != -Fetch.ALL) {
      requireScroll();
    }
    return part(this::previous, -fetch.count());
  }

  /** The current row; to MOVE, it only matters whether there is one. */
  private PgRows again(boolean move) {
    boolean onRow = position > 0 && !(ended && position > forgotten + kept.size());
    if (!onRow) {
      return part(Optional::empty, 1);
    }
    if (move) {
      return part(() -> Optional.of(new Object[0]), 1);
    }
    requireScroll();
    return part(this::current, 1);
  }

  private PgRows absolute(long place) {
    if (place >= 0) {
      return at(place, place <= position && position > 0);
    }
    requireScroll();
    while (read()) {
      // The places from the end are known then.
    }
    return at(forgotten + kept.size() + 1 + place, true);
  }

  private PgRows at(long place, boolean backward) {
    if (backward) {
      requireScroll();
      position = Math.min(position, Math.max(place - 1, 0));
    }
    while (position < place - 1 && next().isPresent()) {
      // The rows in between are passed.
    }
    if (place <= 0) {
      position = 0;
    }
    return part(place <= 0 ? Optional::empty : this::next, 1);
  }

  private void requireScroll() {
    if (!scroll) {
      throw new VitrineException(
              ErrorCode.INVALID_CURSOR_STATE, "The cursor can only be read forward.")
          .withHint("Declare it with SCROLL.");
    }
  }

  @Override
  public void close() {
    kept.clear();
    memory.release(reserved);
    reserved = 0;
    ended = true;
    source.close();
  }

  /** Some rows of the cursor, which stays open. */
  private static PgRows part(Supplier<Optional<Object[]>> step, long count) {
    return new PgRows() {
      private long left = count;

      @Override
      public Optional<Object[]> next() {
        return left-- > 0 ? step.get() : Optional.empty();
      }

      @Override
      public void close() {}
    };
  }
}
