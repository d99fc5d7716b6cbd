package dev.vitrine.session;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import java.util.List;

/**
 * The description of a text before it runs.
 *
 * @param columns result columns; empty without rows
 * @param parameters the types of its {@code ?}, in order
 * @param returnsRows whether the (last) statement is a query, SHOW, DESCRIBE, EXPLAIN or CREATE
 *     TOKEN
 */
public record Prepared(List<Column> columns, List<DataType> parameters, boolean returnsRows) {
  public Prepared {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
  }
}
