package dev.vitrine.store;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The query behind {@code effective_grants}: on each visible object every privilege of every
 * principal, once for each way in which the principal holds it (dialect, section 3). A caller who
 * manages the object sees the rows of all principals; other callers see only the rows that reach
 * themselves. Usage gates are not applied: the rows list what was granted, {@code has_privilege}
 * reports whether it can be used.
 *
 * <p>Each way is written twice, once for each of these two audiences. A single condition with OR
 * would make the store compute the rows of all principals on all objects first, which grows with
 * the product of both; the second form starts from the few principals that the caller acts as.
 */
final class EffectiveGrantSql {
  private static final String GROUP_PATH =
      "CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || ";

  private EffectiveGrantSql() {}

  static String query() {
    return union(
        Arrays.stream(SecurableType.values())
            .flatMap(object -> ways(object).stream().flatMap(way -> perAudience(way, object)))
            .toList());
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

  /** The queries of all ways in which a principal can hold a privilege on objects of one kind. */
  private static List<String> ways(SecurableType object) {
    List<String> ways = new ArrayList<>();
    ways.add(granted(object, object));
    ways.add(owner(object, object, Privilege.on(object)));
    for (SecurableType level : SecurableType.values()) {
      if (level == SecurableType.METASTORE && object != level) {
        ways.add(owner(level, object, Privilege.on(object)));
      } else if (level.contains(object)) {
        ways.add(granted(level, object));
        ways.add(owner(level, object, List.of(Privilege.MANAGE)));
      }
    }
    return ways;
  }

  private static Stream<String> perAudience(String way, SecurableType object) {
    String managed = Visibility.managed(object);
    return Stream.of(
        way + " WHERE " + managed,
        way
            + " WHERE "
            + Visibility.mine("e.principal_id")
            + " AND "
            + Visibility.visible(object)
            + " AND NOT "
            + managed);
  }

  private static String granted(SecurableType level, SecurableType object) {
    ObjectTables tables = ObjectTables.of(level);
    String via =
        level == object
            ? "CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END"
            : GROUP_PATH + "'ancestor " + level + " ' || " + fullName(level);
    return select(level, object, "g.grantor", "g.granted_at", via)
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
      SecurableType level, SecurableType object, List<Privilege> privileges) {
    String via =
        GROUP_PATH
            + (level == object ? "'owner'" : "'owner of " + level + " ' || " + fullName(level));
    return select(level, object, "CAST(NULL AS VARCHAR(255))", "CAST(NULL AS TIMESTAMP(3))", via)
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
      SecurableType level, SecurableType object, String grantor, String grantedAt, String via) {
    boolean own = level == object;
    return "SELECT p.name AS principal, x.privilege AS privilege, '"
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

  private static String reaching(String holderId) {
    return " JOIN "
        + Scope.HOLDINGS
        + " e ON e.holder_id = "
        + holderId
        + " JOIN principals p ON p.id = e.principal_id";
  }

  /** Calls the objects what {@link Visibility} does. */
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
