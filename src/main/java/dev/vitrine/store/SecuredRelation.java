package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Relation;

/**
 * A relation and the query that answers only what the caller may see of it.
 *
 * @param sql over physical tables and the sets of {@link Visibility}; its columns are the
 *     relation's, in order
 */
record SecuredRelation(Relation relation, String sql) {
  SecuredRelation {
    requireNonNull(relation);
    requireNonNull(sql);
  }
}
