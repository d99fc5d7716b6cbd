package dev.vitrine.server.pg.run;

import java.util.List;
import java.util.Optional;

/** A statement with its parameters that can be executed, in several steps. For one thread. */
public final class Portal {
  private final PreparedText text;
  private final List<Object> values;
  private final int[] formats;
  private Optional<Answer.Result> open = Optional.empty();
  private boolean finished;

  /**
   * @param values of the {@code ?}; elements may be null
   * @param formats of the columns: none for text, one for all, or one each
   */
  Portal(PreparedText text, List<Object> values, int[] formats) {
    this.text = text;
    this.values = values;
    this.formats = formats.clone();
  }

  /** A portal of a cursor, which has its rows already. */
  static Portal of(PreparedText text, Answer.Result rows) {
    Portal portal = new Portal(text, List.of(), new int[0]);
    portal.open = Optional.of(rows);
    return portal;
  }

  PreparedText text() {
    return text;
  }

  List<Object> values() {
    return values;
  }

  /** Whether the column is wanted in binary format. */
  public boolean isBinary(int column) {
    return formats.length == 1
        ? formats[0] == 1
        : column < formats.length && formats[column] == 1;
  }

  /** The rows that were begun; empty before the first execution. */
  public Optional<Answer.Result> open() {
    return open;
  }

  void open(Answer.Result rows) {
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
