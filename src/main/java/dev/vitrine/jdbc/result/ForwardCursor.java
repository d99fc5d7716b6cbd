package dev.vitrine.jdbc.result;

import dev.vitrine.jdbc.transport.SqlErrors;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads rows forward, once, and keeps none. */
public final class ForwardCursor implements RowCursor {
  private final RowSource rows;
  private List<Object> row = List.of();
  private Optional<List<Object>> ahead = Optional.empty();
  private int position;
  private boolean onRow;
  private boolean afterLast;

  public ForwardCursor(RowSource rows) {
    this.rows = rows;
  }

  @Override
  public boolean next() throws SQLException {
    Optional<List<Object>> next = ahead.isPresent() ? ahead : rows.next();
    ahead = Optional.empty();
    onRow = next.isPresent();
    row = next.orElse(List.of());
    position = onRow ? position + 1 : 0;
    afterLast = !onRow;
    return onRow;
  }

  @Override
  public boolean isOnRow() {
    return onRow;
  }

  @Override
  public List<Object> row() {
    return row;
  }

  @Override
  public int number() {
    return position;
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    return position == 0 && !afterLast && hasMore();
  }

  @Override
  public boolean isAfterLast() {
    return afterLast;
  }

  @Override
  public boolean isLast() throws SQLException {
    return onRow && !hasMore();
  }

  private boolean hasMore() throws SQLException {
    if (ahead.isEmpty()) {
      ahead = rows.next();
    }
    return ahead.isPresent();
  }

  @Override
  public boolean moveTo(long wanted) throws SQLException {
    throw forwardOnly();
  }

  @Override
  public boolean moveBy(long count) throws SQLException {
    throw forwardOnly();
  }

  @Override
  public void moveToEnd() throws SQLException {
    throw forwardOnly();
  }

  @Override
  public boolean scrolls() {
    return false;
  }

  @Override
  public void close() {
    rows.close();
  }

  private static SQLException forwardOnly() {
    return SqlErrors.unsupported(
        "Moving in a result set other than by next() is not supported here. Hint: create the"
            + " statement with TYPE_SCROLL_INSENSITIVE.");
  }
}
