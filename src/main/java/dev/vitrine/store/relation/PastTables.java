package dev.vitrine.store.relation;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tables of current state as they were at a point in time: a common table expression with the
 * present rows that were valid then and the closed rows. Texts of relations name these tables by
 * holes.
 */
final class PastTables {
  /** Later than any point in time; the rows of the present are valid until then. */
  private static final String FOREVER = "CAST(TIMESTAMP '9999-12-31 00:00:00' AS TIMESTAMP(3))";

  private static final String GRANT = "principal_id, privilege, grantor, granted_at";

  private static final String CONTAINER =
      "name, owner_id, comment, storage_location, created_at, created_by, updated_at, updated_by";

  /** The columns of each table that its past has. */
  private static final Map<String, String> COLUMNS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("metastore", "id, name, owner_id"),
              Map.entry("principals", "id, name, name_key, kind, is_external"),
              Map.entry("group_members", "group_id, member_id"),
              Map.entry("effective_principals", "principal_id, holder_id, path"),
              Map.entry("catalogs", "id, " + CONTAINER),
              Map.entry("schemas", "id, catalog_id, " + CONTAINER),
              Map.entry(
                  "models",
                  "id, catalog_id, schema_id, full_name, latest_version, last_version, "
                      + CONTAINER),
              Map.entry("versions", "model_id, version, status, comment, updated_at, updated_by"),
              Map.entry("aliases", "model_id, alias_key, alias, version"),
              Map.entry("catalog_tags", "catalog_id, tag_key, tag_value"),
              Map.entry("schema_tags", "schema_id, tag_key, tag_value"),
              Map.entry("model_tags", "model_id, tag_key, tag_value"),
              Map.entry("version_tags", "model_id, version, tag_key, tag_value"),
              Map.entry(
                  "signature_columns",
                  "model_id, version, direction, column_position, column_name, column_type,"
                      + " column_shape, is_required, default_value"),
              Map.entry("version_params", "model_id, version, param_name, param_value"),
              Map.entry(
                  "version_metrics",
                  "model_id, version, metric_name, dataset, step, metric_value, recorded_at"),
              Map.entry("metastore_grants", "metastore_id, " + GRANT),
              Map.entry("catalog_grants", "catalog_id, " + GRANT),
              Map.entry("schema_grants", "schema_id, " + GRANT),
              Map.entry("model_grants", "model_id, " + GRANT)));

  /**
   * The conditions are outside of the UNION ALL, whose branches PostgreSQL reads by their indexes
   * only if they have no conditions of their own.
   */
  private static final SqlText ROWS =
      SqlText.of(
          """
          SELECT {columns} FROM (SELECT {columns}, valid_from, {forever} AS valid_to FROM {table}
            UNION ALL SELECT {columns}, valid_from, valid_to FROM {table}_history) x
          WHERE x.valid_from <= ? AND x.valid_to > ?""");

  /** What never changes while a version exists is in no closed row. */
  private static final SqlText VERSIONS =
      SqlText.of(
          """
          SELECT x.model_id, x.version, x.status, COALESCE(v.source, d.source) AS source,
            COALESCE(v.run_id, d.run_id) AS run_id, COALESCE(v.signature, d.signature) AS signature,
            x.comment, COALESCE(v.storage_location, d.storage_location) AS storage_location,
            COALESCE(v.created_at, d.created_at, x.valid_from) AS created_at,
            COALESCE(v.created_by, d.created_by, x.updated_by) AS created_by,
            x.updated_at, x.updated_by, COALESCE(v.imported_by, d.imported_by) AS imported_by,
            COALESCE(v.imported_at, d.imported_at) AS imported_at
          FROM (SELECT {columns}, valid_from, {forever} AS valid_to FROM versions
            UNION ALL SELECT {columns}, valid_from, valid_to FROM versions_history) x
          LEFT JOIN versions v ON v.model_id = x.model_id AND v.version = x.version
          LEFT JOIN dropped_versions d ON d.model_id = x.model_id AND d.version = x.version
          WHERE x.valid_from <= ? AND x.valid_to > ?""");

  /** Parameters of each of the common table expressions; all are the point in time. */
  static final int PARAMETERS = 2;

  private PastTables() {}

  /** The names of the tables, which are the names of the holes. */
  static Set<String> names() {
    return COLUMNS.keySet();
  }

  /** The parts for these holes in a text of the present: the tables. */
  static Map<String, SqlText> present() {
    Map<String, SqlText> parts = new LinkedHashMap<>();
    names().forEach(table -> parts.put(table, SqlText.of(table)));
    return parts;
  }

  /** The parts for these holes at a point in time: the common table expressions. */
  static Map<String, SqlText> at(int point) {
    Map<String, SqlText> parts = new LinkedHashMap<>();
    names().forEach(table -> parts.put(table, SqlText.of(name(table, point))));
    return parts;
  }

  /** The name of the common table expression of a table at a point in time. */
  static String name(String table, int point) {
    return table + "_at_" + point;
  }

  /** The query for the rows of a table at the point in time that its parameters are. */
  static String rows(String table) {
    Map<String, String> parts =
        Map.of("columns", requireNonNull(COLUMNS.get(table)), "forever", FOREVER);
    return (table.equals("versions") ? VERSIONS : ROWS.with(Map.of("table", table)))
        .with(parts)
        .text();
  }
}
