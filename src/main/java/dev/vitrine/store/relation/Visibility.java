package dev.vitrine.store.relation;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Visibility as SQL: the terms of docs/privileges.md, over sets of catalogs, schemas and models
 * that are computed once a query. They are equivalent to {@code authorization.Access}; a test
 * compares both on random grants. The {@code IN} sub-queries are uncorrelated on purpose: a
 * correlated EXISTS would run for each row.
 *
 * <p>The caller enters through parameters only, in the sets of {@link Scope#callerSets()}.
 */
final class Visibility {
  static final String ADMIN = "EXISTS (SELECT 1 FROM is_admin)";

  /** Each of these makes a schema visible, given usage of its catalog. */
  private static final Privilege[] SCHEMA_RIGHTS = {
    Privilege.USE_SCHEMA,
    Privilege.CREATE_MODEL,
    Privilege.EXECUTE,
    Privilege.APPLY_TAG,
    Privilege.MANAGE
  };

  /** Each of these makes a model visible, given usage of its containers. */
  private static final Privilege[] MODEL_RIGHTS = {
    Privilege.EXECUTE, Privilege.APPLY_TAG, Privilege.CREATE_MODEL_VERSION, Privilege.MANAGE
  };

  private Visibility() {}

  static String visibleCatalog(String c) {
    return c + ".id IN (SELECT id FROM visible_catalogs)";
  }

  static String visibleSchema(String s) {
    return s + ".id IN (SELECT id FROM visible_schemas)";
  }

  static String visibleModel(String m) {
    return "("
        + ADMIN
        + orIn(m + ".schema_id", "schemas_showing_all")
        + orOpen(m, MODEL_RIGHTS)
        + ")";
  }

  /**
   * Is seen by BROWSE and by nothing else: the right on the catalog is there, and none of the other
   * ways to see the object is.
   */
  static String browseOnly(SecurableType type) {
    String other =
        switch (type) {
          case METASTORE ->
              throw new IllegalArgumentException("BROWSE does not apply to the metastore");
          case CATALOG ->
              "c.id IN (SELECT id FROM my_catalogs)"
                  + " OR c.id IN (SELECT catalog_id FROM my_catalog_grants WHERE privilege <> '"
                  + Privilege.BROWSE.sql()
                  + "')";
          case SCHEMA ->
              "s.catalog_id IN (SELECT id FROM open_catalogs) AND ("
                  + schemasWith(SCHEMA, SCHEMA_RIGHTS)
                  + ")";
          case MODEL ->
              "m.schema_id IN (SELECT id FROM open_schemas) AND ("
                  + schemasWith(MODEL, MODEL_RIGHTS)
                  + " OR "
                  + mine("m.owner_id")
                  + orGrantedOnModel("m", MODEL_RIGHTS)
                  + ")";
        };
    return "c.id IN (SELECT id FROM browsable_catalogs) AND NOT (" + ADMIN + " OR (" + other + "))";
  }

  /** May read the versions, aliases and version tags of the model. */
  static String readableModel(String m) {
    return "("
        + ADMIN
        + orIn(m + ".schema_id", "schemas_readable")
        + orOpen(m, Privilege.EXECUTE)
        + ")";
  }

  static String managedCatalog(String c) {
    return "(" + ADMIN + orIn(c + ".id", "managed_catalogs") + ")";
  }

  static String managedSchema(String s) {
    return "(" + ADMIN + orIn(s + ".id", "managed_schemas") + ")";
  }

  static String managedModel(String m) {
    return "("
        + ADMIN
        + orIn(m + ".schema_id", "schemas_managed_inside")
        + orOpen(m, Privilege.MANAGE)
        + ")";
  }

  /** May see an object of the kind, which the query calls as {@link #alias} says. */
  static String visible(SecurableType type) {
    return switch (type) {
      case METASTORE -> "1 = 1";
      case CATALOG -> visibleCatalog("c");
      case SCHEMA -> visibleSchema("s");
      case MODEL -> visibleModel("m");
    };
  }

  /** Manages an object of the kind, which the query calls as {@link #alias} says. */
  static String managed(SecurableType type) {
    return switch (type) {
      case METASTORE -> ADMIN;
      case CATALOG -> managedCatalog("c");
      case SCHEMA -> managedSchema("s");
      case MODEL -> managedModel("m");
    };
  }

  /**
   * Condition to see an object of the kind and a principal's grant on it: callers who manage the
   * object see all grants, others those that apply to themselves.
   */
  static String visibleGrant(SecurableType object, String principalId) {
    return visible(object) + " AND (" + managed(object) + " OR " + mine(principalId) + ")";
  }

  /**
   * Has the privilege on the object, and the gates to it are open. The query calls the metastore
   * {@code t}, the catalog {@code c}, the schema {@code s} and the model {@code m}.
   */
  static String has(Privilege privilege, SecurableType type) {
    if (privilege == Privilege.MANAGE) {
      return managed(type);
    }
    boolean seenFromAbove = privilege == Privilege.BROWSE && type != CATALOG;
    String gate =
        switch (type) {
          case METASTORE, CATALOG -> "";
          case SCHEMA -> "s.catalog_id IN (SELECT id FROM open_catalogs) AND ";
          case MODEL -> "s.id IN (SELECT id FROM open_schemas) AND ";
        };
    return "("
        + ADMIN
        + (seenFromAbove ? orIn("s.catalog_id", "browsable_catalogs") : "")
        + " OR ("
        + gate
        + "("
        + mine(alias(type) + ".owner_id")
        + (seenFromAbove ? "" : orHeld(privilege, type))
        + ")))";
  }

  private static String orHeld(Privilege privilege, SecurableType type) {
    return switch (type) {
      case METASTORE ->
          " OR t.id IN (SELECT metastore_id FROM metastore_grants WHERE "
              + mine("principal_id")
              + " AND privilege = '"
              + privilege.sql()
              + "')";
      case CATALOG -> " OR c.id IN (" + granted(CATALOG, CATALOG, privilege) + ")";
      case SCHEMA -> orGranted(SCHEMA, privilege);
      case MODEL -> orGranted(MODEL, privilege) + orGrantedOnModel("m", privilege);
    };
  }

  /** The alias of an object of the type in queries. */
  static String alias(SecurableType type) {
    return type == SecurableType.METASTORE ? "t" : type.noun().substring(0, 1);
  }

  static String mine(String principalId) {
    return principalId + " IN (SELECT id FROM me)";
  }

  /** The grants on {@code level} that show on an object of kind {@code object} inside it. */
  static String flowing(SecurableType level, SecurableType object) {
    return quoted(
        Arrays.stream(Privilege.values())
            .filter(privilege -> privilege.inheritsFrom(level))
            .filter(privilege -> privilege.grantableOn(object) || privilege == Privilege.BROWSE));
  }

  private static String orIn(String column, String set) {
    return " OR " + column + " IN (SELECT id FROM " + set + ")";
  }

  /** Both gates open, and the model owned or one of the privileges granted on the model itself. */
  private static String orOpen(String m, Privilege... privileges) {
    return " OR ("
        + m
        + ".schema_id IN (SELECT id FROM open_schemas) AND ("
        + mine(m + ".owner_id")
        + orGrantedOnModel(m, privileges)
        + "))";
  }

  private static String orGrantedOnModel(String m, Privilege... privileges) {
    return " OR " + m + ".id IN (" + granted(MODEL, MODEL, privileges) + ")";
  }

  private static String giving(SecurableType level, SecurableType object, Privilege... privileges) {
    return quoted(
        Arrays.stream(privileges).flatMap(privilege -> privilege.givenBy(level, object).stream()));
  }

  private static String quoted(Stream<Privilege> privileges) {
    return privileges
        .distinct()
        .sorted()
        .map(privilege -> "'" + privilege.sql() + "'")
        .collect(Collectors.joining(", "));
  }

  private static String granted(
      SecurableType level, SecurableType object, Privilege... privileges) {
    String type = level.noun();
    return "SELECT "
        + type
        + "_id FROM my_"
        + type
        + "_grants WHERE privilege IN ("
        + giving(level, object, privileges)
        + ")";
  }

  /** Schemas that are owned, by themselves or with their catalog, or have one of the privileges. */
  private static String schemasWith(SecurableType object, Privilege... privileges) {
    return "s.id IN (SELECT id FROM my_schemas)" + orGranted(object, privileges);
  }

  private static String orGranted(SecurableType object, Privilege... privileges) {
    return " OR s.id IN ("
        + granted(SCHEMA, object, privileges)
        + ") OR s.catalog_id IN ("
        + granted(CATALOG, object, privileges)
        + ")";
  }

  /**
   * Named sets in the order of their definition; each may use the previous ones.
   *
   * @param scope their scope; sets of a smaller scope are subsets
   */
  static Map<String, String> sets(Scope scope) {
    String schemas = "SELECT s.id FROM " + scope.table(SCHEMA) + " s";
    Map<String, String> sets = new LinkedHashMap<>();
    sets.putAll(scope.callerSets());
    sets.putAll(scope.sets());
    sets.put("is_admin", scope.admins());
    for (SecurableType level : List.of(CATALOG, SCHEMA, MODEL)) {
      ObjectTables tables = ObjectTables.of(level);
      sets.put(
          "my_" + tables.grants(),
          "SELECT "
              + tables.key()
              + ", privilege FROM "
              + tables.grants()
              + " WHERE "
              + mine("principal_id")
              + scope.and(tables.key(), level));
    }
    sets.put(
        "my_catalogs", "SELECT id FROM " + scope.table(CATALOG) + " WHERE " + mine("owner_id"));
    sets.put(
        "my_schemas",
        "SELECT id FROM "
            + scope.table(SCHEMA)
            + " WHERE "
            + mine("owner_id")
            + orIn("catalog_id", "my_catalogs"));
    sets.put("browsable_catalogs", rename(granted(CATALOG, CATALOG, Privilege.BROWSE)));
    sets.put(
        "open_catalogs",
        "SELECT id FROM my_catalogs UNION "
            + rename(granted(CATALOG, CATALOG, Privilege.USE_CATALOG)));
    sets.put(
        "open_schemas",
        schemas
            + " WHERE s.catalog_id IN (SELECT id FROM open_catalogs) AND ("
            + schemasWith(SCHEMA, Privilege.USE_SCHEMA)
            + ")");
    sets.put(
        "visible_catalogs",
        "SELECT id FROM "
            + scope.table(CATALOG)
            + " WHERE "
            + ADMIN
            + orIn("id", "my_catalogs")
            + " OR id IN (SELECT catalog_id FROM my_catalog_grants)");
    sets.put(
        "visible_schemas",
        schemas
            + " WHERE "
            + ADMIN
            + orIn("s.catalog_id", "browsable_catalogs")
            + " OR (s.catalog_id IN (SELECT id FROM open_catalogs) AND ("
            + schemasWith(SCHEMA, SCHEMA_RIGHTS)
            + "))");
    sets.put(
        "managed_catalogs",
        "SELECT id FROM my_catalogs UNION " + rename(granted(CATALOG, CATALOG, Privilege.MANAGE)));
    sets.put(
        "managed_schemas",
        schemas
            + " WHERE s.catalog_id IN (SELECT id FROM open_catalogs) AND ("
            + schemasWith(SCHEMA, Privilege.MANAGE)
            + ")");
    // Those that can be browsed are among them so that each model is looked up once.
    sets.put(
        "schemas_showing_all",
        openWith(schemas, schemasWith(MODEL, MODEL_RIGHTS))
            + orIn("s.catalog_id", "browsable_catalogs"));
    if (scope.names() == 0) {
      sets.put("reached_models", Reach.REACHED_MODELS);
    }
    sets.put("schemas_managed_inside", openWith(schemas, schemasWith(MODEL, Privilege.MANAGE)));
    sets.put(
        "schemas_readable",
        openWith(schemas, orGranted(MODEL, Privilege.EXECUTE).substring(" OR ".length())));
    return sets;
  }

  private static String openWith(String schemas, String condition) {
    return schemas + " WHERE s.id IN (SELECT id FROM open_schemas) AND (" + condition + ")";
  }

  private static String rename(String catalogGrants) {
    return catalogGrants.replaceFirst("SELECT catalog_id", "SELECT catalog_id AS id");
  }
}
