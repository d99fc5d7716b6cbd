package dev.vitrine.store.relation;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Visibility as SQL: the terms of docs/privileges.md, over sets of catalogs, schemas and models
 * that are computed once a query. They are equivalent to {@code authorization.Access}; a test
 * compares both on random grants. The {@code IN} sub-queries are uncorrelated on purpose: a
 * correlated EXISTS would run for each row. Queries call objects as {@link ObjectSql} does.
 *
 * <p>The caller enters through parameters only, in the sets of {@link Scope#callerSets()}.
 */
final class Visibility {
  /** Each of these makes a schema visible, given usage of its catalog. */
  static final List<Privilege> SCHEMA_RIGHTS =
      List.of(
          Privilege.USE_SCHEMA,
          Privilege.CREATE_MODEL,
          Privilege.EXECUTE,
          Privilege.APPLY_TAG,
          Privilege.MANAGE);

  /** Each of these makes a model visible, given usage of its containers. */
  static final List<Privilege> MODEL_RIGHTS =
      List.of(
          Privilege.EXECUTE, Privilege.APPLY_TAG, Privilege.CREATE_MODEL_VERSION, Privilege.MANAGE);

  static final SqlText ADMIN = SqlText.of("EXISTS (SELECT 1 FROM {is_admin})");

  static final SqlText VISIBLE_CATALOG = SqlText.of("c.id IN (SELECT id FROM {visible_catalogs})");

  private static final SqlText VISIBLE_SCHEMA =
      SqlText.of("s.id IN (SELECT id FROM {visible_schemas})");

  static final SqlText VISIBLE_MODEL = model("{schemas_showing_all}", MODEL_RIGHTS);

  /** May read the versions, aliases and version tags of the model. */
  static final SqlText READABLE_MODEL = model("{schemas_readable}", List.of(Privilege.EXECUTE));

  static final SqlText MANAGED_MODEL = model("{schemas_managed_inside}", List.of(Privilege.MANAGE));

  /** Sets in which something of each model is looked for. */
  private static final Map<String, String> SETS_OF_MODELS =
      Map.of(
          "schemas_showing_all", "m.schema_id",
          "schemas_readable", "m.schema_id",
          "open_schemas", "m.schema_id",
          "me", "m.owner_id");

  /**
   * Elements of the longest array. An array is searched from its start: with some 500 elements, in
   * as long as H2 takes to find out that the rows of a set are still valid (measured).
   */
  private static final int LONGEST_ARRAY = 500;

  private Visibility() {}

  /**
   * The query for models on H2, with its sets in arrays of one row that is joined. H2 goes through
   * the definitions of a set and of all that it reads each time that it looks for an element.
   */
  static SqlText inArrays(SqlText models) {
    String text = models.text().replace(ADMIN.text(), "r.admin");
    StringBuilder row = new StringBuilder("(SELECT " + ADMIN + " AS admin");
    for (Map.Entry<String, String> set : new TreeMap<>(SETS_OF_MODELS).entrySet()) {
      String read = "SELECT id FROM {" + set.getKey() + "}";
      String inSet = set.getValue() + " IN (" + read + ")";
      String array = "r." + set.getKey();
      text =
          text.replace(
              inSet,
              "CASE WHEN CARDINALITY(%s) <= %d THEN %s = ANY (%s) ELSE %s END"
                  .formatted(array, LONGEST_ARRAY, set.getValue(), array, inSet));
      row.append(
          ", ARRAY(%s FETCH FIRST %d ROWS ONLY) AS %s"
              .formatted(read, LONGEST_ARRAY + 1, set.getKey()));
    }
    return new SqlText(
        text.replace("FROM {models} m", "FROM " + row + ") r CROSS JOIN {models} m"));
  }

  /**
   * Condition on a model: its schema is in a set, or both gates are open and the model is owned or
   * has a grant of one of the privileges on itself.
   */
  private static SqlText model(String schemas, List<Privilege> privileges) {
    return SqlText.of(
        """
        ({admin} OR m.schema_id IN (SELECT id FROM {schemas})
          OR (m.schema_id IN (SELECT id FROM {open_schemas}) AND ({mine} OR {granted})))""",
        Map.of(
            "admin",
            ADMIN,
            "schemas",
            schemas,
            "mine",
            mine("m.owner_id"),
            "granted",
            grantedOnModel(privileges)));
  }

  /** Condition that the object is seen by BROWSE and by nothing else. */
  static SqlText browseOnly(SecurableType type) {
    SqlText other =
        switch (type) {
          case METASTORE ->
              throw new IllegalArgumentException("BROWSE does not apply to the metastore");
          case CATALOG ->
              SqlText.of(
                  """
                  c.id IN (SELECT id FROM {my_catalogs})
                  OR c.id IN (SELECT catalog_id FROM {my_catalog_grants} WHERE privilege <> 'BROWSE')""");
          case SCHEMA ->
              SqlText.of(
                  "s.catalog_id IN (SELECT id FROM {open_catalogs}) AND ({schemas})",
                  Map.of("schemas", schemasWith(SCHEMA, SCHEMA_RIGHTS)));
          case MODEL ->
              SqlText.of(
                  """
                  m.schema_id IN (SELECT id FROM {open_schemas})
                  AND ({schemas} OR {mine} OR {granted})""",
                  Map.of(
                      "schemas", schemasWith(MODEL, MODEL_RIGHTS),
                      "mine", mine("m.owner_id"),
                      "granted", grantedOnModel(MODEL_RIGHTS)));
        };
    return SqlText.of(
        """
        c.id IN (SELECT id FROM {browsable_catalogs}) AND NOT ({admin} OR ({other}))""",
        Map.of("admin", ADMIN, "other", other));
  }

  /** Condition to see an object of the type. */
  static SqlText visible(SecurableType type) {
    return switch (type) {
      case METASTORE -> SqlText.of("1 = 1");
      case CATALOG -> VISIBLE_CATALOG;
      case SCHEMA -> VISIBLE_SCHEMA;
      case MODEL -> VISIBLE_MODEL;
    };
  }

  /** Condition to manage an object of the type. */
  static SqlText managed(SecurableType type) {
    return switch (type) {
      case METASTORE -> ADMIN;
      case CATALOG ->
          SqlText.of(
              "({admin} OR c.id IN (SELECT id FROM {managed_catalogs}))", Map.of("admin", ADMIN));
      case SCHEMA ->
          SqlText.of(
              "({admin} OR s.id IN (SELECT id FROM {managed_schemas}))", Map.of("admin", ADMIN));
      case MODEL -> MANAGED_MODEL;
    };
  }

  /**
   * Condition to see an object of the type and a principal's grant on it: callers who manage the
   * object see all grants, others those that apply to themselves.
   */
  static SqlText visibleGrant(SecurableType object, String principalId) {
    return SqlText.of(
        "{visible} AND ({managed} OR {mine})",
        Map.of("visible", visible(object), "managed", managed(object), "mine", mine(principalId)));
  }

  /** Condition to have the privilege on the object, with open gates to it. */
  static SqlText has(Privilege privilege, SecurableType type) {
    if (privilege == Privilege.MANAGE) {
      return managed(type);
    }
    SqlText gate =
        switch (type) {
          case METASTORE, CATALOG -> SqlText.of("");
          case SCHEMA -> SqlText.of("s.catalog_id IN (SELECT id FROM {open_catalogs}) AND");
          case MODEL -> SqlText.of("s.id IN (SELECT id FROM {open_schemas}) AND");
        };
    Map<String, SqlText> parts =
        Map.of("admin", ADMIN, "gate", gate, "mine", mine(ObjectSql.alias(type) + ".owner_id"));
    if (privilege == Privilege.BROWSE && type != CATALOG) {
      return SqlText.of(
          """
          ({admin} OR s.catalog_id IN (SELECT id FROM {browsable_catalogs}) OR ({gate} ({mine})))""",
          parts);
    }
    return SqlText.of("({admin} OR ({gate} ({mine} OR {held})))")
        .with(Map.of("held", held(privilege, type)))
        .with(parts);
  }

  private static SqlText held(Privilege privilege, SecurableType type) {
    List<Privilege> privileges = List.of(privilege);
    return switch (type) {
      case METASTORE ->
          SqlText.of(
              """
              t.id IN (SELECT metastore_id FROM metastore_grants
                WHERE {mine} AND privilege = '{privilege}')""",
              Map.of("mine", mine("principal_id"), "privilege", privilege.sql()));
      case CATALOG ->
          SqlText.of(
              "c.id IN ({granted})", Map.of("granted", granted(CATALOG, CATALOG, privileges)));
      case SCHEMA -> grantedAbove(SCHEMA, privileges);
      case MODEL ->
          SqlText.of(
              "{above} OR {granted}",
              Map.of(
                  "above", grantedAbove(MODEL, privileges),
                  "granted", grantedOnModel(privileges)));
    };
  }

  /** Condition that a principal is one of those that the caller acts as. */
  static SqlText mine(String principalId) {
    return SqlText.of("{principal} IN (SELECT id FROM {me})", Map.of("principal", principalId));
  }

  /** The grants on {@code level} that show on an object of type {@code object} inside it. */
  static String flowing(SecurableType level, SecurableType object) {
    return quoted(
        Arrays.stream(Privilege.values())
            .filter(privilege -> privilege.inheritsFrom(level))
            .filter(privilege -> privilege.grantableOn(object) || privilege == Privilege.BROWSE));
  }

  private static String quoted(Stream<Privilege> privileges) {
    return privileges
        .distinct()
        .sorted()
        .map(privilege -> "'" + privilege.sql() + "'")
        .collect(Collectors.joining(", "));
  }

  /** Condition that a model has a grant of one of the privileges on itself. */
  static SqlText grantedOnModel(List<Privilege> privileges) {
    return SqlText.of("m.id IN ({granted})", Map.of("granted", granted(MODEL, MODEL, privileges)));
  }

  /** The IDs of the catalogs with a grant that gives the privilege. */
  static SqlText catalogsWith(Privilege privilege) {
    return granted("catalog_id AS id", CATALOG, CATALOG, List.of(privilege));
  }

  private static SqlText granted(
      SecurableType level, SecurableType object, List<Privilege> privileges) {
    return granted(ObjectTables.of(level).key(), level, object, privileges);
  }

  /** The objects of type {@code level} with a grant that gives a privilege on {@code object}. */
  private static SqlText granted(
      String key, SecurableType level, SecurableType object, List<Privilege> privileges) {
    ObjectTables tables = ObjectTables.of(level);
    return SqlText.of(
        "SELECT {key} FROM {grants} WHERE privilege IN ({privileges})",
        Map.of(
            "key",
            key,
            "grants",
            "{my_" + tables.grants() + "}",
            "privileges",
            quoted(
                privileges.stream()
                    .flatMap(privilege -> privilege.givenBy(level, object).stream()))));
  }

  /** Condition that a schema or its catalog has a grant of one of the privileges. */
  static SqlText grantedAbove(SecurableType object, List<Privilege> privileges) {
    return SqlText.of(
        "s.id IN ({on_schema}) OR s.catalog_id IN ({on_catalog})",
        Map.of(
            "on_schema", granted(SCHEMA, object, privileges),
            "on_catalog", granted(CATALOG, object, privileges)));
  }

  /** Schemas that are owned, by themselves or with their catalog, or have one of the privileges. */
  static SqlText schemasWith(SecurableType object, List<Privilege> privileges) {
    return SqlText.of(
        "s.id IN (SELECT id FROM {my_schemas}) OR {above}",
        Map.of("above", grantedAbove(object, privileges)));
  }
}
