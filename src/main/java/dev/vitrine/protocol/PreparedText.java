package dev.vitrine.protocol;

import java.util.List;

/**
 * A statement that was prepared.
 *
 * @param columns of its rows; empty if it returns no rows
 */
public record PreparedText(
    int statement, List<ColumnDescription> columns, List<ParameterDescription> parameters) {
  /** Copies the lists. */
  public PreparedText {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
  }
}
