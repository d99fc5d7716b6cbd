package dev.vitrine.store.relation;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The query behind {@code effective_grants}: on each visible object every privilege of every
 * principal, once for each path by which the principal holds it (docs/privileges.md). A caller who
 * manages the object sees the rows of all principals; other callers see only the rows that reach
 * themselves. Usage gates are not applied: the rows list what was granted, {@code has_privilege}
 * reports whether it can be used.
 *
 * <p>{@link EffectiveModelGrantSql} has the rows on models. The other paths are computed twice,
 * once for each of these two audiences. A single condition with OR would make the store compute the
 * rows of all principals on all objects first, which grows with the product of both; the second
 * form starts from the few principals that the caller acts as.
 */
final class EffectiveGrantSql {
  static final String NO_GRANTOR = "CAST(NULL AS VARCHAR(255))";

  /** The time of a grant where there is an owner and no grant. */
  static final String NEVER = "CAST(NULL AS TIMESTAMP(3))";

  static final String GROUP_PATH =
      "CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || ";

  /** The path of a grant on the object itself. */
  static final String DIRECT_PATH =
      "CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END";

  /**
   * The rows of one way: {@code x} has the privileges, {@code e} the paths to the holder. Tables
   * that a query hardly ever starts from come last, in outer joins: H2 tests all orders of the
   * inner joins in front of the first outer one (org.h2.command.query.Optimizer), and their number
   * is the factorial of the number of tables.
   */
  private static final SqlText WAY =
      SqlText.of(
          """
          SELECT {keys} p.name AS principal, x.privilege AS privilege, '{object}' AS object_type,
            {full_name} AS full_name, {grantor} AS grantor, {granted_at} AS granted_at,
            {from_type} AS inherited_from_type, {from_name} AS inherited_from_name, {via} AS via
          FROM {objects}
          JOIN {effective_principals} e ON e.holder_id = {holder}
          JOIN {principals} p ON p.id = e.principal_id {privileges} {parents}
          WHERE x.privilege IS NOT NULL""");

  private static final SqlText TOGETHER =
      SqlText.of(
          """
          SELECT {o}.principal, {o}.privilege, {o}.object_type, {o}.full_name, {o}.grantor,
            {o}.granted_at, {o}.inherited_from_type, {o}.inherited_from_name, {o}.via
          FROM {ways} {o} WHERE {condition}""");

  private EffectiveGrantSql() {}

  static SqlText query(AsOf asOf) {
    return switch (asOf) {
      case PRESENT -> query();
      case PAST -> pastQuery();
    };
  }

  /** With the conditions in each way, because few objects are asked for at a past time. */
  private static SqlText pastQuery() {
    List<SqlText> queries = new ArrayList<>();
    for (SecurableType object : SecurableType.values()) {
      queries.addAll(
          where(ways(AsOf.PAST, object, ""), AsOf.PAST.visibleGrant(object, "e.principal_id")));
    }
    return union(queries);
  }

  private static SqlText query() {
    List<SqlText> queries = new ArrayList<>();
    for (SecurableType object : SecurableType.values()) {
      SqlText managed = Visibility.managed(object);
      switch (object) {
        // There are few of these, and a shorter text is planned faster.
        case METASTORE, CATALOG ->
            queries.add(
                together(
                    object,
                    ways(AsOf.PRESENT, object, keys(object)),
                    Visibility.visibleGrant(object, ObjectSql.alias(object) + ".principal_id")));
        case SCHEMA -> {
          queries.addAll(where(ways(AsOf.PRESENT, object, ""), managed));
          queries.add(
              together(
                  object,
                  where(
                      ways(AsOf.PRESENT, object, keys(object)), Visibility.mine("e.principal_id")),
                  SqlText.of(
                      "{visible} AND NOT {managed}",
                      Map.of("visible", Visibility.visible(object), "managed", managed))));
        }
        case MODEL -> queries.addAll(EffectiveModelGrantSql.queries());
      }
    }
    return union(queries);
  }

  private static List<SqlText> where(List<SqlText> queries, SqlText condition) {
    return queries.stream()
        .map(
            query ->
                SqlText.of(
                    "{query} AND {condition}", Map.of("query", query, "condition", condition)))
        .toList();
  }

  /**
   * The rows of all ways, with the condition on the object written once for all of them:
   * PostgreSQL's planner takes some 300 kB for each IN of a condition.
   */
  private static SqlText together(SecurableType object, List<SqlText> ways, SqlText condition) {
    return TOGETHER.with(
        Map.of("o", ObjectSql.alias(object), "ways", union(ways), "condition", condition));
  }

  /**
   * A balanced tree of UNION ALLs: H2 converts each row once per level (SelectUnion.convert), so in
   * a chain the rows of the first branch would be converted as often as there are branches.
   */
  private static SqlText union(List<SqlText> queries) {
    if (queries.size() == 1) {
      return queries.get(0);
    }
    int middle = queries.size() / 2;
    return SqlText.of(
        "({first} UNION ALL {second})",
        Map.of(
            "first", union(queries.subList(0, middle)),
            "second", union(queries.subList(middle, queries.size()))));
  }

