package dev.vitrine.store.share;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.relation.ObjectTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Reads the content of shares. It selects only columns that recipients may see. Lists of models are
 * bounded by the caller, since each of them is a parameter of a statement.
 */
public final class SharedContentDao {
  private static final String RIGHTS =
      Arrays.stream(SecurableType.values())
          .map(SharedContentDao::level)
          .collect(Collectors.joining(" UNION "));

  /** Characters of the comments in a list of shares, of which there can be 1,000. */
  private static final int COMMENTS = 1_000_000;

  /** The size of a model counts 10 characters for each version and tag. */
  private static final String MODELS =
      """
      SELECT x.model_id, x.shared_schema, x.shared_name, COALESCE(CHAR_LENGTH(m.comment), 0)
        + (SELECT COUNT(*) * 10 FROM versions v WHERE v.model_id = m.id AND v.status = 'READY')
        + (SELECT COALESCE(SUM(CHAR_LENGTH(t.tag_key) + CHAR_LENGTH(t.tag_value) + 10), 0)
          FROM model_tags t WHERE t.model_id = m.id) AS characters
      FROM share_models x JOIN models m ON m.id = x.model_id
      """;

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public SharedContentDao(Handle handle) {
    this.handle = handle;
  }

  private static String level(SecurableType type) {
    ObjectTables tables = ObjectTables.of(type);
    return "SELECT '"
        + type
        + "' AS level, m.id AS model_id,"
        + " CASE WHEN o.owner_id = e.holder_id THEN 1 ELSE 0 END AS owned, g.privilege"
        + " FROM models m JOIN "
        + switch (type) {
          case METASTORE -> "metastore o ON o.id = 1";
          case CATALOG -> "catalogs o ON o.id = m.catalog_id";
          case SCHEMA -> "schemas o ON o.id = m.schema_id";
          case MODEL -> "models o ON o.id = m.id";
        }
        + " JOIN effective_principals e ON e.principal_id = :owner LEFT JOIN "
        + tables.grants()
        + " g ON g."
        + tables.key()
        + " = o.id AND g.principal_id = e.holder_id"
        + " WHERE m.id IN (<models>) AND (o.owner_id = e.holder_id OR g.privilege IS NOT NULL)";
  }

  /** The rights of a principal on models, by the ID of the model; none are left out. */
  public Map<Long, OwnerRights> rights(long ownerId, List<Long> models) {
    Map<Long, OwnerRights> rights = new HashMap<>();
    models.forEach(model -> rights.put(model, new OwnerRights()));
    each(
        handle.createQuery(RIGHTS).bind("owner", ownerId).bindList("models", models),
        row -> {
          OwnerRights of = rights.get(row.getLong("model_id"));
          if (of != null) {
            SecurableType type = SecurableType.valueOf(row.getString("level"));
            if (row.getInt("owned") == 1) {
              of.addOwned(type);
            }
            Optional.ofNullable(row.getString("privilege"))
                .flatMap(Privilege::named)
                .ifPresent(privilege -> of.addGranted(type, privilege));
          }
        });
    return rights;
  }

  /**
   * The shares that are granted to a recipient, by name; with their comments up to {@value
   * #COMMENTS} characters in all.
   */
  public List<ShareRow> shares(long recipientId) {
    return handle
        .createQuery(
            """
            SELECT s.id, s.name, s.owner_id,
              CASE WHEN SUM(COALESCE(CHAR_LENGTH(s.comment), 0)) OVER
                (ORDER BY s.name ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) <= :most
                THEN s.comment END AS comment
            FROM share_grants g JOIN shares s ON s.id = g.share_id
            WHERE g.recipient_id = :recipient ORDER BY s.name""")
        .bind("recipient", recipientId)
        .bind("most", COMMENTS)
        .map(SharedContentDao::shareRow)
        .list();
  }

  /** The share of this name, in lower case, if it is granted to the recipient. */
  public Optional<ShareRow> share(long recipientId, String name) {
    return handle
        .createQuery(
            """
            SELECT s.id, s.name, s.owner_id, s.comment
            FROM share_grants g JOIN shares s ON s.id = g.share_id
            WHERE g.recipient_id = :recipient AND s.name = :name""")
        .bind("recipient", recipientId)
        .bind("name", name)
        .map(SharedContentDao::shareRow)
        .findOne();
  }

