package dev.vitrine.store.relation;

import java.util.function.Function;

/** The queries behind the relations of the content of model versions. */
final class VersionContentSql {
  private static final String MODEL =
      "SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name,";

  static final SecuredRelation SIGNATURE_COLUMNS =
      SecuredRelation.withPast(
          RegistryRelations.SIGNATURE_COLUMNS,
          of(
              """
                  x.version, x.direction, CAST(x.column_position AS BIGINT) AS "position",
                    x.column_name AS "name", x.column_type AS "type", x.column_shape AS shape,
                    CASE WHEN x.is_required THEN 'YES' ELSE 'NO' END AS required, x.default_value
                  FROM {objects} JOIN {signature_columns} x ON x.model_id = m.id"""));

  static final SecuredRelation PARAMS =
      SecuredRelation.withPast(
          RegistryRelations.VERSION_PARAMS,
          of(
              """
                  x.version, x.param_name AS "name", x.param_value AS "value"
                  FROM {objects} JOIN {version_params} x ON x.model_id = m.id"""));

  static final SecuredRelation METRICS =
      SecuredRelation.withPast(
          RegistryRelations.VERSION_METRICS,
          of(
              """
                  x.version, x.metric_name AS "name", x.metric_value AS "value",
                    NULLIF(x.dataset, '') AS dataset, x.step, x.recorded_at
                  FROM {objects} JOIN {version_metrics} x ON x.model_id = m.id"""));

  static final SecuredRelation FILES =
      new SecuredRelation(
              RegistryRelations.VERSION_FILES,
              RegistryRelationSql.ofModels(
                  AsOf.PRESENT,
                  """
          SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name,
            v.version, f.logged_model_id AS model_id,
            (SELECT COUNT(*) FROM stored_files x WHERE x.file_set_id = f.id)
              + (SELECT COUNT(*) FROM shared_files y WHERE y.file_set_id = f.id) AS files,
            (SELECT COALESCE(CAST(SUM(x.file_size) AS BIGINT), 0)
              FROM stored_files x WHERE x.file_set_id = f.id)
              + (SELECT COALESCE(CAST(SUM(y.file_size) AS BIGINT), 0)
                FROM shared_files y WHERE y.file_set_id = f.id) AS bytes
          FROM {objects} JOIN versions v ON v.model_id = m.id
          JOIN file_sets f ON f.id = v.file_set_id
          WHERE {readable}"""))
          .computing("files", "bytes");

  private VersionContentSql() {}

  private static Function<AsOf, SqlText> of(String rest) {
    return asOf -> RegistryRelationSql.ofModels(asOf, MODEL + " " + rest + " WHERE {readable}");
  }
}
