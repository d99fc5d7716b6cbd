package dev.vitrine.store;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Catalogs, schemas and models: finding, locking, making, changing, deleting. */
public final class SecurableDao {
  private static final long NONE = -1;

  private final Handle handle;

  SecurableDao(Handle handle) {
    this.handle = handle;
  }

  /**
   * Finds a securable by its lower-case names, as deep as names are given, with what the caller has
   * on each level. Sends the same two statements whatever exists, so that time and traffic tell
   * nothing.
   */
  public Chain find(
      Caller caller, Optional<String> catalog, Optional<String> schema, Optional<String> model) {
    Map<SecurableType, long[]> found = new EnumMap<>(SecurableType.class);
    handle
        .createQuery(
            """
            SELECT t.owner_id AS metastore_owner, c.id AS catalog_id, c.owner_id AS catalog_owner,
              s.id AS schema_id, s.owner_id AS schema_owner, m.id AS model_id,
              m.owner_id AS model_owner
            FROM metastore t
            LEFT JOIN catalogs c ON c.name = :catalog
            LEFT JOIN schemas s ON s.catalog_id = c.id AND s.name = :schema
            LEFT JOIN models m ON m.schema_id = s.id AND m.name = :model""")
        .bind("catalog", catalog.orElse(null))
        .bind("schema", schema.orElse(null))
        .bind("model", model.orElse(null))
        .map(
            (row, context) -> {
              found.put(SecurableType.METASTORE, new long[] {1, row.getLong("metastore_owner")});
              for (SecurableType type :
                  List.of(SecurableType.CATALOG, SecurableType.SCHEMA, SecurableType.MODEL)) {
                long id = row.getLong(type.noun() + "_id");
                if (!row.wasNull()) {
                  found.put(type, new long[] {id, row.getLong(type.noun() + "_owner")});
                }
              }
              return row;
            })
        .one();
    Map<SecurableType, Set<Privilege>> granted = granted(caller, found);
    List<Chain.Link> links = new ArrayList<>();
    found.forEach(
        (type, row) -> links.add(new Chain.Link(type, row[0], row[1], granted.get(type))));
    return new Chain(links);
  }

  private Map<SecurableType, Set<Privilege>> granted(
      Caller caller, Map<SecurableType, long[]> found) {
    Map<SecurableType, Set<Privilege>> granted = new EnumMap<>(SecurableType.class);
    StringBuilder sql = new StringBuilder();
    for (SecurableType type : SecurableType.values()) {
      granted.put(type, EnumSet.noneOf(Privilege.class));
      ObjectTables tables = ObjectTables.of(type);
      sql.append(sql.isEmpty() ? "" : " UNION ALL ");
      sql.append("SELECT '").append(type).append("' AS level, privilege FROM ");
      sql.append(tables.grants()).append(" WHERE ").append(tables.key()).append(" = :");
      sql.append(type.noun());
      sql.append(" AND (principal_id IN (SELECT holder_id FROM effective_principals");
      sql.append(" WHERE principal_id = :caller)");
      sql.append(caller.claimed().isEmpty() ? ")" : " OR principal_id IN (<claimed>))");
    }
    var query = handle.createQuery(sql.toString()).bind("caller", caller.id());
    if (!caller.claimed().isEmpty()) {
      query.bindList("claimed", caller.claimed());
    }
    for (SecurableType type : SecurableType.values()) {
      query.bind(type.noun(), found.containsKey(type) ? found.get(type)[0] : NONE);
    }
    query
        .map(
            (row, context) ->
                granted
                    .get(SecurableType.valueOf(row.getString("level")))
                    .add(Privilege.named(row.getString("privilege")).orElseThrow()))
        .list();
    return granted;
  }

  /**
   * Locks a securable until the transaction ends.
   *
   * @throws StoreConflictException when it is gone by now
   */
  public void lock(SecurableType type, long id) {
    Optional<Long> row =
        handle
            .createQuery(
                "SELECT id FROM " + ObjectTables.of(type).objects() + " WHERE id = :id FOR UPDATE")
            .bind("id", id)
            .mapTo(Long.class)
            .findOne();
    if (row.isEmpty()) {
      throw new StoreConflictException();
    }
  }

