package dev.vitrine.store;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import java.util.List;

/**
 * A query of a user.
 *
 * @param userId who must still exist for it to be answered
 * @param values of the {@code ?} of {@code sql}, in order
 * @param columns of the answer
 * @param maxRows after which the answer ends; 0 is no limit
 * @param timeoutSeconds 0 is no limit
 */
public record StoreQuery(
    long userId,
    String sql,
    List<Bound> values,
    List<Column> columns,
    long maxRows,
    int timeoutSeconds) {
  public StoreQuery {
    values = List.copyOf(values);
    columns = List.copyOf(columns);
  }

  /** A value, which may be null, of a {@code ?} in a query. */
  public record Bound(DataType type, Object value) {}
}
