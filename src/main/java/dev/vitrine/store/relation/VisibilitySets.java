package dev.vitrine.store.relation;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;
import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sets of {@link Visibility} for one scope, ready to be put in front of queries. Safe for use
 * by several threads.
 */
final class VisibilitySets {
  private static final Map<String, String> DEFINITIONS =
      ordered(
          "my_catalogs",
          "SELECT id FROM {catalogs} WHERE {mine}",
          "my_schemas",
          """
          SELECT id FROM {schemas} WHERE {mine} OR catalog_id IN (SELECT id FROM {my_catalogs})""",
          "browsable_catalogs",
          "{browse_catalog}",
          "open_catalogs",
          "SELECT id FROM {my_catalogs} UNION {use_catalog}",
          "open_schemas",
          """
          SELECT s.id FROM {schemas} s
          WHERE s.catalog_id IN (SELECT id FROM {open_catalogs}) AND ({use_schema})""",
          "visible_catalogs",
          """
          SELECT id FROM {catalogs} WHERE {admin} OR id IN (SELECT id FROM {my_catalogs})
            OR id IN (SELECT catalog_id FROM {my_catalog_grants})""",
          "visible_schemas",
          """
          SELECT s.id FROM {schemas} s
          WHERE {admin} OR s.catalog_id IN (SELECT id FROM {browsable_catalogs})
            OR (s.catalog_id IN (SELECT id FROM {open_catalogs}) AND ({see_schema}))""",
          "managed_catalogs",
          "SELECT id FROM {my_catalogs} UNION {manage_catalog}",
          "managed_schemas",
          """
          SELECT s.id FROM {schemas} s
          WHERE s.catalog_id IN (SELECT id FROM {open_catalogs}) AND ({manage_schema})""",
          // Schemas of browsable catalogs are included so that each model is looked up once.
          "schemas_showing_all",
          """
          SELECT s.id FROM {schemas} s
          WHERE s.id IN (SELECT id FROM {open_schemas}) AND ({see_models})
            OR s.catalog_id IN (SELECT id FROM {browsable_catalogs})""",
          "model_candidates",
          "{reached}",
          "schemas_managed_inside",
          """
          SELECT s.id FROM {schemas} s
          WHERE s.id IN (SELECT id FROM {open_schemas}) AND ({manage_models})""",
          "schemas_showing_models",
          """
          SELECT s.id FROM {schemas} s
          WHERE {admin} OR s.id IN (SELECT id FROM {schemas_showing_all})""",
          "schemas_managing_models",
          """
          SELECT s.id FROM {schemas} s
          WHERE {admin} OR s.id IN (SELECT id FROM {schemas_managed_inside})""",
          // Two queries, because H2 uses no index for an OR.
          "models_managed_singly",
          """
          SELECT m.id, m.schema_id, m.full_name, m.owner_id FROM models m
          WHERE {own_model} AND m.schema_id IN (SELECT id FROM {open_schemas})
            AND m.schema_id NOT IN (SELECT id FROM {schemas_managing_models})
          UNION SELECT m.id, m.schema_id, m.full_name, m.owner_id FROM models m
          WHERE {manage_model} AND m.schema_id IN (SELECT id FROM {open_schemas})
            AND m.schema_id NOT IN (SELECT id FROM {schemas_managing_models})""",
          "schemas_readable",
          """
          SELECT s.id FROM {schemas} s
          WHERE s.id IN (SELECT id FROM {open_schemas}) AND ({read_models})""");

  /** There are only as many as models can be named in a query whose scope they are. */
  private static final Map<Scope, VisibilitySets> ALL = new ConcurrentHashMap<>();

  /** The SQL of each set, in the order of definition. */
  private final Map<String, String> sql = new LinkedHashMap<>();

  /** For each set the sets that it reads, directly or not, and itself. */
  private final Map<String, Set<String>> closures = new LinkedHashMap<>();

  private VisibilitySets(Map<String, SqlText> definitions) {
    definitions.forEach(
        (name, definition) -> {
          sql.put(name, definition.reading(closures.keySet()));
          Set<String> closure = neededBy(definition.holes());
          closure.add(name);
          closures.put(name, closure);
        });
  }