  /**
   * The queries of all ways in which a principal can hold a privilege on objects of one kind.
   *
   * @param keys columns in front of those of the relation; end in a comma or are empty
   */
  private static List<SqlText> ways(AsOf asOf, SecurableType object, String keys) {
    List<SqlText> ways = new ArrayList<>();
    ways.add(granted(asOf, object, object, keys));
    ways.add(owner(asOf, object, object, Privilege.on(object), keys));
    for (SecurableType level : SecurableType.values()) {
      if (level == SecurableType.METASTORE && object != level) {
        ways.add(owner(asOf, level, object, Privilege.on(object), keys));
      } else if (level.contains(object)) {
        ways.add(granted(asOf, level, object, keys));
        ways.add(owner(asOf, level, object, List.of(Privilege.MANAGE), keys));
      }
    }
    return ways;
  }

  private static SqlText granted(
      AsOf asOf, SecurableType level, SecurableType object, String keys) {
    ObjectTables tables = ObjectTables.of(level);
    SqlText objects =
        SqlText.of(
            "{objects} JOIN {grants} g ON g.{key} = {object}",
            Map.of(
                "objects", asOf.alone(object),
                "grants", "{" + tables.grants() + "}",
                "key", tables.key(),
                "object", ObjectSql.idOf(level, object)));
    String via =
        level == object
            ? DIRECT_PATH
            : GROUP_PATH + "'ancestor " + level + " ' || " + ObjectSql.fullName(level);
    return way(level, object, keys)
        .with(
            Map.of(
                "grantor",
                "g.grantor",
                "granted_at",
                "g.granted_at",
                "via",
                via,
                "objects",
                objects,
                "privileges",
                givenPrivileges(level, object),
                "parents",
                ObjectSql.parents(object),
                "holder",
                "g.principal_id"));
  }

  /** The join to each privilege that a grant on {@code level} gives on {@code object}. */
  static SqlText givenPrivileges(SecurableType level, SecurableType object) {
    return SqlText.of(
        "LEFT JOIN (VALUES {given}) AS x (granted, privilege) ON x.granted = g.privilege",
        Map.of("given", given(level, object)));
  }

  /** The join to each of the privileges. */
  static SqlText privileges(List<Privilege> privileges) {
    return SqlText.of(
        "LEFT JOIN (VALUES {privileges}) AS x (privilege) ON 1 = 1",
        Map.of("privileges", values(privileges)));
  }

  /** The grants on {@code level} with each privilege that they give on {@code object}. */
  private static String given(SecurableType level, SecurableType object) {
    return Privilege.on(object).stream()
        .flatMap(
            privilege ->
                privilege.givenBy(level, object).stream()
                    .map(grant -> "('" + grant.sql() + "', '" + privilege.sql() + "')"))
        .collect(Collectors.joining(", "));
  }

  private static SqlText owner(
      AsOf asOf,
      SecurableType level,
      SecurableType object,
      List<Privilege> privileges,
      String keys) {
    // The owner is found by an inner join; the name of a parent that owns nothing is looked up
    // last.
    boolean parentOwns =
        object != level && (level == SecurableType.CATALOG || level == SecurableType.SCHEMA);
    SqlText objects = parentOwns ? asOf.from(object) : asOf.alone(object);
    if (level == SecurableType.METASTORE && object != level) {
      objects = SqlText.of("{objects} CROSS JOIN {metastore} t", Map.of("objects", objects));
    }
    String via =
        level == object ? "'owner'" : "'owner of " + level + " ' || " + ObjectSql.fullName(level);
    return way(level, object, keys)
        .with(
            Map.of(
                "grantor",
                NO_GRANTOR,
                "granted_at",
                NEVER,
                "via",
                GROUP_PATH + via,
                "objects",
                objects,
                "privileges",
                privileges(privileges),
                "parents",
                parentOwns ? SqlText.of("") : ObjectSql.parents(object),
                "holder",
                ObjectSql.alias(level) + ".owner_id"));
  }

  private static SqlText way(SecurableType level, SecurableType object, String keys) {
    return WAY.with(
        Map.of(
            "keys", keys,
            "object", object,
            "full_name", ObjectSql.fullName(object),
            "from_type", ObjectSql.inheritedType(level, object),
            "from_name", ObjectSql.inheritedName(level, object)));
  }

  /** Privileges as the rows of a VALUES list. */
  static String values(List<Privilege> privileges) {
    return privileges.stream()
        .map(privilege -> "('" + privilege.sql() + "')")
        .collect(Collectors.joining(", "));
  }

  /** The columns that the conditions of visibility use: the IDs of object and principal. */
  private static String keys(SecurableType object) {
    return ObjectSql.alias(object) + ".id, e.principal_id,";
  }
}
