package dev.vitrine.jdbc.result;

import dev.vitrine.jdbc.transport.SqlErrors;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves in both directions over rows that it keeps as they are read, up to {@value #MOST_ROWS} rows
 * and {@value #MOST_BYTES} bytes.
 */
public final class ScrollCursor implements RowCursor {
  /** Rows that are kept. */
  public static final int MOST_ROWS = 100_000;

  /** Estimated bytes of the rows that are kept. */
  static final long MOST_BYTES = 64L << 20;

  /** Estimated bytes of an object on the heap: header and one reference. */
  private static final int VALUE_BYTES = 24;

  private final RowSource rows;
  private final List<List<Object>> kept = new ArrayList<>();
  private long bytes;
  private boolean complete;

  /** 0 before the first row; one more than there are rows behind the last. */
  private int position;

  public ScrollCursor(RowSource rows) {
    this.rows = rows;
  }

  /** Reads until the row is there or the end is reached. */
  private boolean reads(long wanted) throws SQLException {
    while (!complete && kept.size() < wanted) {
      Optional<List<Object>> row = rows.next();
      if (row.isEmpty()) {
        complete = true;
      } else {
        keep(row.get());
      }
    }
    return kept.size() >= wanted;
  }

  private void keep(List<Object> row) throws SQLException {
    bytes += row.stream().mapToLong(ScrollCursor::bytes).sum();
    if (kept.size() == MOST_ROWS || bytes > MOST_BYTES) {
      rows.close();
      throw SqlErrors.tooLargeToScroll(MOST_ROWS, MOST_BYTES);
    }
    kept.add(row);
  }

  private static long bytes(Object value) {
    if (value instanceof String text) {
      return VALUE_BYTES + 2L * text.length();
    }
    return value instanceof BigDecimal number ? VALUE_BYTES + number.precision() : VALUE_BYTES;
  }

  @Override
  public boolean next() throws SQLException {
    return moveBy(1);
  }

  @Override
  public boolean isOnRow() {
    return position > 0 && position <= kept.size();
  }

  @Override
  public List<Object> row() {
    return kept.get(position - 1);
  }

  @Override
  public int number() {
    return isOnRow() ? position : 0;
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    return position == 0 && reads(1);
  }

  @Override
  public boolean isAfterLast() {
    return complete && !kept.isEmpty() && position > kept.size();
  }

  @Override
  public boolean isLast() throws SQLException {
    return isOnRow() && !reads(position + 1L);
  }

  @Override
  public boolean moveTo(long wanted) throws SQLException {
    if (wanted < 0) {
      reads(Long.MAX_VALUE);
      position = (int) Math.max(0, kept.size() + 1 + wanted);
    } else {
      position = reads(wanted) ? (int) wanted : kept.size() + 1;
    }
    return isOnRow();
  }

  @Override
  public boolean moveBy(long count) throws SQLException {
    return moveTo(Math.max(0, position + count));
  }

  @Override
  public void moveToEnd() throws SQLException {
    reads(Long.MAX_VALUE);
    position = kept.size() + 1;
  }

  @Override
  public boolean scrolls() {
    return true;
  }

  @Override
  public void close() {
    kept.clear();
    complete = true;
    rows.close();
  }
}
