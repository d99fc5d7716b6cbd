package dev.vitrine.store;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.ArrayList;
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

  private EffectiveGrantSql() {}

  static String query() {
    List<String> branches = new ArrayList<>();
    for (SecurableType object : SecurableType.values()) {
      branches.add(owner(object, object, Privilege.on(object)));
      branches.add(granted(object, object));
      for (SecurableType level : SecurableType.values()) {
        if (level == SecurableType.METASTORE && object != level) {
          branches.add(owner(level, object, Privilege.on(object)));
        } else if (level.contains(object)) {
          branches.add(granted(level, object));
          branches.add(owner(level, object, List.of(Privilege.MANAGE)));
        }
      }
    }
    return String.join(" UNION ALL ", branches);
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
        + reaching("g.principal_id")
        + where(object);
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
        + reaching(Visibility.alias(level) + ".owner_id")
        + where(object);
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
    return " JOIN effective_principals e ON e.holder_id = "
        + holderId
        + " JOIN principals p ON p.id = e.principal_id";
  }

  private static String where(SecurableType object) {
    return " WHERE "
        + switch (object) {
          case METASTORE -> audience(Visibility.ADMIN);
          case CATALOG ->
              Visibility.visibleCatalog("c") + " AND " + audience(Visibility.managedCatalog("c"));
          case SCHEMA ->
              Visibility.visibleSchema("s") + " AND " + audience(Visibility.managedSchema("s"));
          case MODEL ->
              Visibility.visibleModel("m") + " AND " + audience(Visibility.managedModel("m"));
        };
  }

  private static String audience(String managed) {
    return "(" + managed + " OR " + Visibility.mine("e.principal_id") + ")";
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
