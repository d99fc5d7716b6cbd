package dev.vitrine.store.history;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** How long the past is kept, and the removal of closed rows that are older. */
public final class RetentionDao {
  /** Closed rows of models and versions that can be restored are kept until these are purged. */
  private static final String OF_DROPPED_MODEL =
      "NOT EXISTS (SELECT 1 FROM dropped_models d WHERE d.model_id = h.%s)";

  private static final String OF_DROPPED_VERSION =
      """
      NOT EXISTS (SELECT 1 FROM dropped_versions d
        WHERE d.model_id = h.model_id AND d.version = h.version AND NOT d.purged)""";

  /** Closed rows that are kept may name principals that were dropped. */
  private static final String NOT_NAMED =
      """
      h.id NOT IN (SELECT owner_id FROM models_history)
      AND h.id NOT IN (SELECT principal_id FROM model_grants_history)""";

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public RetentionDao(Handle handle) {
    this.handle = handle;
  }

  /** The settings. */
  public RetentionSettings settings() {
    return handle
        .createQuery(
            """
            SELECT history_retention_days, dropped_retention_days, history_since FROM metastore""")
        .map(
            (row, context) ->
                new RetentionSettings(
                    Optional.ofNullable(row.getObject("history_retention_days", Integer.class)),
                    row.getInt("dropped_retention_days"),
                    row.getObject("history_since", LocalDateTime.class)))
        .one();
  }

  /** Sets after how many days closed rows are removed; null for never. */
  public void setHistoryDays(@Nullable Integer days) {
    handle
        .createUpdate("UPDATE metastore SET history_retention_days = :days")
        .bind("days", days)
        .execute();
  }

  /** Sets for how many days dropped models and versions can be restored. */
  public void setDroppedDays(int days) {
    handle
        .createUpdate("UPDATE metastore SET dropped_retention_days = :days")
        .bind("days", days)
        .execute();
  }

  /** Notes that the history before a time is no longer complete. */
  public void beginAt(LocalDateTime time) {
    handle
        .createUpdate("UPDATE metastore SET history_since = :time WHERE history_since < :time")
        .bind("time", time)
        .execute();
  }

  /**
   * Removes some of the rows that were closed before a time, in the order of their keys.
   *
   * @param after keys of the row after which to begin; empty for the first row
   * @param most maximum number of rows
   * @return the keys of the last removed row; empty when there are no more rows
   */
  public List<Object> removeClosed(
      HistoryTable table, LocalDateTime before, List<Object> after, int most) {
    List<String> keys = keys(table);
    List<List<Object>> rows = expired(table, keys, before, after, most);
    if (rows.isEmpty()) {
      return List.of();
    }
    String sql =
        "DELETE FROM " + table.closedRows() + " WHERE " + String.join(" = ? AND ", keys) + " = ?";
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (List<Object> row : rows) {
        for (int i = 0; i < row.size(); i++) {
          batch.bind(i, row.get(i));
        }
        batch.add();
      }
      batch.execute();
    }
    return rows.get(rows.size() - 1);
  }

  private List<List<Object>> expired(
      HistoryTable table, List<String> keys, LocalDateTime before, List<Object> after, int most) {
    String columns = String.join(", ", keys);
    String marks = String.join(", ", Collections.nCopies(keys.size(), "?"));
    Query query =
        handle.createQuery(
            "SELECT "
                + columns
                + " FROM "
                + table.closedRows()
                + " h WHERE valid_to < ? AND "
                + removable(table)
                + (after.isEmpty() ? "" : " AND (" + columns + ") > (" + marks + ")")
                + " ORDER BY "
                + columns
                + " FETCH FIRST "
                + most
                + " ROWS ONLY");
    query.bind(0, before);
    for (int i = 0; i < after.size(); i++) {
      query.bind(i + 1, after.get(i));
    }
    return query
        .map(
            (row, context) -> {
              List<Object> values = new ArrayList<>();
              for (String key : keys) {
                values.add(
                    key.equals("valid_from")
                        ? row.getObject(key, LocalDateTime.class)
                        : row.getObject(key));
              }
              return values;
            })
        .list();
  }

  private static List<String> keys(HistoryTable table) {
    List<String> keys = new ArrayList<>(table.keys());
    keys.add("valid_from");
    return keys;
  }

  private static String removable(HistoryTable table) {
    if (table == HistoryTable.PRINCIPALS) {
      return NOT_NAMED;
    }
    if (table == HistoryTable.MODELS) {
      return OF_DROPPED_MODEL.formatted("id");
    }
    if (!HistoryTable.OF_MODELS.contains(table)) {
      return "1 = 1";
    }
    String model = OF_DROPPED_MODEL.formatted("model_id");
    return HistoryTable.OF_VERSIONS.contains(table) ? model + " AND " + OF_DROPPED_VERSION : model;
  }

  /**
   * Removes the values of some purged versions of which no closed rows are left.
   *
   * @param most maximum number of rows
   * @return number of removed rows
   */
  public int removeVersions(int most) {
    return handle
        .createUpdate(
            """
            DELETE FROM dropped_versions WHERE (model_id, version) IN (
              SELECT d.model_id, d.version FROM dropped_versions d
              WHERE d.purged AND NOT EXISTS (SELECT 1 FROM versions_history h
                WHERE h.model_id = d.model_id AND h.version = d.version)
              ORDER BY d.model_id, d.version FETCH FIRST :most ROWS ONLY)""")
        .bind("most", most)
        .execute();
  }
}
