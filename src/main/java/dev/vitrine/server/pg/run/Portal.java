package dev.vitrine.server.pg.run;

import java.util.List;
import java.util.Optional;

/** A statement with its parameters that can be executed, in several steps. For one thread. */
public final class Portal {
  private final PgPrepared text;
  private final List<Object> values;
  private final ResultFormats formats;
  private Optional<PgResponse.Result> open = Optional.empty();
  private Optional<Cursor> cursor = Optional.empty();
  private boolean holdable;
  private boolean finished;

  /**
   * @param values of the {@code ?}; elements may be null
   */
  Portal(PgPrepared text, List<Object> values, ResultFormats formats) {
    this.text = text;
    this.values = values;
    this.formats = formats;
  }

  /**
   * A portal of a cursor, which has its rows already.
   *
   * @param holdable whether it outlives its transaction
   */
  static Portal of(PgPrepared text, PgResponse.Result rows, Cursor cursor, boolean holdable) {
    Portal portal = new Portal(text, List.of(), ResultFormats.TEXT);
    portal.open =
        Optional.of(new PgResponse.Result(rows.columns(), cursor, rows.tag(), rows.counted()));
    portal.cursor = Optional.of(cursor);
    portal.holdable = holdable;
    return portal;
  }

  /** The cursor; empty for other portals. */
  Optional<Cursor> cursor() {
    return cursor;
  }

  /** Prepares for the end of the transaction, if it outlives that. */
  void hold() {
    if (holdable) {
      cursor.filter(open -> !open.isHeld()).ifPresent(Cursor::hold);
    }
  }

  boolean isHeld() {
    return cursor.filter(Cursor::isHeld).isPresent();
  }

  PgPrepared text() {
    return text;
  }

  List<Object> values() {
    return values;
  }

  /** The formats of its columns. */
  public ResultFormats formats() {
    return formats;
  }

  /** The rows that were begun; empty before the first execution. */
  public Optional<PgResponse.Result> open() {
    return open;
  }

  void open(PgResponse.Result rows) {
    open = Optional.of(rows);
  }

  /** Whether all was executed. */
  boolean isFinished() {
    return finished;
  }

  void finish() {
    finished = true;
    close();
  }

  void close() {
    open.ifPresent(result -> result.rows().close());
  }
}
