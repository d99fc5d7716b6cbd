package dev.vitrine.wire;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.RowSize;
import dev.vitrine.protocol.Frame;
import dev.vitrine.session.call.Rows;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The rows of one result on their way to the client, frame by frame. Reads ahead up to 10,000 rows
 * or 4 MiB, so that all but large results give the store's connection back at once and outlive the
 * transaction. Confined to its connection's lock.
 */
final class ResultCursor {
  /** Maximum rows of read-ahead. */
  private static final int READ_AHEAD = 10_000;

  /** Maximum bytes of read-ahead. */
  private static final long READ_AHEAD_BYTES = 4L << 20;

  /** Rows per frame without a fetch size. */
  private static final int DEFAULT_FRAME = 5_000;

  /** Bytes after which a frame ends. */
  private static final long FRAME_BYTES = 1L << 20;

  private final Rows rows;
  private final UnaryOperator<Object[]> mapping;
  private final MemoryAccount memory;
  private final Deque<Sized> ahead = new ArrayDeque<>();
  private long aheadBytes;
  private long offset;
  private boolean drained;
  private boolean lost;

  ResultCursor(Rows rows, UnaryOperator<Object[]> mapping, MemoryAccount memory) {
    this.rows = rows;
    this.mapping = mapping;
    this.memory = memory;
  }

  /** A row as it is sent, and its size in memory. */
  private record Sized(List<Object> values, long bytes) {}

  /** All rows that are left, which are in memory already, of a result before the last. */
  static Frame all(Rows rows) {
    List<List<Object>> taken = new ArrayList<>();
    for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
      taken.add(serialize(row.get()));
    }
    return new Frame(true, taken);
  }

  /**
   * The next frame, of about one MiB at most unless a single row is larger.
   *
   * @param limit the client's limit of rows; not positive for no limit
   * @param request charged with the frame until it is sent
   */
  Frame next(long expectedOffset, int limit, RequestContext request) {
    if (expectedOffset != offset) {
      throw new VitrineException(
          ErrorCode.INVALID_CURSOR_STATE,
          "Rows from " + expectedOffset + " were asked for; the cursor is at " + offset + ".");
    }
    if (ahead.isEmpty()) {
      readAhead();
    }
    int size = frameSize(limit);
    List<List<Object>> frame = new ArrayList<>(size);
    long bytes = 0;
    for (Sized row : ahead) {
      if (frame.size() == size) {
        break;
      }
      bytes += row.bytes();
      frame.add(row.values());
    }
    request.reserve(memory, bytes);
    for (int i = 0; i < size; i++) {
      ahead.remove();
    }
    release(bytes);
    offset += size;
    return new Frame(drained && ahead.isEmpty(), frame);
  }

  /** As many rows as requested and fit into a frame; at least one if there is any. */
  private int frameSize(int limit) {
    int most = limit <= 0 ? DEFAULT_FRAME : Math.min(limit, READ_AHEAD);
    int size = 0;
    long bytes = 0;
    for (Sized row : ahead) {
      bytes += row.bytes();
      if (size == most || (size > 0 && bytes > FRAME_BYTES)) {
        break;
      }
      size++;
    }
    return size;
  }

  /** The transaction ended: unread rows are lost. */
  void transactionEnded() {
    if (!drained) {
      lost = true;
      rows.close();
    }
  }

  void close() {
    ahead.clear();
    release(aheadBytes);
    drained = true;
    rows.close();
  }

  private void readAhead() {
    while (!drained && ahead.size() < READ_AHEAD && aheadBytes < READ_AHEAD_BYTES) {
      if (lost) {
        throw new VitrineException(
                ErrorCode.INVALID_CURSOR_STATE, "The transaction ended before all rows were read.")
            .withHint("Read a large result to its end before COMMIT or ROLLBACK.");
      }
      Optional<Object[]> row = rows.next();
      if (row.isEmpty()) {
        drained = true;
        rows.close();
      } else if (!keep(mapping.apply(row.get()))) {
        return;
      }
    }
  }

  /** Buffers a row; returns false if there is no memory for more read-ahead. */
  private boolean keep(Object[] row) {
    long bytes = RowSize.of(row);
    boolean free = memory.tryReserve(bytes);
    if (!free && ahead.isEmpty()) {
      memory.reserve(bytes);
    } else if (!free) {
      memory.overdraw(bytes);
    }
    ahead.add(new Sized(serialize(row), bytes));
    aheadBytes += bytes;
    return free;
  }

  private void release(long bytes) {
    aheadBytes -= bytes;
    memory.release(bytes);
  }

  /** Dates as days, times and timestamps as milliseconds, by the representation of the column. */
  private static List<Object> serialize(Object[] row) {
    Object[] values = row.clone();
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof LocalDate date) {
        values[i] = Math.toIntExact(date.toEpochDay());
      } else if (values[i] instanceof LocalTime time) {
        values[i] = (int) (time.toNanoOfDay() / 1_000_000);
      } else if (values[i] instanceof LocalDateTime timestamp) {
        values[i] = timestamp.toInstant(ZoneOffset.UTC).toEpochMilli();
      }
    }
    return Arrays.asList(values);
  }
}
