package dev.vitrine.protocol;

import java.util.List;

/**
 * One result of an execution: rows, or a number of changes.
 *
 * @param statement the statement whose cursor has the rows
 * @param updateCount {@link #ROWS} for rows
 * @param sql text of the statement, if sent
 * @param first the first rows
 */
public record ExecutionResult(
    int statement, long updateCount, String sql, List<ColumnDescription> columns, Frame first) {
  /** The update count of rows. */
  public static final long ROWS = -1;

  /** The text of the result that holds the number that ADD VERSION gave; it follows its count. */
  public static final String GENERATED_KEYS = "VITRINE GENERATED KEYS";

  /**
   * The text of the result that holds the warnings of a change, one text a row; it follows its
   * count. Avatica's own clients read the first result only, so they do not see it.
   */
  public static final String WARNINGS = "VITRINE WARNINGS";

  /** Copies the columns. */
  public ExecutionResult {
    columns = List.copyOf(columns);
  }

  /** A number of changes. */
  public static ExecutionResult count(int statement, long updateCount) {
    return new ExecutionResult(statement, updateCount, "", List.of(), Frame.NOT_YET);
  }

  /** A result with rows. */
  public static ExecutionResult rows(
      int statement, String sql, List<ColumnDescription> columns, Frame first) {
    return new ExecutionResult(statement, ROWS, sql, columns, first);
  }

  /** Whether it is rows. */
  public boolean isRows() {
    return updateCount == ROWS;
  }
}
