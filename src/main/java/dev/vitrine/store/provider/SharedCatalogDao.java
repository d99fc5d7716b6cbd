package dev.vitrine.store.provider;

import dev.vitrine.store.provider.SharedCatalogRow.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Catalogs that follow a share, and the state of their content. */
public final class SharedCatalogDao {
  private static final String ROWS =
      """
      SELECT s.catalog_id, c.name AS catalog_name, c.owner_id AS catalog_owner, p.id, p.name,
        p.owner_id, p.endpoint, p.token, s.share_name, s.revision, s.state, s.refreshed_at,
        s.checked_at
      FROM shared_catalogs s JOIN catalogs c ON c.id = s.catalog_id
      JOIN providers p ON p.id = s.provider_id\s""";

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public SharedCatalogDao(Handle handle) {
    this.handle = handle;
  }

  /** All of them. */
  public List<SharedCatalogRow> all() {
    return handle.createQuery(ROWS + "ORDER BY s.catalog_id").map(SharedCatalogDao::row).list();
  }

  /** The one of a catalog. */
  public Optional<SharedCatalogRow> find(long catalogId) {
    return handle
        .createQuery(ROWS + "WHERE s.catalog_id = :id")
        .bind("id", catalogId)
        .map(SharedCatalogDao::row)
        .findOne();
  }

  private static SharedCatalogRow row(ResultSet row, StatementContext context) throws SQLException {
    return new SharedCatalogRow(
        row.getLong("catalog_id"),
        row.getString("catalog_name"),
        row.getLong("catalog_owner"),
        new ProviderRow(
            row.getLong("id"),
            row.getString("name"),
            row.getLong("owner_id"),
            row.getString("endpoint"),
            row.getString("token")),
        row.getString("share_name"),
        row.getString("revision"),
        State.valueOf(row.getString("state")),
        row.getObject("refreshed_at", LocalDateTime.class),
        row.getObject("checked_at", LocalDateTime.class));
  }

  /** Number of shared catalogs. */
  public int count() {
    return handle.createQuery("SELECT COUNT(*) FROM shared_catalogs").mapTo(int.class).one();
  }

  /** Lets a catalog follow a share, whose content is inserted next. */
  public void insert(
      long catalogId, long providerId, String share, String revision, LocalDateTime now) {
    handle
        .createUpdate(
            """
            INSERT INTO shared_catalogs (catalog_id, provider_id, share_name, revision, state,
              refreshed_at, checked_at)
            VALUES (:catalog, :provider, :share, :revision, 'CURRENT', :now, :now)""")
        .bind("catalog", catalogId)
        .bind("provider", providerId)
        .bind("share", share)
        .bind("revision", revision)
        .bind("now", now)
        .execute();
  }

  /** Locks the row until the transaction ends; false if the catalog is gone. */
  public boolean lock(long catalogId) {
    return handle
        .createQuery("SELECT catalog_id FROM shared_catalogs WHERE catalog_id = :id FOR UPDATE")
        .bind("id", catalogId)
        .mapTo(long.class)
        .findOne()
        .isPresent();
  }

  /**
   * Takes the lease to read a share, unless a server has it or the last attempt is recent.
   *
   * @param checkedBefore only if the last attempt is older
   */
  public boolean claim(
      long catalogId, LocalDateTime now, LocalDateTime checkedBefore, LocalDateTime until) {
    return handle
            .createUpdate(
                """
                UPDATE shared_catalogs SET lease_until = :until WHERE catalog_id = :id
                  AND checked_at <= :before AND (lease_until IS NULL OR lease_until <= :now)""")
            .bind("until", until)
            .bind("id", catalogId)
            .bind("before", checkedBefore)
            .bind("now", now)
            .execute()
        > 0;
  }

  /** Ends the lease and records nothing, so that the next access takes it. */
  public void endLease(long catalogId) {
    handle
        .createUpdate("UPDATE shared_catalogs SET lease_until = NULL WHERE catalog_id = :id")
        .bind("id", catalogId)
        .execute();
  }

  /** The catalogs of a provider that are not in state REFUSED. */
  public List<Long> notRefused(long providerId) {
    return handle
        .createQuery(
            """
            SELECT catalog_id FROM shared_catalogs
            WHERE provider_id = :provider AND state <> 'REFUSED' ORDER BY catalog_id""")
        .bind("provider", providerId)
        .mapTo(Long.class)
        .list();
  }

  /** Records that the content is that of the provider, and ends the lease. */
  public void refreshed(long catalogId, String revision, LocalDateTime now) {
    handle
        .createUpdate(
            """
            UPDATE shared_catalogs SET revision = :revision, state = 'CURRENT', message = NULL,
              refreshed_at = :now, checked_at = :now, lease_until = NULL
            WHERE catalog_id = :id""")
        .bind("revision", revision)
        .bind("now", now)
        .bind("id", catalogId)
        .execute();
  }

  /**
   * Records an attempt that failed, and ends the lease. Unless the provider responds otherwise, a
   * refusal remains one.
   */
  public void failed(long catalogId, State state, @Nullable String message, LocalDateTime now) {
    String keep =
        state == State.UNREACHABLE
            ? "CASE WHEN state = 'REFUSED' THEN state ELSE CAST(:state AS VARCHAR(16)) END"
            : ":state";
    handle
        .createUpdate(
            "UPDATE shared_catalogs SET state = "
                + keep
                + ", message = :message, checked_at = :now, lease_until = NULL"
                + " WHERE catalog_id = :id")
        .bind("state", state.name())
        .bind("message", message)
        .bind("now", now)
        .bind("id", catalogId)
        .execute();
  }
}
