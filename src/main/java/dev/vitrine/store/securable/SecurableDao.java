package dev.vitrine.store.securable;

import static dev.vitrine.store.history.HistoryTable.CATALOGS;
import static dev.vitrine.store.history.HistoryTable.CATALOG_TAGS;
import static dev.vitrine.store.history.HistoryTable.METASTORE;
import static dev.vitrine.store.history.HistoryTable.MODELS;
import static dev.vitrine.store.history.HistoryTable.SCHEMAS;
import static dev.vitrine.store.history.HistoryTable.SCHEMA_TAGS;

import dev.vitrine.catalog.ClientAttribute;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.relation.ObjectTables;
import dev.vitrine.store.vendor.StoreConflictException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Catalogs, schemas and models: finding, locking, making, changing, deleting. */
public final class SecurableDao {
  private final Handle handle;
  private final ModelTexts texts;
  private final HistoryWriter history;
  private final DroppedRows dropped;

  /** Works in the transaction of a handle. */
  public SecurableDao(Handle handle, ModelTexts texts, HistoryWriter history) {
    this.handle = handle;
    this.texts = texts;
    this.history = history;
    this.dropped = new DroppedRows(handle, history);
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

  /**
   * Inserts a catalog.
   *
   * @return its ID
   */
  public long insertCatalog(
      String name,
      long owner,
      @Nullable String comment,
      @Nullable String location,
      Authorship stamp) {
    return handle
        .createUpdate(
            """
            INSERT INTO catalogs (name, owner_id, comment, storage_location,
              created_at, created_by, updated_at, updated_by, valid_from, changed_by)
            VALUES (:name, :owner, :comment, :location, :at, :by, :at, :by, :since, :by)""")
        .bind("since", history.insert(CATALOGS, "name = :name", Map.of("name", name)))
        .bind("name", name)
        .bind("owner", owner)
        .bind("comment", comment)
        .bind("location", location)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  /**
   * Inserts a schema.
   *
   * @return its ID
   */
  public long insertSchema(
      long catalogId,
      String name,
      long owner,
      @Nullable String comment,
      @Nullable String location,
      Authorship stamp) {
    return handle
        .createUpdate(
            """
            INSERT INTO schemas (catalog_id, name, owner_id, comment, storage_location,
              created_at, created_by, updated_at, updated_by, valid_from, changed_by)
            VALUES (:catalog, :name, :owner, :comment, :location, :at, :by, :at, :by, :since, :by)""")
        .bind(
            "since",
            history.insert(
                SCHEMAS,
                "catalog_id = :catalog AND name = :name",
                Map.of("catalog", catalogId, "name", name)))
        .bind("catalog", catalogId)
        .bind("name", name)
        .bind("owner", owner)
        .bind("comment", comment)
        .bind("location", location)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  /**
   * Inserts a model without versions.
   *
   * @return its ID
   */
  public long insertModel(
      long catalogId,
      long schemaId,
      String name,
      String fullName,
      long owner,
      @Nullable String comment,
      Authorship stamp) {
    long id =
        handle
            .createUpdate(
                """
            INSERT INTO models (catalog_id, schema_id, name, full_name, owner_id, comment,
              created_at, created_by, updated_at, updated_by, valid_from, changed_by)
            VALUES (:catalog, :schema, :name, :full, :owner, :comment, :at, :by, :at, :by, :since,
              :by)""")
            .bind("since", history.insert(MODELS, "full_name = :full", Map.of("full", fullName)))
            .bind("catalog", catalogId)
            .bind("schema", schemaId)
            .bind("name", name)
            .bind("full", fullName)
            .bind("owner", owner)
            .bind("comment", comment)
            .bind("at", stamp.at())
            .bind("by", stamp.by())
            .executeAndReturnGeneratedKeys("id")
            .mapTo(long.class)
            .one();
    texts.refresh(id);
    return id;
  }

  /** Renames a model within its schema. */
  public void renameModel(long id, String name, String fullName, Authorship stamp) {
    history.close(MODELS, "id = :id", Map.of("id", id));
    handle
        .createUpdate(
            """
            UPDATE models SET name = :name, full_name = :full, updated_at = :at, updated_by = :by,
              valid_from = :since, changed_by = :by
            WHERE id = :id""")
        .bind("since", history.time())
        .bind("name", name)
        .bind("full", fullName)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("id", id)
        .execute();
    texts.refresh(id);
  }

  /** Gives a catalog, schema or model to another principal. */
  public void setOwner(SecurableType type, long id, long ownerId, Authorship stamp) {
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
  public void setComment(SecurableType type, long id, @Nullable String comment, Authorship stamp) {
    update(type, id, "comment", comment, stamp);
    if (type == SecurableType.MODEL) {
      texts.refresh(id);
    }
  }

  /** Sets or, when empty, removes an attribute that the kind of object has. */
  public void setAttribute(
      SecurableType type,
      long id,
      ClientAttribute attribute,
      @Nullable String value,
      Authorship stamp) {
    update(type, id, attribute.column(), value, stamp);
  }

  /** The attributes of an object that are set. */
  public Map<ClientAttribute, String> attributes(SecurableType type, long id) {
    Map<ClientAttribute, String> found = new EnumMap<>(ClientAttribute.class);
    for (ClientAttribute attribute : ClientAttribute.of(type)) {
      handle
          .createQuery(
              "SELECT "
                  + attribute.column()
                  + " FROM "
                  + ObjectTables.of(type).objects()
                  + " WHERE id = :id AND "
                  + attribute.column()
                  + " IS NOT NULL")
          .bind("id", id)
          .mapTo(String.class)
          .findOne()
          .ifPresent(value -> found.put(attribute, value));
    }
    return found;
  }

  /** Records the author and time of a change. */
  public void touch(SecurableType type, long id, Authorship stamp) {
    history.close(table(type), "id = :id", Map.of("id", id));
    handle
        .createUpdate(
            "UPDATE "
                + ObjectTables.of(type).objects()
                + " SET updated_at = :at, updated_by = :by, valid_from = :since, changed_by = :by"
                + " WHERE id = :id")
        .bind("since", history.time())
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("id", id)
        .execute();
  }

  /**
   * Deletes a model with everything that belongs to it.
   *
   * @param restorable whether it can be restored; if not, versions that were dropped before cannot
   *     be restored either
   */
  public void dropModel(long id, boolean restorable, Authorship stamp) {
    Map<String, Object> values = Map.of("id", id);
    history.closeModels("id = :id", values);
    dropped.keepVersions("v.model_id = :id", values, true, restorable, stamp);
    if (restorable) {
      dropped.keepModel(id, stamp);
    } else {
      DroppedRows.purgeVersions(handle, "model_id = :id", values);
    }
    handle.createUpdate("DELETE FROM models WHERE id = :id").bind("id", id).execute();
  }

  /**
   * Deletes a catalog or schema that has nothing inside, with its grants and tags. Dropped models
   * that were inside cannot be restored any more.
   */
  public void dropContainer(SecurableType type, long id) {
    dropped.purgeInside(ObjectTables.of(type).key(), id);
    closeContainers(type, "id = :id", id);
    handle
        .createUpdate("DELETE FROM " + ObjectTables.of(type).objects() + " WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  /** Deletes the content of a catalog or schema, which cannot be restored. */
  public void deleteInside(SecurableType container, long id, Authorship stamp) {
    String key = ObjectTables.of(container).key();
    dropped.purgeInside(key, id);
    history.closeModels(key + " = :id", Map.of("id", id));
    dropped.keepVersions(
        "v.model_id IN (SELECT id FROM models WHERE " + key + " = :id)",
        Map.of("id", id),
        true,
        false,
        stamp);
    if (container == SecurableType.CATALOG) {
      closeContainers(SecurableType.SCHEMA, "catalog_id = :id", id);
    }
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

  private void update(
      SecurableType type, long id, String column, @Nullable Object value, Authorship stamp) {
    history.close(table(type), "id = :id", Map.of("id", id));
    handle
        .createUpdate(
            "UPDATE "
                + ObjectTables.of(type).objects()
                + " SET "
                + column
                + " = :value, updated_at = :at, updated_by = :by, valid_from = :since,"
                + " changed_by = :by WHERE id = :id")
        .bind("since", history.time())
        .bind("value", value)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("id", id)
        .execute();
  }

  /** Closes catalogs or schemas, which are about to be deleted, with their tags and grants. */
  private void closeContainers(SecurableType type, String condition, long id) {
    HistoryTable tags = type == SecurableType.CATALOG ? CATALOG_TAGS : SCHEMA_TAGS;
    String within =
        ObjectTables.of(type).key()
            + " IN (SELECT id FROM "
            + ObjectTables.of(type).objects()
            + " WHERE "
            + condition
            + ")";
    // First, because it takes the locks of the objects.
    history.close(table(type), condition, Map.of("id", id));
    history.close(tags, within, Map.of("id", id));
    history.close(GrantDao.table(type), within, Map.of("id", id));
  }

  private static HistoryTable table(SecurableType type) {
    return switch (type) {
      case METASTORE -> METASTORE;
      case CATALOG -> CATALOGS;
      case SCHEMA -> SCHEMAS;
      case MODEL -> MODELS;
    };
  }
}
