package dev.vitrine.store.principal;

import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The metastore: its owner and its settings. */
public final class MetastoreDao {
  private final Handle handle;
  private final HistoryWriter history;

  /** Works in the transaction of a handle. */
  public MetastoreDao(Handle handle, HistoryWriter history) {
    this.handle = handle;
    this.history = history;
  }

  /** For how many days audit rows are kept; empty if for ever. */
  public Optional<Integer> auditRetentionDays() {
    return handle
        .createQuery(
            "SELECT audit_retention_days FROM metastore WHERE audit_retention_days IS NOT NULL")
        .mapTo(Integer.class)
        .findOne();
  }

  /** The metastore, which there is since the first user connected. */
  public MetastoreRow find() {
    return handle
        .createQuery(
            """
            SELECT t.name, t.metastore_uuid, p.name AS owner, t.created_at, t.audit_retention_days
            FROM metastore t JOIN principals p ON p.id = t.owner_id""")
        .map(
            (row, context) ->
                new MetastoreRow(
                    row.getString("name"),
                    row.getString("metastore_uuid"),
                    row.getString("owner"),
                    row.getObject("created_at", LocalDateTime.class),
                    Optional.ofNullable(row.getObject("audit_retention_days", Integer.class))))
        .one();
  }

  /** Sets for how many days audit rows are kept; empty is for ever. */
  public void setAuditRetentionDays(@Nullable Integer days) {
    handle
        .createUpdate("UPDATE metastore SET audit_retention_days = :days")
        .bind("days", days)
        .execute();
  }

  /** Makes the registry's metastore, owned by {@code ownerId}. */
  public void insert(String name, long ownerId, LocalDateTime now) {
    handle
        .createUpdate(
            """
            INSERT INTO metastore (id, name, metastore_uuid, owner_id, created_at, valid_from,
              history_since)
            VALUES (1, :name, :uuid, :owner, :now, :since, :since)""")
        .bind("since", history.time())
        .bind("name", name)
        .bind("uuid", UUID.randomUUID().toString())
        .bind("owner", ownerId)
        .bind("now", now)
        .execute();
  }

  /** Gives the metastore to another principal. */
  public void setOwner(long ownerId) {
    history.close(HistoryTable.METASTORE, "id = 1", Map.of());
    handle
        .createUpdate("UPDATE metastore SET owner_id = :id, valid_from = :since, changed_by = :by")
        .bind("id", ownerId)
        .bind("since", history.time())
        .bind("by", history.author())
        .execute();
  }
}
