package dev.vitrine.store;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Relation;
import dev.vitrine.memory.MemoryAccount;
import java.util.List;
import java.util.Set;

/**
 * A query of a user.
 *
 * @param userId who must still exist for it to be answered
 * @param witnesses relations that have a row that the user sees if the query has a row
 * @param values of the {@code ?} of {@code sql}, in order
 * @param columns of the answer
 * @param maxRows after which the answer ends; 0 is no limit
 * @param memory what the rows are charged to while they are read
 */
public record StoreQuery(
    long userId,
    String sql,
    Set<Relation> witnesses,
    List<Bound> values,
    List<Column> columns,
    long maxRows,
    MemoryAccount memory) {
  public StoreQuery {
    witnesses = Set.copyOf(witnesses);
    values = List.copyOf(values);
    columns = List.copyOf(columns);
  }

  /**
   * Whether a row of the answer proves that there is the user: a model and what is of it is seen by
   * rights only, and those of a user end with the user.
   */
  boolean provesUser() {
    return witnesses.stream()
        .anyMatch(
            relation -> relation.isModel() || RegistryRelationSql.OF_MODELS.contains(relation));
  }

  /** A value, which may be null, of a {@code ?} in a query. */
  public record Bound(DataType type, Object value) {}
}
