package dev.vitrine.jdbc;

import dev.vitrine.jdbc.result.RowSource;
import dev.vitrine.jdbc.transport.Link;
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
  private final Link link;
  private Frame frame;
  private Iterator<List<Object>> rows;
  private long offset;
  private boolean closed;

  FrameRows(VitrineStatement statement, Link link, Frame first) {
    this.statement = statement;
    this.link = link;
    this.frame = first;
    this.rows = first.rows().iterator();
    if (!first.done()) {
      link.cursorOpened();
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
      link.cursorClosed();
      statement.closeCursor();
    }
    closed = true;
  }

  private void fetch() throws SQLException {
    int wanted = statement.getFetchSize();
    frame = statement.fetch(link, offset, wanted > 0 ? wanted : DEFAULT_FRAME);
    rows = frame.rows().iterator();
    if (frame.done()) {
      link.cursorClosed();
    }
  }
}
