package dev.vitrine.store.securable;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.relation.ObjectTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Tags of catalogs, schemas, models and versions. The caller holds the lock of the object's row.
 */
public final class TagDao {
  private final Handle handle;
  private final ModelTexts texts;
  private final HistoryWriter history;

  /** Works in the transaction of a handle. */
  public TagDao(Handle handle, ModelTexts texts, HistoryWriter history) {
    this.handle = handle;
    this.texts = texts;
    this.history = history;
  }

  /**
   * The object of tags.
   *
   * @param version only for a model
   */
  public record Tagged(SecurableType type, long id, OptionalLong version) {
    private String table() {
      return version.isPresent() ? "version_tags" : ObjectTables.of(type).tags();
    }

    private HistoryTable history() {
      return switch (type) {
        case METASTORE -> throw new IllegalArgumentException("the metastore has no tags");
        case CATALOG -> HistoryTable.CATALOG_TAGS;
        case SCHEMA -> HistoryTable.SCHEMA_TAGS;
        case MODEL -> version.isPresent() ? HistoryTable.VERSION_TAGS : HistoryTable.MODEL_TAGS;
      };
    }

    private String condition() {
      return ObjectTables.of(type).key()
          + " = :id"
          + (version.isPresent() ? " AND version = :v" : "");
    }

    private Map<String, Object> keys() {
      Map<String, Object> keys = new LinkedHashMap<>();
      keys.put("id", id);
      version.ifPresent(number -> keys.put("v", number));
      return keys;
    }
  }

  /** Its number of tags. */
  public int count(Tagged object) {
    return handle
        .createQuery("SELECT COUNT(*) FROM " + object.table() + " WHERE " + object.condition())
        .bindMap(object.keys())
        .mapTo(int.class)
        .one();
  }

  /** All its tags. */
  public Map<String, String> all(Tagged object) {
    Map<String, String> tags = new LinkedHashMap<>();
    handle
        .createQuery(
            "SELECT tag_key, tag_value FROM "
                + object.table()
                + " WHERE "
                + object.condition()
                + " ORDER BY tag_key")
        .bindMap(object.keys())
        .map((row, context) -> tags.put(row.getString("tag_key"), row.getString("tag_value")))
        .list();
    return tags;
  }

  /** Inserts tags, or replaces their values. */
  public void put(Tagged object, Map<String, String> tags) {
    Map<String, String> present = all(object);
    tags.forEach(
        (key, value) -> {
          String old = present.get(key);
          // An equal value is not written again: its row in the history would begin anew.
          if (!value.equals(old)) {
            if (old != null) {
              delete(object, key);
            }
            insert(object, key, value);
          }
        });
    refresh(object);
  }

  private void insert(Tagged object, String key, String value) {
    String version = object.version().isPresent() ? ", version" : "";
    String number = object.version().isPresent() ? ", :v" : "";
    handle
        .createUpdate(
            "INSERT INTO "
                + object.table()
                + " ("
                + ObjectTables.of(object.type()).key()
                + version
                + ", tag_key, tag_value, valid_from, changed_by) VALUES (:id"
                + number
                + ", :key, :value, :since, :by)")
        .bind("since", history.time())
        .bind("by", history.author())
        .bindMap(object.keys())
        .bind("key", key)
        .bind("value", value)
        .execute();
  }

  /**
   * Removes tags.
   *
   * @return the number of those that there were
   */
  public long remove(Tagged object, List<String> keys) {
    long removed = keys.stream().filter(key -> delete(object, key)).count();
    refresh(object);
    return removed;
  }

  /** Tags of versions are not among the texts of their model. */
  private void refresh(Tagged object) {
    if (object.type() == SecurableType.MODEL && object.version().isEmpty()) {
      texts.refresh(object.id());
    }
  }

  private boolean delete(Tagged object, String key) {
    String condition = object.condition() + " AND tag_key = :key";
    Map<String, Object> keys = object.keys();
    keys.put("key", key);
    history.close(object.history(), condition, keys);
    return handle
            .createUpdate("DELETE FROM " + object.table() + " WHERE " + condition)
            .bindMap(keys)
            .execute()
        > 0;
  }
}
