package dev.vitrine.store.result;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Relation;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.store.relation.SecuredRelations;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query of a user.
 *
 * @param userId ID of the user, who must still exist
 * @param nonEmptyRelations relations that have a row that the user sees if the query has a row
 * @param values of the {@code ?} of {@code sql}, in order
 * @param fixed number of the values that belong to common table expressions; these are the first
 * @param columns result columns
 * @param maxRows maximum number of rows; 0 means no limit
 * @param memory account charged with the rows while they are read
 */
public record StoreQuery(
    long userId,
    String sql,
    Set<Relation> nonEmptyRelations,
    List<Bound> values,
    int fixed,
    List<Column> columns,
    long maxRows,
    MemoryAccount memory) {
  public StoreQuery {
    nonEmptyRelations = Set.copyOf(nonEmptyRelations);
    values = List.copyOf(values);
    columns = List.copyOf(columns);
  }

  /**
   * Whether a row of the result proves that the user exists: models and their parts are visible
   * only through privileges, which end with the user.
   */
  boolean provesUser() {
    return nonEmptyRelations.stream()
        .anyMatch(relation -> relation.isModel() || SecuredRelations.listsModels(relation));
  }

  /** The values that belong to common table expressions. */
  List<@Nullable Object> fixedValues() {
    return values.stream().limit(fixed).<@Nullable Object>map(Bound::value).toList();
  }

  /** A value, which may be null, of a {@code ?} in a query. */
  public record Bound(DataType type, @Nullable Object value) {}
}
