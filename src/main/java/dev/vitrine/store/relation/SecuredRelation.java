package dev.vitrine.store.relation;

import dev.vitrine.catalog.Relation;
import java.util.Optional;
import java.util.Set;

/**
 * A relation and the query for the rows that the caller may see.
 *
 * @param sql over physical tables and the sets of {@link Visibility}; its columns are the
 *     relation's, in order
 * @param catalogColumn column with the catalog of a row; empty if rows belong to no catalog
 * @param computed the columns that are computed by sub-queries or long expressions
 */
record SecuredRelation(
    Relation relation, SqlText sql, Optional<String> catalogColumn, Set<String> computed) {
  SecuredRelation {
    computed = Set.copyOf(computed);
  }

  SecuredRelation(Relation relation, SqlText sql, Optional<String> catalogColumn) {
    this(relation, sql, catalogColumn, Set.of());
  }

  /** The same relation, some of whose columns are computed by sub-queries or long expressions. */
  SecuredRelation computing(String... columns) {
    return new SecuredRelation(relation, sql, catalogColumn, Set.of(columns));
  }

  SecuredRelation(Relation relation, SqlText sql) {
    this(relation, sql, Optional.empty());
  }
}
