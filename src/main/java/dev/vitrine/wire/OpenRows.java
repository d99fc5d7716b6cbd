package dev.vitrine.wire;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Rows;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.avatica.Meta;

/**
 * The rows of one result on their way to the client, frame by frame. Reads ahead, so that all but
 * large results give the store's connection back at once and outlive the transaction. Confined to
 * its connection's lock.
 */
final class OpenRows {
  private static final int READ_AHEAD = 10_000;
  private static final int DEFAULT_FRAME = 5_000;

  private final Rows rows;
  private final UnaryOperator<Object[]> mapping;
  private final Deque<Object> ahead = new ArrayDeque<>();
  private long offset;
  private boolean drained;
  private boolean lost;

  OpenRows(Rows rows, UnaryOperator<Object[]> mapping) {
    this.rows = rows;
    this.mapping = mapping;
  }

  /** All rows that are left, for a result that is not its statement's last. */
  Meta.Frame all() {
    List<Object> taken = new ArrayList<>();
    do {
      readAhead();
      taken.addAll(ahead);
      ahead.clear();
    } while (!drained);
    return new Meta.Frame(0, true, taken);
  }

  /** The next frame; {@code limit} is the client's wish, not positive if it has none. */
  Meta.Frame next(long expectedOffset, int limit) {
    if (expectedOffset != offset) {
      throw new VitrineException(
          ErrorCode.INVALID_CURSOR_STATE,
          "Rows from " + expectedOffset + " were asked for; the cursor is at " + offset + ".");
    }
    if (ahead.isEmpty()) {
      readAhead();
    }
    int size = limit <= 0 ? DEFAULT_FRAME : Math.min(limit, READ_AHEAD);
    List<Object> frame = new ArrayList<>(Math.min(size, ahead.size()));
    while (frame.size() < size && !ahead.isEmpty()) {
      frame.add(ahead.remove());
    }
    long start = offset;
    offset += frame.size();
    return new Meta.Frame(start, drained && ahead.isEmpty(), frame);
  }

  /** The transaction ended: what was not read yet is gone. */
  void transactionEnded() {
    if (!drained) {
      lost = true;
      rows.close();
    }
  }

  void close() {
    ahead.clear();
    drained = true;
    rows.close();
  }

  private void readAhead() {
    while (!drained && ahead.size() < READ_AHEAD) {
      if (lost) {
        throw new VitrineException(
                ErrorCode.INVALID_CURSOR_STATE, "The transaction ended before all rows were read.")
            .withHint("Read a large result to its end before COMMIT or ROLLBACK.");
      }
      Optional<Object[]> row = rows.next();
      if (row.isPresent()) {
        ahead.add(serialize(mapping.apply(row.get())));
      } else {
        drained = true;
        rows.close();
      }
    }
  }

  /** Dates as days and timestamps as milliseconds, as the columns' representations say. */
  private static List<Object> serialize(Object[] row) {
    Object[] values = row.clone();
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof LocalDate date) {
        values[i] = Math.toIntExact(date.toEpochDay());
      } else if (values[i] instanceof LocalDateTime timestamp) {
        values[i] = timestamp.toInstant(ZoneOffset.UTC).toEpochMilli();
      }
    }
    return Arrays.asList(values);
  }
}