  /** Inserts a catalog and answers its id. */
  public long insertCatalog(
      String name, long owner, Optional<String> comment, Optional<String> location, Stamp stamp) {
    return handle
        .createUpdate(
            """
            INSERT INTO catalogs (name, owner_id, comment, storage_location,
              created_at, created_by, updated_at, updated_by)
            VALUES (:name, :owner, :comment, :location, :at, :by, :at, :by)""")
        .bind("name", name)
        .bind("owner", owner)
        .bind("comment", comment.orElse(null))
        .bind("location", location.orElse(null))
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  /** Inserts a schema and answers its id. */
  public long insertSchema(
      long catalogId,
      String name,
      long owner,
      Optional<String> comment,
      Optional<String> location,
      Stamp stamp) {
    return handle
        .createUpdate(
            """
            INSERT INTO schemas (catalog_id, name, owner_id, comment, storage_location,
              created_at, created_by, updated_at, updated_by)
            VALUES (:catalog, :name, :owner, :comment, :location, :at, :by, :at, :by)""")
        .bind("catalog", catalogId)
        .bind("name", name)
        .bind("owner", owner)
        .bind("comment", comment.orElse(null))
        .bind("location", location.orElse(null))
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  /** Inserts a model without versions and answers its id. */
  public long insertModel(
      long catalogId,
      long schemaId,
      String name,
      String fullName,
      long owner,
      Optional<String> comment,
      Stamp stamp) {
    return handle
        .createUpdate(
            """
            INSERT INTO models (catalog_id, schema_id, name, full_name, owner_id, comment,
              created_at, created_by, updated_at, updated_by)
            VALUES (:catalog, :schema, :name, :full, :owner, :comment, :at, :by, :at, :by)""")
        .bind("catalog", catalogId)
        .bind("schema", schemaId)
        .bind("name", name)
        .bind("full", fullName)
        .bind("owner", owner)
        .bind("comment", comment.orElse(null))
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  /** Renames a model within its schema. */
  public void renameModel(long id, String name, String fullName, Stamp stamp) {
    handle
        .createUpdate(
            """
            UPDATE models SET name = :name, full_name = :full, updated_at = :at, updated_by = :by
            WHERE id = :id""")
        .bind("name", name)
        .bind("full", fullName)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("id", id)
        .execute();
  }

  /** Gives a catalog, schema or model to another principal. */
  public void setOwner(SecurableType type, long id, long ownerId, Stamp stamp) {
    update(type, id, "owner_id", ownerId, stamp);
  }

  /** The comment of a catalog, schema or model. */
  public Optional<String> comment(SecurableType type, long id) {
    return handle
        .createQuery("SELECT comment FROM " + ObjectTables.of(type).objects() + " WHERE id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findOne();
  }

  /** Sets or, when empty, removes a comment. */
  public void setComment(SecurableType type, long id, Optional<String> comment, Stamp stamp) {
    update(type, id, "comment", comment.orElse(null), stamp);
  }

  /** Notes who changed it and when. */
  public void touch(SecurableType type, long id, Stamp stamp) {
    handle
        .createUpdate(
            "UPDATE "
                + ObjectTables.of(type).objects()
                + " SET updated_at = :at, updated_by = :by WHERE id = :id")
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("id", id)
        .execute();
  }

  /** Deletes a securable that has nothing inside, with its grants, tags, versions and aliases. */
  public void delete(SecurableType type, long id) {
    handle
        .createUpdate("DELETE FROM " + ObjectTables.of(type).objects() + " WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  /** Deletes what is inside a catalog or schema. */
  public void deleteInside(SecurableType container, long id) {
    String key = ObjectTables.of(container).key();
    handle.createUpdate("DELETE FROM models WHERE " + key + " = :id").bind("id", id).execute();
    if (container == SecurableType.CATALOG) {
      handle.createUpdate("DELETE FROM schemas WHERE catalog_id = :id").bind("id", id).execute();
    }
  }

  /** Whether anything is inside a catalog (schemas) or schema (models). */
  public boolean hasInside(SecurableType container, long id) {
    String table = container == SecurableType.CATALOG ? "schemas" : "models";
    return handle
        .createQuery(
            "SELECT 1 FROM "
                + table
                + " WHERE "
                + ObjectTables.of(container).key()
                + " = :id FETCH FIRST ROW ONLY")
        .bind("id", id)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  private void update(SecurableType type, long id, String column, Object value, Stamp stamp) {
    handle
        .createUpdate(
            "UPDATE "
                + ObjectTables.of(type).objects()
                + " SET "
                + column
                + " = :value, updated_at = :at, updated_by = :by WHERE id = :id")
        .bind("value", value)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("id", id)
        .execute();
  }
}
