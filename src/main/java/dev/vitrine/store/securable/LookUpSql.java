package dev.vitrine.store.securable;

import dev.vitrine.catalog.ClientAttribute;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.relation.ObjectTables;
import dev.vitrine.store.statement.NamedSql;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of look-ups. One statement for the rights on a name and one for an object with its
 * parts: measured on PostgreSQL, one statement for both takes as long and more CPU time.
 */
final class LookUpSql {
  /**
   * The existing levels of the lower-case names {@code catalog}, {@code schema} and {@code model},
   * each with the privileges granted to {@code holders}, an array of IDs, or NULL without any. A
   * UNION, so that a member of hundreds of groups does not read each privilege hundreds of times.
   */
  static final String PATH_TEXT =
      Arrays.stream(SecurableType.values())
          .map(LookUpSql::level)
          .collect(Collectors.joining(" UNION "));

  /** {@link #PATH_TEXT} as a statement. */
  static final NamedSql PATH = NamedSql.of(PATH_TEXT);

  /** The name of an object at a past {@code time}, by its {@code id}. */
  static final Map<SecurableType, NamedSql> PAST_NAMES =
      Map.of(
          SecurableType.METASTORE, pastName("metastore", "name"),
          SecurableType.CATALOG, pastName("catalogs", "name"),
          SecurableType.SCHEMA, pastName("schemas", "name"),
          SecurableType.MODEL, pastName("models", "full_name"));

  /** The full names, of the array {@code names}, of the objects with attributes of clients. */
  static final Map<SecurableType, NamedSql> WITH_ATTRIBUTES =
      Arrays.stream(SecurableType.values())
          .filter(type -> !ClientAttribute.of(type).isEmpty())
          .collect(Collectors.toMap(type -> type, LookUpSql::withAttributes));

  /** The ID of a principal that exists, if it existed at a past {@code time}. */
  static final NamedSql PAST_PRINCIPAL =
      NamedSql.of(
          """
          SELECT id FROM principals WHERE id = :id AND valid_from <= :time
          UNION SELECT id FROM principals_history WHERE id = :id AND valid_from <= :time""");

  /** A model with its aliases and tags, by its {@code id}. */
  static final NamedSql MODEL =
      NamedSql.of(
          """
          SELECT 'MODEL' AS part, m.full_name AS name, o.name AS content, NULL AS number,
            m.comment, m.deployment_job_id, m.created_at, m.created_by, m.updated_at, m.updated_by,
            NULL AS sort_key
          FROM models m JOIN principals o ON o.id = m.owner_id WHERE m.id = :id
          UNION ALL SELECT 'ALIAS', alias, NULL, version,
            NULL, NULL, NULL, NULL, NULL, NULL, alias_key
          FROM aliases WHERE model_id = :id
          UNION ALL SELECT 'TAG', tag_key, tag_value, NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, tag_key
          FROM model_tags WHERE model_id = :id
          ORDER BY sort_key""");

  private static final String VERSION_ROWS =
      """
      SELECT 'VERSION' AS part, m.full_name AS name, v.status AS content, v.version AS number,
        v.comment, v.source, v.run_id, v.storage_location, f.logged_model_id, v.dependencies,
        v.deployment_job_id, v.created_at, v.created_by, v.updated_at, v.updated_by,
        NULL AS sort_key
      FROM models m JOIN versions v ON v.model_id = m.id
      LEFT JOIN file_sets f ON f.id = v.file_set_id
      WHERE m.id = :id AND v.version = {version}
      UNION ALL SELECT 'ALIAS', alias, NULL, version,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, alias_key
      FROM aliases WHERE model_id = :id AND version = {version}
      UNION ALL SELECT 'TAG', tag_key, tag_value, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, tag_key
      FROM version_tags WHERE model_id = :id AND version = {version}
      UNION ALL SELECT 'PARAM', param_name, param_value, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, param_name
      FROM version_params WHERE model_id = :id AND version = {version}
      UNION ALL SELECT 'METRIC', metric_name, CAST(metric_value AS VARCHAR(32)), step,
        dataset, NULL, NULL, NULL, NULL, NULL, NULL, recorded_at, NULL, NULL, NULL, metric_name
      FROM version_metrics WHERE model_id = :id AND version = {version}
      """;

  private static final String ORDER = "ORDER BY sort_key, number, comment";

  /** The version of a number with its aliases and tags. */
  static final NamedSql VERSION =
      NamedSql.of(VERSION_ROWS.replace("{version}", ":version") + ORDER);

  /** The version of an alias, in lower case, with its aliases and tags. */
  static final NamedSql VERSION_OF_ALIAS =
      NamedSql.of(
          VERSION_ROWS.replace(
                  "{version}",
                  "(SELECT x.version FROM aliases x WHERE x.model_id = :id AND x.alias_key = :alias)")
              + ORDER);

  private LookUpSql() {}

  /**
   * The rows of {@link #VERSION}, of the model {@code model}, and those of another query of the
   * same columns.
   */
  static String versionAnd(String other) {
    return VERSION_ROWS.replace("{version}", ":version").replace(":id", ":model")
        + "UNION ALL "
        + other
        + " "
        + ORDER;
  }

  private static NamedSql pastName(String table, String name) {
    return NamedSql.of(
        ("SELECT {name} AS past_name FROM {table} WHERE id = :id AND valid_from <= :time"
                + " UNION ALL SELECT {name} FROM {table}_history"
                + " WHERE id = :id AND valid_from <= :time AND valid_to > :time")
            .replace("{name}", name)
            .replace("{table}", table));
  }

  private static String level(SecurableType type) {
    ObjectTables tables = ObjectTables.of(type);
    return "SELECT '"
        + type
        + "' AS level, o.id, o.owner_id, g.privilege, "
        + (type == SecurableType.CATALOG
            ? "(SELECT x.catalog_id FROM shared_catalogs x WHERE x.catalog_id = o.id)"
            : "CAST(NULL AS BIGINT)")
        + " AS shared_id FROM "
        + tables.objects()
        + " o"
        + switch (type) {
          case METASTORE, CATALOG -> "";
          case SCHEMA -> " JOIN catalogs c ON c.id = o.catalog_id";
          case MODEL ->
              " JOIN schemas s ON s.id = o.schema_id JOIN catalogs c ON c.id = s.catalog_id";
        }
        + " LEFT JOIN "
        + tables.grants()
        + " g ON g."
        + tables.key()
        + " = o.id AND g.principal_id = ANY (:holders)"
        + switch (type) {
          case METASTORE -> "";
          case CATALOG -> " WHERE o.name = :catalog";
          case SCHEMA -> " WHERE c.name = :catalog AND o.name = :schema";
          case MODEL -> " WHERE c.name = :catalog AND s.name = :schema AND o.name = :model";
        };
  }

  private static NamedSql withAttributes(SecurableType type) {
    String name =
        switch (type) {
          case METASTORE, CATALOG -> "x.name";
          case SCHEMA -> "c.name || '.' || x.name";
          case MODEL -> "x.full_name";
        };
    String parents = type == SecurableType.SCHEMA ? " JOIN catalogs c ON c.id = x.catalog_id" : "";
    return NamedSql.of(
        "SELECT %s AS name FROM %s x%s WHERE (%s) AND %s = ANY (:names)"
            .formatted(
                name,
                ObjectTables.of(type).objects(),
                parents,
                ClientAttribute.of(type).stream()
                    .map(attribute -> "x." + attribute.column() + " IS NOT NULL")
                    .collect(Collectors.joining(" OR ")),
                name));
  }
}
