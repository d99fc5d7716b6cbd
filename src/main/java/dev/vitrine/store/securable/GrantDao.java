package dev.vitrine.store.securable;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.relation.ObjectTables;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Grants on securables. */
public final class GrantDao {
  private final Handle handle;
  private final HistoryWriter history;

  /** Works in the transaction of a handle. */
  public GrantDao(Handle handle, HistoryWriter history) {
    this.handle = handle;
    this.history = history;
  }

  /** Grants; false if the principal had it. */
  public boolean grant(
      SecurableType type, long id, long principalId, Privilege privilege, Authorship stamp) {
    ObjectTables tables = ObjectTables.of(type);
    boolean present =
        handle
            .createQuery("SELECT 1 FROM " + tables.grants() + " WHERE " + condition(type))
            .bindMap(keys(id, principalId, privilege))
            .mapTo(int.class)
            .findOne()
            .isPresent();
    if (!present) {
      history.continueAfter(table(type), condition(type), keys(id, principalId, privilege));
      handle
          .createUpdate(
              "INSERT INTO "
                  + tables.grants()
                  + " ("
                  + tables.key()
                  + ", principal_id, privilege, grantor, granted_at, valid_from, changed_by)"
                  + " VALUES (:id, :principal, :privilege, :by, :at, :since, :by)")
          .bind(
              "since",
              history.insert(table(type), condition(type), keys(id, principalId, privilege)))
          .bind("id", id)
          .bind("principal", principalId)
          .bind("privilege", privilege.sql())
          .bind("by", stamp.by())
          .bind("at", stamp.at())
          .execute();
    }
    return !present;
  }

  /** Revokes; false if the principal did not have it. */
  public boolean revoke(SecurableType type, long id, long principalId, Privilege privilege) {
    Map<String, Object> keys = keys(id, principalId, privilege);
    history.close(table(type), condition(type), keys);
    return handle
            .createUpdate(
                "DELETE FROM " + ObjectTables.of(type).grants() + " WHERE " + condition(type))
            .bindMap(keys)
            .execute()
        > 0;
  }

  /** The table of grants on a type of object. */
  static HistoryTable table(SecurableType type) {
    return switch (type) {
      case METASTORE -> HistoryTable.METASTORE_GRANTS;
      case CATALOG -> HistoryTable.CATALOG_GRANTS;
      case SCHEMA -> HistoryTable.SCHEMA_GRANTS;
      case MODEL -> HistoryTable.MODEL_GRANTS;
    };
  }

  private static String condition(SecurableType type) {
    return ObjectTables.of(type).key()
        + " = :id AND principal_id = :principal AND privilege = :privilege";
  }

  private static Map<String, Object> keys(long id, long principalId, Privilege privilege) {
    return Map.of("id", id, "principal", principalId, "privilege", privilege.sql());
  }
}