  private static ShareRow shareRow(ResultSet row, StatementContext context) throws SQLException {
    return new ShareRow(
        row.getLong("id"),
        row.getString("name"),
        row.getLong("owner_id"),
        Optional.ofNullable(row.getString("comment")));
  }

  /** The models of a share behind a name, in the order of schemas and names. */
  public List<SharedModelRow> models(long shareId, String schema, String name, int most) {
    return handle
        .createQuery(
            MODELS
                + """
            WHERE x.share_id = :share AND (x.shared_schema > :schema
              OR (x.shared_schema = :schema AND x.shared_name > :name))
            ORDER BY x.shared_schema, x.shared_name FETCH FIRST :most ROWS ONLY""")
        .bind("share", shareId)
        .bind("schema", schema)
        .bind("name", name)
        .bind("most", most)
        .map(SharedContentDao::modelRow)
        .list();
  }

  /** The model of these names in a share. */
  public Optional<SharedModelRow> model(long shareId, String schema, String name) {
    return handle
        .createQuery(
            MODELS
                + """
            WHERE x.share_id = :share AND x.shared_schema = :schema AND x.shared_name = :name""")
        .bind("share", shareId)
        .bind("schema", schema)
        .bind("name", name)
        .map(SharedContentDao::modelRow)
        .findOne();
  }

  private static SharedModelRow modelRow(ResultSet row, StatementContext context)
      throws SQLException {
    return new SharedModelRow(
        row.getLong("model_id"),
        row.getString("shared_schema"),
        row.getString("shared_name"),
        row.getLong("characters"));
  }

  /** The comments of models that have one, by the ID of the model. */
  public Map<Long, String> comments(List<Long> models) {
    Map<Long, String> comments = new HashMap<>();
    each(
        list("SELECT id, comment FROM models WHERE comment IS NOT NULL AND id IN (<ids>)", models),
        row -> comments.put(row.getLong("id"), row.getString("comment")));
    return comments;
  }

  /** The tags of models, by the ID of the model, in the order of keys. */
  public Map<Long, Map<String, String>> tags(List<Long> models) {
    Map<Long, Map<String, String>> tags = new HashMap<>();
    each(
        list(
            """
            SELECT model_id, tag_key, tag_value FROM model_tags WHERE model_id IN (<ids>)
            ORDER BY tag_key""",
            models),
        row ->
            tags.computeIfAbsent(row.getLong("model_id"), model -> new LinkedHashMap<>())
                .put(row.getString("tag_key"), row.getString("tag_value")));
    return tags;
  }

  /** The aliases of READY versions, by the ID of the model, in the order of aliases. */
  public Map<Long, Map<String, Long>> aliases(List<Long> models) {
    Map<Long, Map<String, Long>> aliases = new HashMap<>();
    each(
        list(
            """
            SELECT a.model_id, a.alias, a.version FROM aliases a
            JOIN versions v ON v.model_id = a.model_id AND v.version = a.version
            WHERE v.status = 'READY' AND a.model_id IN (<ids>) ORDER BY a.alias_key""",
            models),
        row ->
            aliases
                .computeIfAbsent(row.getLong("model_id"), model -> new LinkedHashMap<>())
                .put(row.getString("alias"), row.getLong("version")));
    return aliases;
  }

  /** The numbers of the READY versions, by the ID of the model, the highest first. */
  public Map<Long, List<Long>> versions(List<Long> models) {
    Map<Long, List<Long>> versions = new HashMap<>();
    each(
        list(
            """
            SELECT model_id, version FROM versions WHERE status = 'READY' AND model_id IN (<ids>)
            ORDER BY version DESC""",
            models),
        row ->
            versions
                .computeIfAbsent(row.getLong("model_id"), model -> new ArrayList<>())
                .add(row.getLong("version")));
    return versions;
  }

