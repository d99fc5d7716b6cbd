package dev.vitrine.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;

/**
 * The rows of a statement's open cursor, fetched frame by frame. A cursor that the server has lost
 * is an error: Avatica's own client would run the statement again and skip, so that rows could be
 * repeated or missing.
 */
final class FrameRows implements RowSource {
  private static final int DEFAULT_FRAME = 5_000;

  private final VitrineStatement statement;
  private Meta.Frame frame;
  private Iterator<Object> rows;
  private long offset;
  private boolean closed;

  private FrameRows(VitrineStatement statement, Meta.Frame first) {
    this.statement = statement;
    this.frame = first;
    this.rows = first.rows.iterator();
  }

  static FrameRows open(VitrineStatement statement, Meta.Frame first) {
    return new FrameRows(statement, first == null ? Meta.Frame.MORE : first);
  }

  @Override
  public Optional<List<Object>> next() throws SQLException {
    while (!rows.hasNext()) {
      if (frame.done || closed) {
        return Optional.empty();
      }
      fetch();
    }
    offset++;
    return Optional.of(asList(rows.next()));
  }

  /** Whether rows are left that the service keeps for this result. */
  boolean holdsCursor() {
    return !closed && !frame.done;
  }

  @Override
  public void close() {
    if (holdsCursor()) {
      statement.closeCursor();
    }
    closed = true;
  }

  private void fetch() throws SQLException {
    int wanted = statement.getFetchSize();
    Service.FetchRequest request =
        new Service.FetchRequest(
            statement.handle.connectionId,
            statement.handle.id,
            offset,
            wanted > 0 ? wanted : DEFAULT_FRAME);
    Service.FetchResponse response = statement.call(service -> service.apply(request));
    if (response.missingStatement || response.missingResults || response.frame == null) {
      throw SqlErrors.cursor("The cursor is lost; run the statement again.");
    }
    frame = response.frame;
    rows = frame.rows.iterator();
  }

  @SuppressWarnings("unchecked")
  private static List<Object> asList(Object row) {
    return row instanceof Object[] values ? Arrays.asList(values) : (List<Object>) row;
  }
}
