package dev.vitrine.store.securable;

import dev.vitrine.store.audit.AuditDao;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.statement.CombinedSql;
import dev.vitrine.store.statement.NamedSql;
import dev.vitrine.store.vendor.Vendor;
import java.util.ArrayList;
import java.util.List;

/** The text of the statements that begin versions and make them READY. */
final class RegistrationSql {
  /** The condition of a model's row. */
  static final String MODEL = "id = :id";

  /** The condition of a version's row. */
  static final String VERSION = "model_id = :model AND version = :version";

  /**
   * The rights on a model as in {@link LookUpSql#PATH}, and additionally the version {@code
   * version} with its set of files.
   */
  static final NamedSql RIGHTS_AND_VERSION =
      rightsAnd("NULL AS file_path, NULL AS blob_id, NULL AS file_size, NULL AS modified_at", "");

  /** The same, with a row for each file. */
  static final NamedSql RIGHTS_AND_FILES =
      rightsAnd(
          "x.file_path, x.blob_id, x.file_size, x.modified_at",
          " LEFT JOIN stored_files x ON x.file_set_id = f.id");

  /** Locks a model. */
  static final NamedSql LOCK_MODEL =
      NamedSql.of("SELECT last_version, valid_from FROM models WHERE id = :model FOR UPDATE");

  /** Locks a model, a version and its set of files, in this order. */
  static final NamedSql LOCK_VERSION =
      NamedSql.of(
          """
          SELECT m.valid_from AS model_since, v.valid_from AS version_since, v.status, v.source,
            f.id, f.creator_id AS owner_id, f.logged_model_id
          FROM models m JOIN versions v ON v.model_id = m.id JOIN file_sets f ON f.id = v.file_set_id
          WHERE m.id = :model AND v.version = :version FOR UPDATE""");

  private RegistrationSql() {}

  private static NamedSql rightsAnd(String fileColumns, String files) {
    return NamedSql.of(
        "SELECT level, id, owner_id, privilege, shared_id, NULL AS status, NULL AS source,"
            + " NULL AS logged_model_id, NULL AS file_path, NULL AS blob_id,"
            + " NULL AS file_size, NULL AS modified_at FROM ("
            + LookUpSql.PATH_TEXT
            + ") p UNION ALL SELECT 'VERSION', f.id, f.creator_id, NULL, NULL, v.status, v.source,"
            + " f.logged_model_id, "
            + fileColumns
            + " FROM catalogs c JOIN schemas s ON s.catalog_id = c.id"
            + " JOIN models m ON m.schema_id = s.id JOIN versions v ON v.model_id = m.id"
            + " LEFT JOIN file_sets f ON f.id = v.file_set_id"
            + files
            + " WHERE c.name = :catalog AND s.name = :schema AND m.name = :model"
            + " AND v.version = :version");
  }

  /** Creates a set of files and a PENDING version that has it, with the audit row. */
  static NamedSql insertion(Vendor vendor) {
    String set =
        """
        INSERT INTO file_sets (creator_id, logged_model_id, created_at)
        VALUES (:creator, :logged, :at)""";
    List<String> changes = new ArrayList<>();
    // A set is created first, because the version names its ID.
    String query =
        switch (vendor) {
          case POSTGRESQL -> {
            changes.add(set + " RETURNING id");
            yield "SELECT id FROM change_0";
          }
          case H2 -> "SELECT SET(@vitrine_set, id) AS id FROM FINAL TABLE (" + set + ")";
        };
    String id =
        switch (vendor) {
          case POSTGRESQL -> "(SELECT id FROM change_0)";
          case H2 -> "CAST(@vitrine_set AS BIGINT)";
        };
    changes.add(HistoryWriter.closing(HistoryTable.MODELS, MODEL));
    changes.add(
        """
        UPDATE models SET last_version = :version, updated_at = :at, updated_by = :by,
          valid_from = :now, changed_by = :by
        WHERE id = :model""");
    changes.add(
        """
        INSERT INTO versions (model_id, version, status, source, run_id, comment, file_set_id,
          storage_location, imported_by, imported_at, created_at, created_by, updated_at,
          updated_by, valid_from, changed_by)
        VALUES (:model, :version, :status, :source, :run, :comment, {set},
          '{location}' || {set}, :importedBy, :importedAt, :at, :by, :at, :by, :now, :by)"""
            .replace("{set}", id)
            .replace("{location}", FileSetRow.LOCATION));
    changes.add(AuditDao.INSERTION);
    return CombinedSql.of(vendor, query, changes);
  }

  /**
   * Makes a version READY and inserts the columns of its signature, with the audit row. Returns the
   * version as it was before, as {@link LookUpSql#VERSION} does, and the blob of the description.
   */
  static NamedSql completion(Vendor vendor) {
    return CombinedSql.of(
        vendor,
        LookUpSql.versionAnd(
            """
            SELECT 'DESCRIPTION', NULL, blob_id, NULL,
              NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM stored_files WHERE file_set_id = :set AND file_path = :description"""),
        List.of(
            HistoryWriter.closing(HistoryTable.VERSIONS, VERSION),
            """
            UPDATE versions SET status = 'READY', signature = :signature, updated_at = :at,
              updated_by = :by, valid_from = :now, changed_by = :by
            WHERE model_id = :model AND version = :version""",
            HistoryWriter.closing(HistoryTable.MODELS, MODEL),
            """
            UPDATE models SET updated_at = :at, updated_by = :by, latest_version =
              CASE WHEN latest_version > :version THEN latest_version ELSE :version END,
              valid_from = :now, changed_by = :by
            WHERE id = :model""",
            """
            UPDATE file_sets SET logged_model_id = :logged
            WHERE id = :set AND logged_model_id <> CAST(:logged AS VARCHAR(255))""",
            """
            INSERT INTO signature_columns (model_id, version, direction, column_position,
              column_name, column_type, column_shape, is_required, default_value, valid_from,
              changed_by)
            SELECT CAST(:model AS BIGINT), CAST(:version AS BIGINT), direction, column_position,
              column_name, column_type, column_shape, is_required, default_value,
              CAST(:now AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255))
            FROM UNNEST(CAST(:directions AS VARCHAR ARRAY), CAST(:positions AS INTEGER ARRAY),
              CAST(:names AS VARCHAR ARRAY), CAST(:types AS VARCHAR ARRAY),
              CAST(:shapes AS VARCHAR ARRAY), CAST(:required AS BOOLEAN ARRAY),
              CAST(:defaults AS VARCHAR ARRAY))
              s (direction, column_position, column_name, column_type, column_shape, is_required,
                default_value)""",
            AuditDao.INSERTION));
  }
}