  /**
   * The state of the content of models, as texts that differ when the content does: tags, aliases,
   * and the time of the last change of the model and of each READY version, which grows with each
   * change.
   */
  public void states(List<Long> models, Consumer<String> states) {
    each(
        list(
            """
            SELECT 'M' AS kind, id AS model_id, 0 AS version, '' AS name,
              CAST(valid_from AS VARCHAR(40)) AS content FROM models WHERE id IN (<ids>)
            UNION ALL SELECT 'T', model_id, 0, tag_key, tag_value FROM model_tags
            WHERE model_id IN (<ids>)
            UNION ALL SELECT 'A', a.model_id, a.version, a.alias, '' FROM aliases a
            JOIN versions v ON v.model_id = a.model_id AND v.version = a.version
            WHERE v.status = 'READY' AND a.model_id IN (<ids>)
            UNION ALL SELECT 'V', model_id, version, '', CAST(valid_from AS VARCHAR(40))
            FROM versions WHERE status = 'READY' AND model_id IN (<ids>)
            UNION ALL SELECT 'W', t.model_id, t.version, t.tag_key, t.tag_value FROM version_tags t
            JOIN versions v ON v.model_id = t.model_id AND v.version = t.version
            WHERE v.status = 'READY' AND t.model_id IN (<ids>)
            ORDER BY kind, model_id, version, name""",
            models),
        row -> {
          states.accept(row.getString("kind"));
          states.accept(row.getString("model_id"));
          states.accept(row.getString("version"));
          states.accept(row.getString("name"));
          states.accept(row.getString("content"));
        });
  }

  /**
   * Characters of the READY versions of a model below a number, by their number: signatures,
   * comments, tags and paths of files; the highest first.
   */
  public Map<Long, Long> sizes(long modelId, long below, int most) {
    Map<Long, Long> sizes = new LinkedHashMap<>();
    each(
        handle
            .createQuery(
                """
                SELECT v.version, COALESCE(CHAR_LENGTH(v.signature), 0)
                  + COALESCE(CHAR_LENGTH(v.comment), 0)
                  + (SELECT COALESCE(SUM(CHAR_LENGTH(f.file_path) + 128), 0) FROM stored_files f
                    WHERE f.file_set_id = v.file_set_id)
                  + (SELECT COALESCE(SUM(CHAR_LENGTH(t.tag_key) + CHAR_LENGTH(t.tag_value) + 10), 0)
                    FROM version_tags t
                    WHERE t.model_id = v.model_id AND t.version = v.version) AS characters
                FROM versions v
                WHERE v.model_id = :model AND v.status = 'READY' AND v.version < :below
                ORDER BY v.version DESC FETCH FIRST :most ROWS ONLY""")
            .bind("model", modelId)
            .bind("below", below)
            .bind("most", most),
        row -> sizes.put(row.getLong("version"), row.getLong("characters")));
    return sizes;
  }

  /** The READY versions of a model between two numbers, both included; the highest first. */
  public List<SharedVersionRow> versions(long modelId, long lowest, long highest) {
    return handle
        .createQuery(
            """
            SELECT version, comment, signature, created_at, file_set_id FROM versions
            WHERE model_id = :model AND status = 'READY' AND version >= :lowest
              AND version <= :highest ORDER BY version DESC""")
        .bind("model", modelId)
        .bind("lowest", lowest)
        .bind("highest", highest)
        .map(
            (row, context) -> {
              long set = row.getLong("file_set_id");
              OptionalLong files = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(set);
              return new SharedVersionRow(
                  row.getLong("version"),
                  Optional.ofNullable(row.getString("comment")),
                  Optional.ofNullable(row.getString("signature")),
                  row.getObject("created_at", LocalDateTime.class),
                  files);
            })
        .list();
  }

  /** The tags of versions of a model between two numbers, by the number of the version. */
  public Map<Long, Map<String, String>> versionTags(long modelId, long lowest, long highest) {
    Map<Long, Map<String, String>> tags = new HashMap<>();
    each(
        handle
            .createQuery(
                """
                SELECT version, tag_key, tag_value FROM version_tags
                WHERE model_id = :model AND version >= :lowest AND version <= :highest
                ORDER BY tag_key""")
            .bind("model", modelId)
            .bind("lowest", lowest)
            .bind("highest", highest),
        row ->
            tags.computeIfAbsent(row.getLong("version"), version -> new LinkedHashMap<>())
                .put(row.getString("tag_key"), row.getString("tag_value")));
    return tags;
  }

  private Query list(String sql, List<Long> ids) {
    return handle.createQuery(sql).bindList("ids", ids);
  }

  /** Reads rows one by one. */
  private interface Rows {
    void accept(ResultSet row) throws SQLException;
  }

  private static void each(Query query, Rows rows) {
    query
        .map(
            (row, context) -> {
              rows.accept(row);
              return true;
            })
        .forEach(row -> {});
  }
}
