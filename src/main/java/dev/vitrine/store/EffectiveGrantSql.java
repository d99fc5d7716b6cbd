package dev.vitrine.store;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The query behind {@code effective_grants}: on each visible object every privilege of every
 * principal, once for each way in which the principal has it. All of them are shown to who manages
 * the object, to others those that reach themselves (dialect, section 3). Gates are not looked at:
 * the rows tell what was given, {@code has_privilege} whether it can be used.
 */
final class EffectiveGrantSql {
  private static final String GROUP_PATH =
      "CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || ";

  private static final String COLUMNS =
      "p.name AS principal, %1$s.privilege, %1$s.object_type, %1$s.full_name, %1$s.grantor,"
          + " %1$s.granted_at, %1$s.inherited_from_type, %1$s.inherited_from_name, %1$s.via";

  private EffectiveGrantSql() {}

  static String query() {
    return Arrays.stream(SecurableType.values())
        .map(EffectiveGrantSql::on)
        .collect(Collectors.joining(" UNION ALL "));
  }

  /** The rights on objects of one kind; they are looked through for who may see them only once. */
  private static String on(SecurableType object) {
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
    String o = Visibility.alias(object);
    return "SELECT "
        + COLUMNS.formatted(o)
        + " FROM ("
        + String.join(" UNION ALL ", ways)
        + ") "
        + o
        + " JOIN principals p ON p.id = "
        + o
        + ".principal_id WHERE "
        + Visibility.visibleGrant(object, o + ".principal_id");
  }

  private static String granted(SecurableType level, SecurableType object) {
    ObjectTables tables = ObjectTables.of(level);
    String via =
        level == object
            ? "CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END"
            : GROUP_PATH + "'ancestor " + level + " ' || " + fullName(level);
    return select(level, object, "g.grantor", "g.granted_at", via)
        + from(object)
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
        + from(object)
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
    return "SELECT "
        + keys(object)
        + ", e.principal_id, x.privilege AS privilege, '"
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

  /** What the predicates of visibility look at. */
  private static String keys(SecurableType object) {
    return switch (object) {
      case METASTORE -> "t.id";
      case CATALOG -> "c.id";
      case SCHEMA -> "s.id";
      case MODEL -> "m.id, m.schema_id, m.catalog_id, m.owner_id";
    };
  }

  private static String reaching(String holderId) {
    return " JOIN " + Scope.HOLDINGS + " e ON e.holder_id = " + holderId;
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

  static String fullName(SecurableType type) {
    return switch (type) {
      case METASTORE -> "t.name";
      case CATALOG -> "c.name";
      case SCHEMA -> RegistryRelationSql.SCHEMA_FULL_NAME;
      case MODEL -> "m.full_name";
    };
  }
}
