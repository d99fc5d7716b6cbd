package dev.vitrine.store.relation;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.vendor.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The query behind {@code effective_grants}: on each visible object every privilege of every
 * principal, once for each path by which the principal holds it (docs/privileges.md). A caller who
 * manages the object sees the rows of all principals; other callers see only the rows that reach
 * themselves. Usage gates are not applied: the rows list what was granted, {@code has_privilege}
 * reports whether it can be used.
 *
 * <p>The paths are computed twice, once for each of these two audiences. A single condition with OR
 * would make the store compute the rows of all principals on all objects first, which grows with
 * the product of both; the second form starts from the few principals that the caller acts as.
 */
final class EffectiveGrantSql {
  private static final String GROUP_PATH =
      "CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || ";

  private static final String COLUMNS =
      "%1$s.principal, %1$s.privilege, %1$s.object_type, %1$s.full_name, %1$s.grantor,"
          + " %1$s.granted_at, %1$s.inherited_from_type, %1$s.inherited_from_name, %1$s.via";

  private EffectiveGrantSql() {}

  static String query() {
    List<String> queries = new ArrayList<>();
    for (SecurableType object : SecurableType.values()) {
      String managed = Visibility.managed(object);
      String visible = Visibility.visible(object);
      switch (object) {
        // There are few of these, and a shorter text is planned faster.
        case METASTORE, CATALOG ->
            queries.add(
                together(
                    object,
                    "",
                    visible
                        + " AND ("
                        + managed
                        + " OR "
                        + Visibility.mine(Visibility.alias(object) + ".principal_id")
                        + ")"));
        case SCHEMA, MODEL -> {
          ways(object, "").forEach(way -> queries.add(way + " WHERE " + managed));
          queries.add(
              together(
                  object,
                  " WHERE " + Visibility.mine("e.principal_id"),
                  visible + " AND NOT " + managed));
        }
      }
    }
    return union(queries);
  }

  /**
   * The rows of all ways, with the condition on the object written once for all of them:
   * PostgreSQL's planner takes some 300 kB for each IN of a condition.
   */
  private static String together(SecurableType object, String ofWay, String ofObject) {
    String o = Visibility.alias(object);
    return "SELECT "
        + COLUMNS.formatted(o)
        + " FROM "
        + union(
            ways(object, keys(object) + ", e.principal_id, ").stream()
                .map(way -> way + ofWay)
                .toList())
        + " "
        + o
        + " WHERE "
        + ofObject;
  }

  /**
   * A balanced tree of UNION ALLs: H2 converts each row once per level (SelectUnion.convert), so in
   * a chain the rows of the first branch would be converted as often as there are branches.
   */
  private static String union(List<String> queries) {
    if (queries.size() == 1) {
      return queries.get(0);
    }
    int middle = queries.size() / 2;
    return "("
        + union(queries.subList(0, middle))
        + " UNION ALL "
        + union(queries.subList(middle, queries.size()))
        + ")";
  }

  /**
   * The queries of all ways in which a principal can hold a privilege on objects of one kind.
   *
   * @param keys columns in front of those of the relation; end in a comma or are empty
   */
  private static List<String> ways(SecurableType object, String keys) {
    List<String> ways = new ArrayList<>();
    ways.add(granted(object, object, keys));
    ways.add(owner(object, object, Privilege.on(object), keys));
    for (SecurableType level : SecurableType.values()) {
      if (level == SecurableType.METASTORE && object != level) {
        ways.add(owner(level, object, Privilege.on(object), keys));
      } else if (level.contains(object)) {
        ways.add(granted(level, object, keys));
        ways.add(owner(level, object, List.of(Privilege.MANAGE), keys));
      }
    }
    return ways;
  }

