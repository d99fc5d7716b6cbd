package dev.vitrine.store.securable;

import dev.vitrine.store.history.HistoryWriter;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The rows of dropped models and versions. They are written after the current rows were closed and
 * before these are deleted. A version that was never closed, because the same transaction added it,
 * leaves nothing.
 */
final class DroppedRows {
  private final Handle handle;
  private final HistoryWriter history;

  DroppedRows(Handle handle, HistoryWriter history) {
    this.handle = handle;
    this.history = history;
  }

  /**
   * Keeps the values of versions that never change, which no closed row has.
   *
   * @param condition on the versions {@code v}, with named parameters
   * @param withModel whether the model is dropped too
   * @param restorable whether they can be restored; if not, their files are given up
   */
  void keepVersions(
      String condition,
      Map<String, ?> values,
      boolean withModel,
      boolean restorable,
      Authorship stamp) {
    handle
        .createUpdate(
            """
            INSERT INTO dropped_versions (model_id, version, source, run_id, signature,
              storage_location, dependencies, file_set_id, deployment_job_id, imported_by, imported_at,
              created_at, created_by, dropped_at, dropped_by, with_model, purged)
            SELECT v.model_id, v.version, v.source, v.run_id, v.signature, v.storage_location,
              v.dependencies, CASE WHEN CAST(:restorable AS BOOLEAN) THEN v.file_set_id END,
              v.deployment_job_id, v.imported_by, v.imported_at, v.created_at, v.created_by,
              CAST(:now AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255)),
              CAST(:with AS BOOLEAN), NOT CAST(:restorable AS BOOLEAN)
            FROM versions v
            WHERE EXISTS (SELECT 1 FROM versions_history h WHERE h.model_id = v.model_id
              AND h.version = v.version) AND\s"""
                + condition)
        .bindMap(values)
        .bind("restorable", restorable)
        .bind("with", withModel)
        .bind("now", history.time())
        .bind("by", stamp.by())
        .execute();
  }

  /** Keeps a model, so that it can be restored. */
  void keepModel(long modelId, Authorship stamp) {
    handle
        .createUpdate(
            """
            INSERT INTO dropped_models (model_id, catalog_id, schema_id, name, full_name, owner_id,
              dropped_at, dropped_by)
            SELECT m.id, m.catalog_id, m.schema_id, m.name, m.full_name, m.owner_id,
              CAST(:now AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255))
            FROM models m WHERE m.id = :model AND EXISTS (SELECT 1 FROM models_history h
              WHERE h.id = m.id)""")
        .bind("model", modelId)
        .bind("now", history.time())
        .bind("by", stamp.by())
        .execute();
  }

  /** Gives up the dropped versions and models of objects that are about to be deleted. */
  void purgeInside(String key, long id) {
    Map<String, Object> values = Map.of("id", id);
    for (String models :
        new String[] {"SELECT id FROM models", "SELECT model_id FROM dropped_models"}) {
      purgeVersions(handle, "model_id IN (" + models + " WHERE " + key + " = :id)", values);
    }
    handle
        .createUpdate("DELETE FROM dropped_models WHERE " + key + " = :id")
        .bindMap(values)
        .execute();
  }

  /** Gives up versions: they cannot be restored, and their files become unused. */
  static void purgeVersions(Handle handle, String condition, Map<String, ?> values) {
    handle
        .createUpdate(
            "UPDATE dropped_versions SET purged = TRUE, file_set_id = NULL WHERE NOT purged AND "
                + condition)
        .bindMap(values)
        .execute();
  }
}
