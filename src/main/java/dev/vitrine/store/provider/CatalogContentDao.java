package dev.vitrine.store.provider;

import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The content of a catalog that follows a share: reads all of it, and writes versions with the
 * numbers and times that they have at the provider. The caller holds the lock of the catalog's row.
 */
public final class CatalogContentDao {
  private static final String VERSION = "model_id = :model AND version = :version";
  private static final String IN_CATALOG =
      " x JOIN models m ON m.id = x.model_id WHERE m.catalog_id = :id";

  private final Handle handle;
  private final HistoryWriter history;

  /** Works in the transaction of a handle. */
  public CatalogContentDao(Handle handle, HistoryWriter history) {
    this.handle = handle;
    this.history = history;
  }

  /** The IDs of the schemas of a catalog, by name. */
  public Map<String, Long> schemas(long catalogId) {
    Map<String, Long> schemas = new TreeMap<>();
    handle
        .createQuery("SELECT id, name FROM schemas WHERE catalog_id = :id")
        .bind("id", catalogId)
        .map((row, context) -> schemas.put(row.getString("name"), row.getLong("id")))
        .list();
    return schemas;
  }

  /** The present content of a model. */
  public static final class Model {
    private final long id;
    private final Optional<String> comment;
    private final Map<String, String> tags = new HashMap<>();
    private final Map<String, Long> aliases = new HashMap<>();
    private final Map<Long, Version> versions = new TreeMap<>();

    private Model(long id, @Nullable String comment) {
      this.id = id;
      this.comment = Optional.ofNullable(comment);
    }

    public long id() {
      return id;
    }

    public Optional<String> comment() {
      return comment;
    }

    /** Values of the tags by key. */
    public Map<String, String> tags() {
      return Map.copyOf(tags);
    }

    /** Versions by alias, as it is written. */
    public Map<String, Long> aliases() {
      return Map.copyOf(aliases);
    }

    /** Versions by number. */
    public Map<Long, Version> versions() {
      return Map.copyOf(versions);
    }
  }

  /**
   * The present content of a version.
   *
   * @param fingerprint of the part that cannot change
   */
  public record Version(String fingerprint, Optional<String> comment, Map<String, String> tags) {}

  /** The models of a catalog by full name. */
  public Map<String, Model> models(long catalogId) {
    Map<String, Model> models = new TreeMap<>();
    Map<Long, Model> byId = new HashMap<>();
    handle
        .createQuery("SELECT id, full_name, comment FROM models WHERE catalog_id = :id")
        .bind("id", catalogId)
        .map(
            (row, context) -> {
              Model model = new Model(row.getLong("id"), row.getString("comment"));
              byId.put(model.id, model);
              return models.put(row.getString("full_name"), model);
            })
        .list();
    read(
        "SELECT x.model_id, x.tag_key, x.tag_value FROM model_tags",
        catalogId,
        byId,
        (model, row) -> model.tags.put(row.getString("tag_key"), row.getString("tag_value")));
    read(
        "SELECT x.model_id, x.alias, x.version FROM aliases",
        catalogId,
        byId,
        (model, row) -> model.aliases.put(row.getString("alias"), row.getLong("version")));
    read(
        "SELECT x.model_id, x.version, x.comment, COALESCE((SELECT f.fingerprint"
            + " FROM shared_versions f WHERE f.model_id = x.model_id AND f.version = x.version),"
            + " '') AS fingerprint FROM versions",
        catalogId,
        byId,
        (model, row) ->
            model.versions.put(
                row.getLong("version"),
                new Version(
                    row.getString("fingerprint"),
                    Optional.ofNullable(row.getString("comment")),
                    new HashMap<>())));
    read(
        "SELECT x.model_id, x.version, x.tag_key, x.tag_value FROM version_tags",
        catalogId,
        byId,
        (model, row) -> {
          Version version = model.versions.get(row.getLong("version"));
          return version == null
              ? null
              : version.tags().put(row.getString("tag_key"), row.getString("tag_value"));
        });
    return models;
  }

  /** Adds a row to a model. */
  @FunctionalInterface
  private interface Addition {
    @Nullable Object add(Model model, ResultSet row) throws SQLException;
  }

