package dev.vitrine.statement;

import dev.vitrine.error.Position;
import dev.vitrine.statement.text.StatementText;

/**
 * A query, as Calcite's parser reads it: names in double quotes, no comments, nothing that is
 * Vitrine's own. Immutable.
 */
public final class ParsedQuery implements ParsedText {
  private final StatementText original;
  private final StatementText sql;
  private final boolean explain;
  private final int start;
  private final int[] segments;

  /**
   * @param segments ascending pairs of an offset in {@code sql} and its offset in {@code original};
   *     the latter is complemented (~) if the whole segment maps to that one position
   */
  ParsedQuery(StatementText original, String sql, boolean explain, int start, int[] segments) {
    this.original = original;
    this.sql = new StatementText(sql);
    this.explain = explain;
    this.start = start;
    this.segments = segments.clone();
  }

  @Override
  public Position position() {
    return original.position(start);
  }

  @Override
  public boolean returnsRows() {
    return true;
  }

  /** Whether the plan is wanted, and not the rows. */
  public boolean explain() {
    return explain;
  }

  /** The query without EXPLAIN, for Calcite's parser. */
  public String sql() {
    return sql.text();
  }

  /**
   * The position in the user's text of a position in {@link #sql()}. A position outside of it gives
   * the nearest one inside.
   *
   * @param line from 1, as Calcite counts
   * @param column from 1, as Calcite counts
   */
  public Position original(int line, int column) {
    int offset = sql.offset(line, column);
    int low = 0;
    int high = segments.length / 2 - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments[2 * middle] <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    int from = segments[2 * low + 1];
    return original.position(from < 0 ? ~from : from + offset - segments[2 * low]);
  }
}
