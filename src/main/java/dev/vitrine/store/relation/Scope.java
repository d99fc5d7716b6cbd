package dev.vitrine.store.relation;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.relation.SecuredRelations.CallerId;
import dev.vitrine.store.relation.SecuredRelations.ClaimedAdminGroup;
import dev.vitrine.store.relation.SecuredRelations.ClaimedGroup;
import dev.vitrine.store.relation.SecuredRelations.ModelName;
import dev.vitrine.store.relation.SecuredRelations.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The scope of the sets of {@link Visibility}: the whole registry, or some models and their
 * containers; for a user alone, or with claimed groups.
 *
 * @param names number of models, whose full names are parameters; 0 for the whole registry
 * @param groups number of claimed groups, whose names are parameters
 * @param past whether the names are past ones, too: of models that have or had one of them
 * @param searched whether models are searched for texts, which are parameters
 */
record Scope(int names, int groups, boolean past, boolean searched) {
  static final Scope REGISTRY = new Scope(0, 0, false, false);

  /** The sets of the objects in the scope. */
  Map<String, SqlText> sets() {
    if (names == 0) {
      return searched ? Map.of("found", SearchRelationSql.FOUND) : Map.of();
    }
    Map<String, SqlText> sets = new LinkedHashMap<>();
    sets.put(
        "scope_models",
        SqlText.of(
            past
                ? """
                SELECT id, schema_id, catalog_id FROM models WHERE full_name IN ({parameters})
                UNION SELECT m.id, m.schema_id, m.catalog_id
                FROM models_history h JOIN models m ON m.id = h.id
                WHERE h.full_name IN ({parameters})"""
                : "SELECT id, schema_id, catalog_id FROM models WHERE full_name IN ({parameters})",
            Map.of("parameters", SqlText.markers(names))));
    sets.put(
        "scope_schemas",
        SqlText.of(
            """
            SELECT id, catalog_id, owner_id FROM schemas
            WHERE id IN (SELECT schema_id FROM {scope_models})"""));
    sets.put(
        "scope_catalogs",
        SqlText.of(
            """
            SELECT id, owner_id FROM catalogs
            WHERE id IN (SELECT catalog_id FROM {scope_models})"""));
    return sets;
  }

  /** The FROM item for the paths from principals to those that they act as. */
  SqlText effectivePrincipals() {
    return SqlText.of(groups == 0 ? "effective_principals" : "{holdings}");
  }

  /**
   * The sets of the principals that the caller acts as; {@link #parameters} has their parameters.
   */
  Map<String, SqlText> callerSets() {
    SqlText own =
        SqlText.of("SELECT holder_id AS id FROM effective_principals WHERE principal_id = ?");
    if (groups == 0) {
      return Map.of("me", own);
    }
    Map<String, SqlText> sets = new LinkedHashMap<>();
    sets.put(
        "claimed",
        SqlText.of(
            """
            SELECT id, name, name_key FROM principals
            WHERE is_external AND name_key IN ({parameters})""",
            Map.of("parameters", SqlText.markers(groups))));
    sets.put("me", SqlText.of("{own} UNION ALL SELECT id FROM {claimed}", Map.of("own", own)));
    sets.put("claimed_admin", SqlText.of("SELECT id FROM {claimed} WHERE name_key = ?"));
    sets.put(
        "holdings",
        SqlText.of(
            """
            SELECT principal_id, holder_id, path FROM effective_principals
            UNION ALL SELECT u.id, g.id, g.name
            FROM {claimed} g CROSS JOIN principals u WHERE u.id = ?"""));
    return sets;
  }

  /**
   * The parameters of one of the sets, in order.
   *
   * @param models those of the models that it is about
   */
  List<Parameter> parameters(String set, List<Parameter> models) {
    return switch (set) {
      case "me", "holdings" -> List.of(new CallerId());
      case "claimed" -> IntStream.range(0, groups).<Parameter>mapToObj(ClaimedGroup::new).toList();
      case "found" -> List.of(new ModelName(0), new ModelName(1));
      case "claimed_admin" -> List.of(new ClaimedAdminGroup());
      case "scope_models" ->
          past ? Stream.concat(models.stream(), models.stream()).toList() : models;
      default -> List.of();
    };
  }

  /**
   * Whether the caller is admin. External groups are members of no group, so none of them owns the
   * metastore.
   */
  SqlText admins() {
    String owners = "SELECT id FROM metastore WHERE {mine}";
    return SqlText.of(
        groups == 0 ? owners : owners + " OR EXISTS (SELECT 1 FROM {claimed_admin})",
        Map.of("mine", Visibility.mine("owner_id")));
  }

  /** The FROM item for objects of a type. */
  SqlText table(SecurableType type) {
    String objects = ObjectTables.of(type).objects();
    return SqlText.of(names == 0 ? objects : "{scope_" + objects + "}");
  }

  /** A further condition: that a column has the ID of an object of the type in the scope. */
  SqlText and(String column, SecurableType type) {
    return names == 0
        ? SqlText.of("")
        : SqlText.of(
            "AND {column} IN (SELECT id FROM {objects})",
            Map.of("column", column, "objects", table(type)));
  }
}