  /**
   * The sets of a scope.
   *
   * @throws IllegalStateException when a set reads one that is not defined before it
   */
  static VisibilitySets of(Scope scope) {
    return ALL.computeIfAbsent(scope, key -> new VisibilitySets(definitions(key)));
  }

  private static Map<String, String> ordered(String... namesAndTexts) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return texts;
  }

  /** The sets in the order of their definition; sets of a smaller scope are subsets. */
  private static Map<String, SqlText> definitions(Scope scope) {
    Map<String, SqlText> sets = new LinkedHashMap<>();
    sets.putAll(scope.callerSets());
    sets.putAll(scope.sets());
    sets.put("is_admin", scope.admins());
    for (SecurableType level : List.of(CATALOG, SCHEMA, MODEL)) {
      sets.put("my_" + ObjectTables.of(level).grants(), grants(level, scope));
    }
    Map<String, SqlText> parts = parts(scope);
    DEFINITIONS.forEach(
        (name, text) -> {
          if (scope.names() == 0 || !name.equals("model_candidates")) {
            SqlText definition = SqlText.of(text);
            Map<String, SqlText> used = new LinkedHashMap<>(parts);
            used.keySet().retainAll(definition.holes());
            sets.put(name, definition.with(used));
          }
        });
    sets.putAll(EffectiveModelGrantSql.sets());
    return sets;
  }

  /** The caller's grants on objects of a type. */
  private static SqlText grants(SecurableType level, Scope scope) {
    ObjectTables tables = ObjectTables.of(level);
    return SqlText.of(
        "SELECT {key}, privilege FROM {grants} WHERE {mine} {in_scope}",
        Map.of(
            "key", tables.key(),
            "grants", tables.grants(),
            "mine", Visibility.mine("principal_id"),
            "in_scope", scope.and(tables.key(), level)));
  }

  private static Map<String, SqlText> parts(Scope scope) {
    return Map.ofEntries(
        Map.entry("admin", Visibility.ADMIN),
        Map.entry("mine", Visibility.mine("owner_id")),
        Map.entry("own_model", Visibility.mine("m.owner_id")),
        Map.entry("manage_model", Visibility.grantedOnModel(List.of(Privilege.MANAGE))),
        Map.entry("catalogs", scope.table(CATALOG)),
        Map.entry("schemas", scope.table(SCHEMA)),
        Map.entry("reached", ModelCandidates.SET),
        Map.entry("browse_catalog", Visibility.catalogsWith(Privilege.BROWSE)),
        Map.entry("use_catalog", Visibility.catalogsWith(Privilege.USE_CATALOG)),
        Map.entry("manage_catalog", Visibility.catalogsWith(Privilege.MANAGE)),
        Map.entry("see_schema", Visibility.schemasWith(SCHEMA, Visibility.SCHEMA_RIGHTS)),
        Map.entry("use_schema", Visibility.schemasWith(SCHEMA, List.of(Privilege.USE_SCHEMA))),
        Map.entry("manage_schema", Visibility.schemasWith(SCHEMA, List.of(Privilege.MANAGE))),
        Map.entry("see_models", Visibility.schemasWith(MODEL, Visibility.MODEL_RIGHTS)),
        Map.entry("manage_models", Visibility.schemasWith(MODEL, List.of(Privilege.MANAGE))),
        Map.entry("read_models", Visibility.grantedAbove(MODEL, List.of(Privilege.EXECUTE))));
  }

  /** The names of all sets. */
  Set<String> names() {
    return sql.keySet();
  }

  /** These sets and those that they read, directly or not. */
  Set<String> neededBy(Set<String> sets) {
    Set<String> needed = new HashSet<>();
    sets.forEach(set -> needed.addAll(requireNonNull(closures.get(set))));
    return needed;
  }

  /** These, in the order of their definition. */
  List<String> inOrder(Set<String> names) {
    return sql.keySet().stream().filter(names::contains).toList();
  }

  /** The common table expression of one. */
  String definition(String name) {
    return name + " AS (" + sql.get(name) + ")";
  }
}
