package dev.vitrine.store.securable;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.relation.ObjectTables;
import org.jdbi.v3.core.Handle;

/** Grants on securables. */
public final class GrantDao {
  private final Handle handle;

  /** Works in the transaction of a handle. */
  public GrantDao(Handle handle) {
    this.handle = handle;
  }

  /** Grants; false if the principal had it. */
  public boolean grant(
      SecurableType type, long id, long principalId, Privilege privilege, Authorship stamp) {
    ObjectTables tables = ObjectTables.of(type);
    boolean present =
        handle
            .createQuery(
                "SELECT 1 FROM "
                    + tables.grants()
                    + " WHERE "
                    + tables.key()
                    + " = :id AND principal_id = :principal AND privilege = :privilege")
            .bind("id", id)
            .bind("principal", principalId)
            .bind("privilege", privilege.sql())
            .mapTo(int.class)
            .findOne()
            .isPresent();
    if (!present) {
      handle
          .createUpdate(
              "INSERT INTO "
                  + tables.grants()
                  + " ("
                  + tables.key()
                  + ", principal_id, privilege, grantor, granted_at)"
                  + " VALUES (:id, :principal, :privilege, :by, :at)")
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
    ObjectTables tables = ObjectTables.of(type);
    return handle
            .createUpdate(
                "DELETE FROM "
                    + tables.grants()
                    + " WHERE "
                    + tables.key()
                    + " = :id AND principal_id = :principal AND privilege = :privilege")
            .bind("id", id)
            .bind("principal", principalId)
            .bind("privilege", privilege.sql())
            .execute()
        > 0;
  }
}
