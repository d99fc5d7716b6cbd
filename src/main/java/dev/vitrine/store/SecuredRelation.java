package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Relation;
import java.util.Optional;

/**
 * A relation and the query that answers only what the caller may see of it.
 *
 * @param sql over physical tables and the sets of {@link Visibility}; its columns are the
 *     relation's, in order
 * @param catalogColumn names the catalog that a row belongs to; empty if rows belong to none
 */
record SecuredRelation(Relation relation, String sql, Optional<String> catalogColumn) {
  SecuredRelation {
    requireNonNull(relation);
    requireNonNull(sql);
    requireNonNull(catalogColumn);
  }

  SecuredRelation(Relation relation, String sql) {
    this(relation, sql, Optional.empty());
  }
}
