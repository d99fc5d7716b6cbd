package dev.vitrine.store.securable;

import static dev.vitrine.store.history.HistoryTable.ALIASES;
import static dev.vitrine.store.history.HistoryTable.MODELS;
import static dev.vitrine.store.history.HistoryTable.MODEL_GRANTS;
import static dev.vitrine.store.history.HistoryTable.VERSIONS;

import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Dropped models and versions: restores them from the rows that were closed when they were dropped,
 * that is, as they were before the transaction that dropped them.
 */
public final class DroppedDao {
  private static final String VERSION_KEY = "model_id = :model AND version = :version";

  private final Handle handle;
  private final ModelTexts texts;
  private final HistoryWriter history;

  /** Works in the transaction of a handle. */
  public DroppedDao(Handle handle, ModelTexts texts, HistoryWriter history) {
    this.handle = handle;
    this.texts = texts;
    this.history = history;
  }

  /** The models of a full name that were dropped after a time, the last one first. */
  public List<DroppedModelRow> models(String fullName, LocalDateTime after) {
    return handle
        .createQuery(
            """
            SELECT model_id, name, owner_id FROM dropped_models
            WHERE full_name = :full AND dropped_at > :after
            ORDER BY dropped_at DESC, model_id DESC""")
        .bind("full", fullName)
        .bind("after", after)
        .map(
            (row, context) ->
                new DroppedModelRow(
                    row.getLong("model_id"), row.getString("name"), row.getLong("owner_id")))
        .list();
  }

  /** Locks a dropped model until the transaction ends; false if it is no longer there. */
  public boolean lock(long modelId) {
    return handle
        .createQuery("SELECT model_id FROM dropped_models WHERE model_id = :model FOR UPDATE")
        .bind("model", modelId)
        .mapTo(long.class)
        .findOne()
        .isPresent();
  }

  /**
   * Restores a dropped model, whose lock the caller holds, with its versions, aliases, tags,
   * lineage and the grants to principals that still exist.
   *
   * @param newOwner owner if the last one does not exist any more
   */
  public void restoreModel(
      long modelId, String name, String fullName, long newOwner, Authorship stamp) {
    LocalDateTime end = end(MODELS, "id = :model", Map.of("model", modelId)).orElseThrow();
    history.continueAfter(end);
    Map<String, Object> model = Map.of("model", modelId);
    LocalDateTime since = history.insert(MODELS, "id = :model", model);
    handle
        .createUpdate(
            """
            INSERT INTO models (id, catalog_id, schema_id, name, full_name, last_version,
              latest_version, owner_id, comment, storage_location, deployment_job_id,
              created_at, created_by, updated_at, updated_by, valid_from, changed_by)
            SELECT h.id, d.catalog_id, d.schema_id, CAST(:name AS VARCHAR(255)),
              CAST(:full AS VARCHAR(767)), h.last_version, CAST(NULL AS BIGINT),
              COALESCE((SELECT p.id FROM principals p WHERE p.id = d.owner_id),
                CAST(:owner AS BIGINT)),
              h.comment, h.storage_location, h.deployment_job_id, h.created_at, h.created_by,
              CAST(:at AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255)),
              CAST(:since AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255))
            FROM models_history h JOIN dropped_models d ON d.model_id = h.id
            WHERE h.id = :model AND h.valid_to = :end""")
        .bind("name", name)
        .bind("full", fullName)
        .bind("owner", newOwner)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("since", since)
        .bind("model", modelId)
        .bind("end", end)
        .execute();
    insertVersions("d.model_id = :model AND d.with_model", "model_id = :model", model, end);
    handle
        .createUpdate("DELETE FROM dropped_versions WHERE model_id = :model AND with_model")
        .bindMap(model)
        .execute();
    for (HistoryTable table : HistoryTable.OF_MODELS) {
      if (table != VERSIONS) {
        insert(table, existing(table), "model_id = :model", model, end);
      }
    }
    setLatest(modelId);
    handle
        .createUpdate("DELETE FROM dropped_models WHERE model_id = :model")
        .bindMap(model)
        .execute();
    texts.refresh(modelId);
  }

  /**
   * Restores a version that was dropped after a time, with its tags, lineage, signature columns,
   * parameters and metrics. The caller holds the lock of the model.
   *
   * @return the aliases that it had; empty if there is no such version
   */
  public Optional<List<String>> restoreVersion(long modelId, long version, LocalDateTime after) {
    Map<String, Object> key = Map.of("model", modelId, "version", version);
    boolean there =
        handle
            .createQuery(
                "SELECT version FROM dropped_versions WHERE "
                    + VERSION_KEY
                    + " AND NOT purged AND dropped_at > :after FOR UPDATE")
            .bindMap(key)
            .bind("after", after)
            .mapTo(long.class)
            .findOne()
            .isPresent();
    Optional<LocalDateTime> last = end(VERSIONS, VERSION_KEY, key);
    if (!there || last.isEmpty()) {
      return Optional.empty();
    }
    LocalDateTime end = last.get();
    history.continueAfter(end);
    insertVersions("d.model_id = :model AND d.version = :version", VERSION_KEY, key, end);
    handle.createUpdate("DELETE FROM dropped_versions WHERE " + VERSION_KEY).bindMap(key).execute();
    for (HistoryTable table : HistoryTable.OF_VERSIONS) {
      if (table != VERSIONS && table != ALIASES) {
        insert(table, "", VERSION_KEY, key, end);
      }
    }
    history.close(MODELS, "id = :model", Map.of("model", modelId));
    setLatest(modelId);
    return Optional.of(
        handle
            .createQuery(
                "SELECT alias FROM aliases_history WHERE "
                    + VERSION_KEY
                    + " AND valid_to = :end ORDER BY alias_key")
            .bindMap(key)
            .bind("end", end)
            .mapTo(String.class)
            .list());
  }

