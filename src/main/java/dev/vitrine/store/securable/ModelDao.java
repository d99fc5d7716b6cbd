package dev.vitrine.store.securable;

import dev.vitrine.catalog.ChangeHistory;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.store.securable.TagDao.Tagged;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Reads whole models and versions. Whether the caller may see them was decided before. */
public final class ModelDao {
  private static final String VERSION =
      """
      SELECT m.full_name, v.version, v.status, v.source, v.run_id, v.comment,
        v.storage_location, f.logged_model_id, v.dependencies, v.created_at, v.created_by, v.updated_at,
        v.updated_by
      FROM models m JOIN versions v ON v.model_id = m.id
      LEFT JOIN file_sets f ON f.id = v.file_set_id
      WHERE m.id = :model AND\s""";

  /** Tags and aliases of a version, in one statement. */
  private static final String NAMES_AND_TAGS =
      """
      SELECT alias_key AS sort_key, alias, CAST(NULL AS VARCHAR(1)) AS tag_value FROM aliases
      WHERE model_id = :model AND version = :version
      UNION ALL SELECT tag_key, NULL, tag_value FROM version_tags
      WHERE model_id = :model AND version = :version
      ORDER BY sort_key""";

  private final Handle handle;
  private final TagDao tags;

  /** Works in the transaction of a handle. */
  public ModelDao(Handle handle, TagDao tags) {
    this.handle = handle;
    this.tags = tags;
  }

  /** A model; empty if it no longer exists. */
  public Optional<RegisteredModel> model(long id, boolean browseOnly, boolean withAliases) {
    return handle
        .createQuery(
            """
            SELECT m.full_name, o.name AS owner, m.comment, m.deployment_job_id, m.created_at,
              m.created_by, m.updated_at, m.updated_by
            FROM models m JOIN principals o ON o.id = m.owner_id WHERE m.id = :id""")
        .bind("id", id)
        .map(
            (row, context) ->
                new RegisteredModel(
                    row.getString("full_name"),
                    row.getString("owner"),
                    Optional.ofNullable(row.getString("comment")),
                    Optional.ofNullable(row.getString("deployment_job_id"))
                        .filter(any -> !browseOnly),
                    edits(row),
                    browseOnly,
                    withAliases ? aliases(id) : Map.of(),
                    tags(id)))
        .findOne();
  }

  private Map<String, Long> aliases(long model) {
    Map<String, Long> aliases = new LinkedHashMap<>();
    handle
        .createQuery(
            "SELECT alias, version FROM aliases WHERE model_id = :model ORDER BY alias_key")
        .bind("model", model)
        .map((row, context) -> aliases.put(row.getString("alias"), row.getLong("version")))
        .list();
    return aliases;
  }

  private Map<String, String> tags(long model) {
    return tags.all(new Tagged(SecurableType.MODEL, model, OptionalLong.empty()));
  }

  /** A version of a model; empty if there is none of the number. */
  public Optional<ModelVersion> version(long model, long version) {
    return version("v.version = :version", model, version);
  }

  /**
   * The version of an alias, compared without regard to case; empty if the alias does not exist.
   */
  public Optional<ModelVersion> versionOf(long model, String alias) {
    return version(
        "v.version = (SELECT a.version FROM aliases a WHERE a.model_id = :model"
            + " AND a.alias_key = :version)",
        model,
        alias.toLowerCase(Locale.ROOT));
  }

  private Optional<ModelVersion> version(String condition, long model, Object key) {
    return handle
        .createQuery(VERSION + condition)
        .bind("model", model)
        .bind("version", key)
        .map((row, context) -> version(model, row))
        .findOne();
  }

  private ModelVersion version(long model, ResultSet row) throws SQLException {
    long number = row.getLong("version");
    List<String> aliases = new ArrayList<>();
    Map<String, String> tags = new LinkedHashMap<>();
    handle
        .createQuery(NAMES_AND_TAGS)
        .bind("model", model)
        .bind("version", number)
        .map(
            (named, context) ->
                named.getString("alias") == null
                    ? tags.put(named.getString("sort_key"), named.getString("tag_value"))
                    : aliases.add(named.getString("alias")))
        .list();
    return new ModelVersion(
        row.getString("full_name"),
        number,
        VersionStatus.valueOf(row.getString("status")),
        Optional.ofNullable(row.getString("source")),
        Optional.ofNullable(row.getString("run_id")),
        Optional.ofNullable(row.getString("comment")),
        Optional.ofNullable(row.getString("storage_location")),
        Optional.ofNullable(row.getString("logged_model_id")),
        Optional.ofNullable(row.getString("dependencies")),
        edits(row),
        aliases,
        tags);
  }

  private static ChangeHistory edits(ResultSet row) throws SQLException {
    return new ChangeHistory(
        row.getObject("created_at", LocalDateTime.class),
        row.getString("created_by"),
        row.getObject("updated_at", LocalDateTime.class),
        row.getString("updated_by"));
  }
}
