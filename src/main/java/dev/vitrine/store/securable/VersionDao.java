package dev.vitrine.store.securable;

import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.vendor.StoreConflictException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Versions of models, their aliases and lineage. The caller holds the lock of the model's row. */
public final class VersionDao {
  private static final String VERSION = "model_id = :model AND version = :version";

  private final Handle handle;
  private final ModelTexts texts;
  private final HistoryWriter history;
  private final DroppedRows dropped;

  /** Works in the transaction of a handle. */
  public VersionDao(Handle handle, ModelTexts texts, HistoryWriter history) {
    this.handle = handle;
    this.texts = texts;
    this.history = history;
    this.dropped = new DroppedRows(handle, history);
  }

  /**
   * Takes the model's next number, which is never given again, or that of an imported version, and
   * inserts the version. Locks the model's row, which is locked before for an imported version.
   *
   * @throws StoreConflictException when the model is gone by now
   */
  public long insert(long modelId, VersionRow version, Authorship stamp) {
    closeModel(modelId);
    long step =
        version.imported().map(imported -> imported.number() - lastNumber(modelId)).orElse(1L);
    long number =
        handle
            .createUpdate(
                """
                UPDATE models SET last_version = last_version + :step,
                  latest_version = CASE WHEN :ready THEN last_version + :step ELSE latest_version END,
                  updated_at = :at, updated_by = :by, valid_from = :since, changed_by = :by
                WHERE id = :id""")
            .bind("step", step)
            .bind("since", history.time())
            .bind("ready", version.status() == VersionStatus.READY)
            .bind("at", stamp.at())
            .bind("by", stamp.by())
            .bind("id", modelId)
            .executeAndReturnGeneratedKeys("last_version")
            .mapTo(long.class)
            .findOne()
            .orElseThrow(StoreConflictException::new);
    handle
        .createUpdate(
            """
            INSERT INTO versions (model_id, version, status, source, run_id, signature, comment,
              file_set_id, storage_location, imported_by, imported_at, created_at, created_by,
              updated_at, updated_by, valid_from, changed_by)
            VALUES (:model, :version, :status, :source, :run, :signature, :comment,
              :set, :location, :importedBy, :importedAt, :at, :by, :at, :by, :since, :by)""")
        .bind("since", history.insert(HistoryTable.VERSIONS, VERSION, keys(modelId, number)))
        .bind("model", modelId)
        .bind("version", number)
        .bind("status", version.status().name())
        .bind("source", version.source().orElse(null))
        .bind("run", version.runId().orElse(null))
        .bind("signature", version.signature().orElse(null))
        .bind("comment", version.comment().orElse(null))
        .bind("set", version.files().map(FileSetRow::id).orElse(null))
        .bind("location", version.files().map(FileSetRow::location).orElse(null))
        .bind("importedBy", version.imported().map(ImportedVersion::author).orElse(null))
        .bind("importedAt", version.imported().map(ImportedVersion::createdAt).orElse(null))
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .execute();
    return number;
  }

  /** The highest number that a version of the model ever had; 0 if it never had one. */
  public long lastNumber(long modelId) {
    return handle
        .createQuery("SELECT last_version FROM models WHERE id = :model")
        .bind("model", modelId)
        .mapTo(long.class)
        .findOne()
        .orElseThrow(StoreConflictException::new);
  }

  /** Signature columns, parameters and metrics, in the same transaction. */
  public VersionContentDao contents() {
    return new VersionContentDao(handle, history);
  }

  /** One version. */
  public Optional<VersionRow> find(long modelId, long version) {
    return handle
        .createQuery(
            """
            SELECT v.status, v.source, v.run_id, v.signature, v.comment,
              f.id AS set_id, f.creator_id, f.logged_model_id
            FROM versions v LEFT JOIN file_sets f ON f.id = v.file_set_id
            WHERE v.model_id = :model AND v.version = :version""")
        .bind("model", modelId)
        .bind("version", version)
        .map(
            (row, context) ->
                new VersionRow(
                    VersionStatus.valueOf(row.getString("status")),
                    Optional.ofNullable(row.getString("source")),
                    Optional.ofNullable(row.getString("run_id")),
                    Optional.ofNullable(row.getString("signature")),
                    Optional.ofNullable(row.getString("comment")),
                    row.getString("logged_model_id") == null
                        ? Optional.empty()
                        : Optional.of(FileDao.set(row)),
                    Optional.empty()))
        .findOne();
  }

