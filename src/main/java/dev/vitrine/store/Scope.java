package dev.vitrine.store;

import dev.vitrine.catalog.SecurableType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The part of the registry that the sets of {@link Visibility} are computed for: all of it, or some
 * models and what is above them.
 *
 * @param names how many models, whose full names are parameters; 0 if it is the whole registry
 */
record Scope(int names) {
  static final Scope REGISTRY = new Scope(0);

  /** The sets of what is in it. */
  Map<String, String> sets() {
    if (names == 0) {
      return Map.of();
    }
    Map<String, String> sets = new LinkedHashMap<>();
    sets.put(
        "scope_models",
        "SELECT id, schema_id, catalog_id FROM models WHERE full_name IN ("
            + String.join(", ", Collections.nCopies(names, "?"))
            + ")");
    sets.put(
        "scope_schemas",
        "SELECT id, catalog_id, owner_id FROM schemas"
            + " WHERE id IN (SELECT schema_id FROM scope_models)");
    sets.put(
        "scope_catalogs",
        "SELECT id, owner_id FROM catalogs WHERE id IN (SELECT catalog_id FROM scope_models)");
    return sets;
  }

  /** What to read the objects of a kind from. */
  String table(SecurableType type) {
    return (names == 0 ? "" : "scope_") + ObjectTables.of(type).objects();
  }

  /** A further condition: that a column holds the id of an object of the kind in it. */
  String and(String column, SecurableType type) {
    return names == 0 ? "" : " AND " + column + " IN (SELECT id FROM " + table(type) + ")";
  }
}