  private static String granted(SecurableType level, SecurableType object, String keys) {
    ObjectTables tables = ObjectTables.of(level);
    String via =
        level == object
            ? "CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END"
            : GROUP_PATH + "'ancestor " + level + " ' || " + fullName(level);
    return select(keys, level, object, "g.grantor", "g.granted_at", via)
        + from(object, level)
        + " JOIN "
        + tables.grants()
        + " g ON g."
        + tables.key()
        + " = "
        + Visibility.alias(level)
        + ".id JOIN (VALUES "
        + given(level, object)
        + ") AS x (granted, privilege) ON x.granted = g.privilege"
        + reaching("g.principal_id");
  }

  private static String given(SecurableType level, SecurableType object) {
    return Privilege.on(object).stream()
        .flatMap(
            privilege ->
                privilege.givenBy(level, object).stream()
                    .map(grant -> "('" + grant.sql() + "', '" + privilege.sql() + "')"))
        .collect(Collectors.joining(", "));
  }

  private static String owner(
      SecurableType level, SecurableType object, List<Privilege> privileges, String keys) {
    String via =
        GROUP_PATH
            + (level == object ? "'owner'" : "'owner of " + level + " ' || " + fullName(level));
    return select(
            keys, level, object, "CAST(NULL AS VARCHAR(255))", "CAST(NULL AS TIMESTAMP(3))", via)
        + from(object, level)
        + (level == SecurableType.METASTORE && object != level ? " CROSS JOIN metastore t" : "")
        + " CROSS JOIN (VALUES "
        + privileges.stream()
            .map(privilege -> "('" + privilege.sql() + "')")
            .collect(Collectors.joining(", "))
        + ") AS x (privilege)"
        + reaching(Visibility.alias(level) + ".owner_id");
  }

  private static String select(
      String keys,
      SecurableType level,
      SecurableType object,
      String grantor,
      String grantedAt,
      String via) {
    boolean own = level == object;
    return "SELECT "
        + keys
        + "p.name AS principal, x.privilege AS privilege, '"
        + object
        + "' AS object_type, "
        + fullName(object)
        + " AS full_name, "
        + grantor
        + " AS grantor, "
        + grantedAt
        + " AS granted_at, "
        + (own ? "CAST(NULL AS VARCHAR(16))" : "'" + level + "'")
        + " AS inherited_from_type, "
        + (own ? "CAST(NULL AS VARCHAR(767))" : fullName(level))
        + " AS inherited_from_name, "
        + via
        + " AS via";
  }

  /** The columns that the predicates of visibility use. */
  private static String keys(SecurableType object) {
    return switch (object) {
      case METASTORE -> "t.id";
      case CATALOG -> "c.id";
      case SCHEMA -> "s.id";
      case MODEL -> "m.id, m.schema_id, m.catalog_id, m.owner_id";
    };
  }

  private static String reaching(String holderId) {
    return " JOIN "
        + Scope.HOLDINGS
        + " e ON e.holder_id = "
        + holderId
        + " JOIN principals p ON p.id = e.principal_id";
  }

  /** Uses the aliases of {@link Visibility}. */
  static String from(SecurableType object) {
    return switch (object) {
      case METASTORE -> " FROM metastore t";
      case CATALOG -> " FROM catalogs c";
      case SCHEMA -> RegistryRelationSql.SCHEMAS;
      case MODEL -> RegistryRelationSql.MODELS;
    };
  }

  /**
   * The same with only the containers whose names a way through {@code level} shows: H2 tries all
   * orders of the tables of a query, so each further table costs time.
   */
  private static String from(SecurableType object, SecurableType level) {
    if (object != SecurableType.MODEL || level == SecurableType.SCHEMA) {
      return from(object);
    }
    return " FROM models m"
        + (level == SecurableType.CATALOG
            ? Vendor.PARENT_JOIN + "catalogs c ON c.id = m.catalog_id"
            : "");
  }

  static String fullName(SecurableType type) {
    return switch (type) {
      case METASTORE -> "t.name";
      case CATALOG -> "c.name";
      case SCHEMA -> RegistryRelationSql.SCHEMA_FULL_NAME;
      case MODEL -> "m.full_name";
    };
  }
}