  /** The highest READY version. */
  public OptionalLong latest(long modelId) {
    return handle
        .createQuery("SELECT latest_version FROM models WHERE id = :model")
        .bind("model", modelId)
        .map(
            (row, context) -> {
              long version = row.getLong(1);
              return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(version);
            })
        .one();
  }

  /** The version an alias, in any case, points at. */
  public OptionalLong ofAlias(long modelId, String alias) {
    return handle
        .createQuery("SELECT version FROM aliases WHERE model_id = :model AND alias_key = :key")
        .bind("model", modelId)
        .bind("key", alias.toLowerCase(Locale.ROOT))
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /**
   * Deletes a version with its aliases and tags; false if there is none.
   *
   * @param restorable whether it can be restored
   */
  public boolean delete(long modelId, long version, boolean restorable, Authorship stamp) {
    history.closeVersion(modelId, version);
    dropped.keepVersions(
        "v.model_id = :model AND v.version = :version",
        keys(modelId, version),
        false,
        restorable,
        stamp);
    int deleted =
        handle
            .createUpdate("DELETE FROM versions WHERE " + VERSION)
            .bindMap(keys(modelId, version))
            .execute();
    if (deleted == 0) {
      return false;
    }
    closeModel(modelId);
    handle
        .createUpdate(
            """
            UPDATE models SET valid_from = :since, changed_by = :by, latest_version =
              CASE WHEN latest_version = :version
                THEN (SELECT MAX(version) FROM versions WHERE model_id = :model AND status = 'READY')
                ELSE latest_version END
            WHERE id = :model""")
        .bindMap(keys(modelId, version))
        .bind("since", history.time())
        .bind("by", history.author())
        .execute();
    texts.refresh(modelId);
    return true;
  }

  /** Whether a model has versions. */
  public boolean any(long modelId) {
    return handle
        .createQuery("SELECT 1 FROM versions WHERE model_id = :model FETCH FIRST ROW ONLY")
        .bind("model", modelId)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  /** Sets or, when empty, removes a version's comment. */
  public void setComment(long modelId, long version, @Nullable String comment, Authorship stamp) {
    closeVersion(modelId, version);
    handle
        .createUpdate(
            """
            UPDATE versions SET comment = :comment, updated_at = :at, updated_by = :by,
              valid_from = :since, changed_by = :by
            WHERE model_id = :model AND version = :version""")
        .bind("since", history.time())
        .bind("comment", comment)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("model", modelId)
        .bind("version", version)
        .execute();
  }

  /** What the versions of a model depend on, as JSON, by version. */
  public Map<Long, String> dependencies(long modelId) {
    Map<Long, String> found = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT version, dependencies FROM versions
            WHERE model_id = :model AND dependencies IS NOT NULL""")
        .bind("model", modelId)
        .map((row, context) -> Map.entry(row.getLong("version"), row.getString("dependencies")))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /** Stores the dependencies that the client of a registration sent, as JSON. */
  public void setDependencies(long modelId, long version, String json) {
    handle
        .createUpdate(
            """
            UPDATE versions SET dependencies = :json
            WHERE model_id = :model AND version = :version""")
        .bind("json", json)
        .bind("model", modelId)
        .bind("version", version)
        .execute();
  }

  /** Stores the ID of a job of the client that registers a version; without effect. */
  public void setDeploymentJobId(long modelId, long version, String jobId) {
    handle
        .createUpdate(
            """
            UPDATE versions SET deployment_job_id = :job
            WHERE model_id = :model AND version = :version""")
        .bind("job", jobId)
        .bind("model", modelId)
        .bind("version", version)
        .execute();
  }

  /** Records the author and time of a change of a version. */
  public void touch(long modelId, long version, Authorship stamp) {
    closeVersion(modelId, version);
    handle
        .createUpdate(
            """
            UPDATE versions SET updated_at = :at, updated_by = :by, valid_from = :since,
              changed_by = :by
            WHERE model_id = :model AND version = :version""")
        .bind("since", history.time())
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("model", modelId)
        .bind("version", version)
        .execute();
  }

  private record AliasRow(String alias, long version) {}

  /** Number of aliases of a model. */
  public int aliasCount(long modelId) {
    return handle
        .createQuery("SELECT COUNT(*) FROM aliases WHERE model_id = :model")
        .bind("model", modelId)
        .mapTo(int.class)
        .one();
  }

  /**
   * Points an alias at a version, whether or not it pointed at another. If it pointed at this one,
   * nothing is written: its row in the history would begin anew.
   */
  public void setAlias(long modelId, String alias, long version) {
    String key = alias.toLowerCase(Locale.ROOT);
    Optional<AliasRow> present =
        handle
            .createQuery(
                "SELECT alias, version FROM aliases WHERE model_id = :model AND alias_key = :key")
            .bind("model", modelId)
            .bind("key", key)
            .map((row, context) -> new AliasRow(row.getString("alias"), row.getLong("version")))
            .findFirst();
    AliasRow wanted = new AliasRow(alias, version);
    if (present.isPresent()) {
      if (present.get().equals(wanted)) {
        return;
      }
      removeAlias(modelId, alias);
    }
    handle
        .createUpdate(
            """
            INSERT INTO aliases (model_id, alias_key, alias, version, valid_from, changed_by)
            VALUES (:model, :key, :alias, :version, :since, :by)""")
        .bind("since", history.time())
        .bind("by", history.author())
        .bind("model", modelId)
        .bind("key", key)
        .bind("alias", alias)
        .bind("version", version)
        .execute();
    texts.refresh(modelId);
  }

  /** Removes an alias; false if there is none. */
  public boolean deleteAlias(long modelId, String alias) {
    boolean deleted = removeAlias(modelId, alias);
    texts.refresh(modelId);
    return deleted;
  }

  private boolean removeAlias(long modelId, String alias) {
    String condition = "model_id = :model AND alias_key = :key";
    Map<String, Object> keys = Map.of("model", modelId, "key", alias.toLowerCase(Locale.ROOT));
    history.close(HistoryTable.ALIASES, condition, keys);
    return handle.createUpdate("DELETE FROM aliases WHERE " + condition).bindMap(keys).execute()
        > 0;
  }

  private void closeModel(long modelId) {
    history.close(HistoryTable.MODELS, "id = :id", Map.of("id", modelId));
  }

  private void closeVersion(long modelId, long version) {
    history.close(HistoryTable.VERSIONS, VERSION, keys(modelId, version));
  }

  private static Map<String, Object> keys(long modelId, long version) {
    return Map.of("model", modelId, "version", version);
  }

  /** The recorded sources of a version. */
  public Set<String> lineage(long modelId, long version) {
    return handle
        .createQuery(
            """
            SELECT source_table_full_name FROM model_lineage
            WHERE model_id = :model AND version = :version""")
        .bind("model", modelId)
        .bind("version", version)
        .mapTo(String.class)
        .set();
  }

  /** Records the lineage of a version. */
  public void insertLineage(
      long modelId, long version, List<String> sources, @Nullable String runId, Authorship stamp) {
    for (String source : sources) {
      handle
          .createUpdate(
              """
              INSERT INTO model_lineage (model_id, version, source_table_full_name, run_id,
                created_by, event_time, valid_from, changed_by)
              VALUES (:model, :version, :source, :run, :by, :at, :since, :by)""")
          .bind(
              "since", history.insert(HistoryTable.MODEL_LINEAGE, VERSION, keys(modelId, version)))
          .bind("model", modelId)
          .bind("version", version)
          .bind("source", source)
          .bind("run", runId)
          .bind("by", stamp.by())
          .bind("at", stamp.at())
          .execute();
    }
  }
}
