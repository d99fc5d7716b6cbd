package dev.vitrine.store.connection;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import java.util.List;

/**
 * The number of rows per fetch of a cursor: {@link #MOST} for columns with short values; otherwise
 * a few rows first, and then as many as fit into {@link #TARGET} bytes, based on the largest row of
 * the previous fetch.
 */
public final class FetchSize {
  /** Maximum rows per fetch. */
  public static final int MOST = 2_000;

  /** Bytes of one fetch. */
  private static final long TARGET = 1L << 20;

  /** A string of this length or more may be of any length: nothing bounds it. */
  private static final int UNBOUNDED = 1_000_000;

  /** Estimated bytes of a number or time. */
  private static final int NUMBER = 16;

  /** Maximum factor between two fetches. */
  private static final int GROWTH = 8;

  /** More than one, so that a result of one row needs one round trip. */
  static final int FIRST_UNBOUNDED = 2;

  private final boolean unbounded;
  private final int most;
  private int rows;

  /**
   * @param mostBytes that a fetch may have; the driver refuses larger ones
   */
  public FetchSize(List<Column> columns, long mostBytes) {
    long width = 0;
    boolean any = false;
    for (Column column : columns) {
      boolean text = column.type() == DataType.VARCHAR;
      width += text ? Math.min(column.precision(), UNBOUNDED) : NUMBER;
      any |= text && column.precision() >= UNBOUNDED;
    }
    this.unbounded = any;
    this.most = within(mostBytes / Math.max(1, width));
    this.rows = any ? FIRST_UNBOUNDED : most;
  }

  /** Rows of the fetch that comes. */
  public int rows() {
    return rows;
  }

  /** Whether it depends on the size of rows. */
  public boolean adapts() {
    return unbounded;
  }

  /** Adapts to the largest row, in bytes, of the fetch that ended. */
  public void fetched(long largestRow) {
    if (unbounded) {
      long fitting = TARGET / Math.max(1, largestRow);
      rows = within(Math.min(most, Math.min(fitting, (long) rows * GROWTH)));
    }
  }

  private static int within(long wanted) {
    return (int) Math.max(1, Math.min(MOST, wanted));
  }
}
