package dev.vitrine.store.relation;

import dev.vitrine.catalog.Relation;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A relation and the query for the rows that the caller may see.
 *
 * @param sql over physical tables and the sets of {@link Visibility}; its columns are the
 *     relation's, in order
 * @param past the query for the rows of a past point in time, over {@link PastTables}; empty for
 *     relations without a past
 * @param catalogColumn column with the catalog of a row; empty if rows belong to no catalog
 * @param computed the columns that are computed by sub-queries or long expressions
 */
record SecuredRelation(
    Relation relation,
    SqlText sql,
    Optional<SqlText> past,
    Optional<String> catalogColumn,
    Set<String> computed) {
  SecuredRelation {
    computed = Set.copyOf(computed);
  }

  SecuredRelation(Relation relation, SqlText sql, @Nullable String catalogColumn) {
    this(relation, sql, Optional.empty(), Optional.ofNullable(catalogColumn), Set.of());
  }

  /** A relation of the present and the past. */
  static SecuredRelation withPast(Relation relation, Function<AsOf, SqlText> sql) {
    return new SecuredRelation(
        relation,
        sql.apply(AsOf.PRESENT),
        Optional.of(sql.apply(AsOf.PAST)),
        Optional.empty(),
        Set.of());
  }

  /** The same relation, some of whose columns are computed by sub-queries or long expressions. */
  SecuredRelation computing(String... columns) {
    return new SecuredRelation(relation, sql, past, catalogColumn, Set.of(columns));
  }

  SecuredRelation(Relation relation, SqlText sql) {
    this(relation, sql, null);
  }
}
