package dev.vitrine.store.provider;

import dev.vitrine.store.securable.Authorship;
import dev.vitrine.store.securable.OwnedObjectDao;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Providers of shares, with their tokens. */
public final class ProviderDao extends OwnedObjectDao {
  private static final String ROWS = "SELECT id, name, owner_id, endpoint, token FROM providers ";

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public ProviderDao(Handle handle) {
    super(handle, "providers");
    this.handle = handle;
  }

  /** The provider of a name, in any case. */
  public Optional<ProviderRow> find(String name) {
    return handle
        .createQuery(ROWS + "WHERE name = :name")
        .bind("name", name.toLowerCase(Locale.ROOT))
        .map(ProviderDao::row)
        .findOne();
  }

  /** Locks a provider until the transaction ends, and reads it; empty if it is gone. */
  public Optional<ProviderRow> lockRow(long id) {
    return handle
        .createQuery(ROWS + "WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .map(ProviderDao::row)
        .findOne();
  }

  private static ProviderRow row(ResultSet row, StatementContext context) throws SQLException {
    return new ProviderRow(
        row.getLong("id"),
        row.getString("name"),
        row.getLong("owner_id"),
        row.getString("endpoint"),
        row.getString("token"));
  }

  /** Number of providers. */
  public int count() {
    return handle.createQuery("SELECT COUNT(*) FROM providers").mapTo(int.class).one();
  }

  /**
   * Inserts a provider.
   *
   * @param name in lower case
   */
  public void insert(
      String name,
      long ownerId,
      @Nullable String comment,
      String endpoint,
      String token,
      @Nullable LocalDateTime expiresAt,
      Authorship stamp) {
    handle
        .createUpdate(
            """
            INSERT INTO providers (name, owner_id, comment, endpoint, token, expires_at,
              created_at, created_by, updated_at, updated_by)
            VALUES (:name, :owner, :comment, :endpoint, :token, :expires, :at, :by, :at, :by)""")
        .bind("name", name)
        .bind("owner", ownerId)
        .bind("comment", comment)
        .bind("endpoint", endpoint)
        .bind("token", token)
        .bind("expires", expiresAt)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .execute();
  }

  /** Sets the endpoint and the token; the content of its catalogs is read again. */
  public void setCredential(
      long id, String endpoint, String token, @Nullable LocalDateTime expiresAt, Authorship stamp) {
    handle
        .createUpdate(
            """
            UPDATE providers SET endpoint = :endpoint, token = :token, expires_at = :expires,
              updated_at = :at, updated_by = :by WHERE id = :id""")
        .bind("endpoint", endpoint)
        .bind("token", token)
        .bind("expires", expiresAt)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("id", id)
        .execute();
    // Another server can have the same revisions.
    handle
        .createUpdate("UPDATE shared_catalogs SET revision = '' WHERE provider_id = :id")
        .bind("id", id)
        .execute();
  }

  /** Whether a catalog follows a share of the provider. */
  public boolean isUsed(long id) {
    return handle
        .createQuery("SELECT 1 FROM shared_catalogs WHERE provider_id = :id FETCH FIRST ROW ONLY")
        .bind("id", id)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }
}
