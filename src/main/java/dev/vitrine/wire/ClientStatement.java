package dev.vitrine.wire;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.RowSize;
import dev.vitrine.session.Prepared;
import dev.vitrine.session.call.Limits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement of a connection: its text if it is prepared, its limits, and its open rows. */
final class ClientStatement {
  /** Estimated bytes of an open statement without its text. */
  private static final long FIXED_BYTES = 256;

  /** Estimated bytes of a column's description. */
  private static final long COLUMN_BYTES = 128;

  private final int id;
  private final String sql;
  private final Optional<Prepared> prepared;
  private volatile Limits limits = Limits.NONE;
  private Optional<ResultCursor> rows = Optional.empty();

  ClientStatement(int id, String sql, @Nullable Prepared prepared) {
    this.id = id;
    this.sql = sql;
    this.prepared = Optional.ofNullable(prepared);
  }

  int id() {
    return id;
  }

  /** Heap memory of the statement without its rows. */
  long bytes() {
    int columns = prepared.map(plan -> plan.columns().size() + plan.parameters().size()).orElse(0);
    return FIXED_BYTES + columns * COLUMN_BYTES + RowSize.ofText(sql);
  }

  String sql() {
    return sql;
  }

  Optional<Prepared> prepared() {
    return prepared;
  }

  Limits limits() {
    return limits;
  }

  void setLimits(Limits limits) {
    this.limits = limits;
  }

  Optional<ResultCursor> rows() {
    return rows;
  }

  ResultCursor requireRows() {
    return rows.orElseThrow(
        () -> new VitrineException(ErrorCode.INVALID_CURSOR_STATE, "There is no open cursor."));
  }

  void open(ResultCursor opened) {
    rows = Optional.of(opened);
  }

  void closeRows() {
    Optional<ResultCursor> open = rows;
    rows = Optional.empty();
    open.ifPresent(ResultCursor::close);
  }
}
