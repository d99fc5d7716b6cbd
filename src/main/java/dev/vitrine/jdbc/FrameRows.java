package dev.vitrine.jdbc;

import dev.vitrine.jdbc.result.RowSource;
import dev.vitrine.jdbc.transport.SessionHandle;
import dev.vitrine.protocol.Frame;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a statement's open cursor, fetched frame by frame. A cursor that the server has lost
 * is an error, for a statement that is run again could repeat rows or miss some.
 */
final class FrameRows implements RowSource {
  /** Rows per frame without a fetch size. */
  private static final int DEFAULT_FRAME = 5_000;

  private final VitrineStatement statement;
  private final SessionHandle handle;
  private Frame frame;
  private Iterator<List<Object>> rows;
  private long offset;
  private boolean closed;

  FrameRows(VitrineStatement statement, SessionHandle handle, Frame first) {
    this.statement = statement;
    this.handle = handle;
    this.frame = first;
    this.rows = first.rows().iterator();
    if (!first.done()) {
      handle.cursorOpened();
    }
  }

  @Override
  public Optional<List<Object>> next() throws SQLException {
    while (!rows.hasNext()) {
      if (frame.done() || closed) {
        return Optional.empty();
      }
      fetch();
    }
    offset++;
    return Optional.of(rows.next());
  }

  /** Whether rows are left that the service keeps for this result. */
  boolean holdsCursor() {
    return !closed && !frame.done();
  }

  @Override
  public void close() {
    if (holdsCursor()) {
      closed = true;
      handle.cursorClosed();
      statement.closeCursor();
    }
    closed = true;
  }

  private void fetch() throws SQLException {
    int wanted = statement.getFetchSize();
    frame = statement.fetch(handle, offset, wanted > 0 ? wanted : DEFAULT_FRAME);
    rows = frame.rows().iterator();
    if (frame.done()) {
      handle.cursorClosed();
    }
  }
}
