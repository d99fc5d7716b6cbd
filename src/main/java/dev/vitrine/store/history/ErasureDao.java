package dev.vitrine.store.history;

import dev.vitrine.catalog.SecurableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Erases closed rows of a catalog, schema or model and of everything that is or was inside. */
public final class ErasureDao {
  /** The tags of each type of object. */
  private static final List<HistoryTable> TAGS =
      List.of(
          HistoryTable.CATALOG_TAGS,
          HistoryTable.SCHEMA_TAGS,
          HistoryTable.MODEL_TAGS,
          HistoryTable.VERSION_TAGS);

  private static final List<HistoryTable> COMMENTED =
      List.of(
          HistoryTable.CATALOGS, HistoryTable.SCHEMAS, HistoryTable.MODELS, HistoryTable.VERSIONS);

  private static final List<HistoryTable> OF_SCHEMAS =
      List.of(HistoryTable.SCHEMA_TAGS, HistoryTable.SCHEMA_GRANTS, HistoryTable.SCHEMAS);

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public ErasureDao(Handle handle) {
    this.handle = handle;
  }

  /** Erases the comments of closed rows; returns the number of rows that had one. */
  public long eraseComments(SecurableType type, long id) {
    long erased = 0;
    for (HistoryTable table : within(type, COMMENTED)) {
      erased +=
          run(
              "UPDATE "
                  + table.closedRows()
                  + " SET comment = NULL WHERE comment IS NOT NULL AND "
                  + condition(table, type),
              Map.of("id", id));
    }
    return erased;
  }

  /** Erases the closed values of a tag; returns their number. */
  public long eraseTag(SecurableType type, long id, String key) {
    long erased = 0;
    for (HistoryTable table : within(type, TAGS)) {
      erased +=
          run(
              "DELETE FROM "
                  + table.closedRows()
                  + " WHERE tag_key = :key AND "
                  + condition(table, type),
              Map.of("id", id, "key", key));
    }
    return erased;
  }

  /**
   * Erases all closed rows; returns their number. Present rows keep the times of their last
   * changes: nothing is recorded of the time before. Dropped models and versions that could be
   * restored no longer can.
   */
  public long eraseAll(SecurableType type, long id) {
    Map<String, Object> values = Map.of("id", id);
    run("DELETE FROM dropped_versions WHERE model_id IN (" + models(type) + ")", values);
    run("DELETE FROM dropped_models WHERE model_id IN (" + models(type) + ")", values);
    List<HistoryTable> tables = new ArrayList<>(HistoryTable.OF_MODELS);
    // Last, because these rows are needed to find the models and schemas that were inside.
    tables.add(HistoryTable.MODELS);
    tables.addAll(OF_SCHEMAS);
    tables.addAll(
        List.of(HistoryTable.CATALOG_TAGS, HistoryTable.CATALOG_GRANTS, HistoryTable.CATALOGS));
    long erased = 0;
    for (HistoryTable table : within(type, tables)) {
      erased +=
          run("DELETE FROM " + table.closedRows() + " WHERE " + condition(table, type), values);
    }
    return erased;
  }

  private int run(String sql, Map<String, Object> values) {
    return handle.createUpdate(sql).bindMap(values).execute();
  }

  /** Those of the tables whose rows belong to objects of the type or inside one. */
  private static List<HistoryTable> within(SecurableType type, List<HistoryTable> tables) {
    return tables.stream().filter(table -> object(table).compareTo(type) >= 0).toList();
  }

  /** The type of the object that a row belongs to. */
  private static SecurableType object(HistoryTable table) {
    if (table == HistoryTable.MODELS || HistoryTable.OF_MODELS.contains(table)) {
      return SecurableType.MODEL;
    }
    return OF_SCHEMAS.contains(table) ? SecurableType.SCHEMA : SecurableType.CATALOG;
  }

  private static String condition(HistoryTable table, SecurableType type) {
    return switch (object(table)) {
      case METASTORE -> throw new IllegalArgumentException(table + " belongs to no catalog");
      case CATALOG -> table == HistoryTable.CATALOGS ? "id = :id" : "catalog_id = :id";
      case SCHEMA -> {
        String key = table == HistoryTable.SCHEMAS ? "id" : "schema_id";
        yield key + " IN (" + schemas(type) + ")";
      }
      case MODEL -> {
        String key = table == HistoryTable.MODELS ? "id" : "model_id";
        yield key + " IN (" + models(type) + ")";
      }
    };
  }

  private static String schemas(SecurableType type) {
    return type == SecurableType.SCHEMA
        ? ":id"
        : "SELECT id FROM schemas WHERE catalog_id = :id"
            + " UNION SELECT id FROM schemas_history WHERE catalog_id = :id";
  }

  private static String models(SecurableType type) {
    if (type == SecurableType.MODEL) {
      return ":id";
    }
    String key = type == SecurableType.SCHEMA ? "schema_id" : "catalog_id";
    return "SELECT id FROM models WHERE "
        + key
        + " = :id UNION SELECT id FROM models_history WHERE "
        + key
        + " = :id";
  }
}