  private void read(String select, long catalogId, Map<Long, Model> models, Addition addition) {
    handle
        .createQuery(select + IN_CATALOG)
        .bind("id", catalogId)
        .map(
            (row, context) -> {
              Model model = models.get(row.getLong("model_id"));
              if (model != null) {
                addition.add(model, row);
              }
              return true;
            })
        .list();
  }

  /**
   * Inserts a READY version, which may have been there before.
   *
   * @param set ID of the set of its files; null without files
   */
  public void insertVersion(
      long model,
      long version,
      @Nullable String comment,
      @Nullable String signature,
      @Nullable Long set,
      String fingerprint,
      LocalDateTime createdAt,
      LocalDateTime now,
      String by) {
    Map<String, Object> keys = keys(model, version);
    // History continues where a version of this number ended.
    history.continueAfter(HistoryTable.VERSIONS, VERSION, keys);
    handle.createUpdate("DELETE FROM dropped_versions WHERE " + VERSION).bindMap(keys).execute();
    handle
        .createUpdate(
            """
            INSERT INTO versions (model_id, version, status, signature, comment, file_set_id,
              storage_location, created_at, created_by, updated_at, updated_by, valid_from,
              changed_by)
            VALUES (:model, :version, 'READY', :signature, :comment, :set, :location, :created,
              :by, :at, :by, :since, :by)""")
        .bindMap(keys)
        .bind("since", history.insert(HistoryTable.VERSIONS, VERSION, keys))
        .bind("signature", signature)
        .bind("comment", comment)
        .bind("set", set)
        .bind("location", location(set))
        .bind("created", createdAt)
        .bind("at", now)
        .bind("by", by)
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO shared_versions (model_id, version, fingerprint)
            VALUES (:model, :version, :fingerprint)""")
        .bindMap(keys)
        .bind("fingerprint", fingerprint)
        .execute();
  }

  /** Replaces the content of a version of the same number, except comment and tags. */
  public void replaceVersion(
      long model,
      long version,
      @Nullable String signature,
      @Nullable Long set,
      String fingerprint,
      LocalDateTime createdAt,
      LocalDateTime now,
      String by) {
    Map<String, Object> keys = keys(model, version);
    history.close(HistoryTable.VERSIONS, VERSION, keys);
    history.close(HistoryTable.SIGNATURE_COLUMNS, VERSION, keys);
    handle.createUpdate("DELETE FROM signature_columns WHERE " + VERSION).bindMap(keys).execute();
    handle
        .createUpdate(
            """
            UPDATE versions SET signature = :signature, file_set_id = :set,
              storage_location = :location, created_at = :created, updated_at = :at,
              updated_by = :by, valid_from = :since, changed_by = :by
            WHERE model_id = :model AND version = :version""")
        .bindMap(keys)
        .bind("since", history.time())
        .bind("signature", signature)
        .bind("set", set)
        .bind("location", location(set))
        .bind("created", createdAt)
        .bind("at", now)
        .bind("by", by)
        .execute();
    handle
        .createUpdate("UPDATE shared_versions SET fingerprint = :fingerprint WHERE " + VERSION)
        .bindMap(keys)
        .bind("fingerprint", fingerprint)
        .execute();
  }

  private static @Nullable String location(@Nullable Long set) {
    return set == null ? null : "vitrine:/files/" + set;
  }

  /** Records the highest numbers of a model after its versions have changed. */
  public void updateNumbers(long model, LocalDateTime now, String by) {
    history.close(HistoryTable.MODELS, "id = :id", Map.of("id", model));
    handle
        .createUpdate(
            """
            UPDATE models SET
              latest_version = (SELECT MAX(v.version) FROM versions v WHERE v.model_id = :id),
              last_version = GREATEST(last_version,
                (SELECT COALESCE(MAX(v.version), 0) FROM versions v WHERE v.model_id = :id)),
              updated_at = :at, updated_by = :by, valid_from = :since, changed_by = :by
            WHERE id = :id""")
        .bind("since", history.time())
        .bind("at", now)
        .bind("by", by)
        .bind("id", model)
        .execute();
  }

  private static Map<String, Object> keys(long model, long version) {
    return Map.of("model", model, "version", version);
  }
}
