package dev.vitrine.jdbc.result;

import java.sql.SQLException;
import java.util.List;

/** A position in rows. Positions are numbered from 1; 0 is before the first row. */
public interface RowCursor {
  /** Moves to the next row; false at the end. */
  boolean next() throws SQLException;

  /** Whether it is on a row. */
  boolean isOnRow();

  /** The row that it is on. */
  List<Object> row();

  /** The number of the row that it is on; 0 if it is on none. */
  int number();

  /** Whether there are rows and it is in front of them. */
  boolean isBeforeFirst() throws SQLException;

  /** Whether there were rows and it is behind them. */
  boolean isAfterLast();

  /** Whether it is on the last row. */
  boolean isLast() throws SQLException;

  /**
   * Moves to a row.
   *
   * @param position counted from 1, or back from -1, the last row; others are clipped to the
   *     positions before the first and after the last row
   * @return whether it is on a row then
   */
  boolean moveTo(long position) throws SQLException;

  /** Moves by so many rows, as {@link #moveTo}. */
  boolean moveBy(long rows) throws SQLException;

  /** Moves behind the last row. */
  void moveToEnd() throws SQLException;

  /** Whether it can move in both directions. */
  boolean scrolls();

  /** Gives back what unread rows hold. */
  void close();
}