  /**
   * Purges some of the models that were dropped before a time.
   *
   * @param most maximum number of models
   * @return the number of purged models
   */
  public int purgeModels(LocalDateTime before, int most) {
    List<Long> ids =
        handle
            .createQuery(
                """
                SELECT model_id FROM dropped_models WHERE dropped_at <= :before
                ORDER BY dropped_at FETCH FIRST :most ROWS ONLY FOR UPDATE SKIP LOCKED""")
            .bind("before", before)
            .bind("most", most)
            .mapTo(Long.class)
            .list();
    for (long id : ids) {
      Map<String, Object> model = Map.of("model", id);
      purgeVersions("model_id = :model", model);
      handle
          .createUpdate("DELETE FROM dropped_models WHERE model_id = :model")
          .bindMap(model)
          .execute();
    }
    return ids.size();
  }

  /**
   * Purges some of the versions that were dropped, without their model, before a time.
   *
   * @param most maximum number of versions
   * @return the number of purged versions
   */
  public int purgeVersions(LocalDateTime before, int most) {
    List<Map<String, Object>> keys = new ArrayList<>();
    handle
        .createQuery(
            """
            SELECT model_id, version FROM dropped_versions
            WHERE NOT purged AND NOT with_model AND dropped_at <= :before
            ORDER BY dropped_at FETCH FIRST :most ROWS ONLY FOR UPDATE SKIP LOCKED""")
        .bind("before", before)
        .bind("most", most)
        .map(
            (row, context) ->
                Map.<String, Object>of(
                    "model", row.getLong("model_id"), "version", row.getLong("version")))
        .forEach(keys::add);
    keys.forEach(key -> purgeVersions(VERSION_KEY, key));
    return keys.size();
  }

  /** Joins what rows of a table refer to, which may not exist. */
  private static String existing(HistoryTable table) {
    if (table == MODEL_GRANTS) {
      return "JOIN principals p ON p.id = h.principal_id";
    }
    return HistoryTable.OF_VERSIONS.contains(table)
        ? "JOIN versions v ON v.model_id = h.model_id AND v.version = h.version"
        : "";
  }

  private void purgeVersions(String condition, Map<String, Object> values) {
    DroppedRows.purgeVersions(handle, condition, values);
  }

  /** The time at which the last of the rows was closed. */
  private Optional<LocalDateTime> end(
      HistoryTable table, String condition, Map<String, Object> values) {
    return handle
        .createQuery(
            "SELECT valid_to FROM "
                + table.closedRows()
                + " WHERE "
                + condition
                + " ORDER BY valid_to DESC FETCH FIRST ROW ONLY")
        .bindMap(values)
        .mapTo(LocalDateTime.class)
        .findOne();
  }

  /** Inserts the versions whose last closed rows end at a time. */
  private void insertVersions(
      String dropped, String inserted, Map<String, Object> values, LocalDateTime end) {
    handle
        .createUpdate(
            """
            INSERT INTO versions (model_id, version, status, source, run_id, signature, comment,
              storage_location, dependencies, file_set_id, deployment_job_id, imported_by,
              imported_at, created_at, created_by,
              updated_at, updated_by, valid_from, changed_by)
            SELECT d.model_id, d.version, h.status, d.source, d.run_id, d.signature, h.comment,
              d.storage_location, d.dependencies, d.file_set_id, d.deployment_job_id,
              d.imported_by, d.imported_at, d.created_at, d.created_by,
              h.updated_at, h.updated_by, CAST(:since AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255))
            FROM dropped_versions d
            JOIN versions_history h ON h.model_id = d.model_id AND h.version = d.version
            WHERE NOT d.purged AND h.valid_to = :end AND\s"""
                + dropped)
        .bindMap(values)
        .bind("since", history.insert(VERSIONS, inserted, values))
        .bind("by", history.author())
        .bind("end", end)
        .execute();
  }

  /** Inserts the rows of a table that were closed at a time. */
  private void insert(
      HistoryTable table,
      String join,
      String condition,
      Map<String, Object> values,
      LocalDateTime end) {
    String columns = String.join(", ", table.columns());
    handle
        .createUpdate(
            "INSERT INTO "
                + table.table()
                + " ("
                + columns
                + ", valid_from, changed_by) SELECT h."
                + String.join(", h.", table.columns())
                + ", CAST(:since AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255)) FROM "
                + table.closedRows()
                + " h "
                + join
                + " WHERE h.valid_to = :end AND h."
                + condition.replace(" AND ", " AND h."))
        .bindMap(values)
        .bind("since", history.insert(table, condition, values))
        .bind("by", history.author())
        .bind("end", end)
        .execute();
  }

  private void setLatest(long modelId) {
    handle
        .createUpdate(
            """
            UPDATE models SET valid_from = :since, changed_by = :by, latest_version =
              (SELECT MAX(version) FROM versions WHERE model_id = :model AND status = 'READY')
            WHERE id = :model""")
        .bind("since", history.time())
        .bind("by", history.author())
        .bind("model", modelId)
        .execute();
  }
}
