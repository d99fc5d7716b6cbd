package dev.vitrine.store.share;

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

/** Recipients and their tokens, of which the store knows the hashes only. */
public final class RecipientDao extends OwnedObjectDao {
  private static final String ROW =
      "SELECT id, name, owner_id, token_expires_at, token_last_used_at FROM recipients WHERE ";

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public RecipientDao(Handle handle) {
    super(handle, "recipients");
    this.handle = handle;
  }

  /** The recipient of this name, in any case. */
  public Optional<RecipientRow> find(String name) {
    return handle
        .createQuery(ROW + "name = :name")
        .bind("name", name.toLowerCase(Locale.ROOT))
        .map(RecipientDao::recipient)
        .findOne();
  }

  /** The recipient whose token has this SHA-256, in hexadecimal. */
  public Optional<RecipientRow> findByHash(String hash) {
    return handle
        .createQuery(ROW + "token_hash = :hash")
        .bind("hash", hash)
        .map(RecipientDao::recipient)
        .findOne();
  }

  private static RecipientRow recipient(ResultSet row, StatementContext context)
      throws SQLException {
    return new RecipientRow(
        row.getLong("id"),
        row.getString("name"),
        row.getLong("owner_id"),
        row.getObject("token_expires_at", LocalDateTime.class),
        Optional.ofNullable(row.getObject("token_last_used_at", LocalDateTime.class)));
  }

  /**
   * Takes the lock under which a principal gets shares and recipients, until the transaction ends;
   * false if the principal is gone.
   */
  public boolean lockOwner(long ownerId) {
    return handle
        .createQuery("SELECT id FROM principals WHERE id = :id FOR UPDATE")
        .bind("id", ownerId)
        .mapTo(long.class)
        .findOne()
        .isPresent();
  }

  /** Inserts a recipient with the hash of its token. */
  public long insert(
      String name,
      long ownerId,
      @Nullable String comment,
      String hash,
      LocalDateTime expiresAt,
      Authorship stamp) {
    return handle
        .createUpdate(
            """
            INSERT INTO recipients
              (name, owner_id, comment, token_hash, token_created_at, token_expires_at,
              created_at, created_by, updated_at, updated_by)
            VALUES (:name, :owner, :comment, :hash, :at, :expires, :at, :by, :at, :by)""")
        .bind("name", name)
        .bind("owner", ownerId)
        .bind("comment", comment)
        .bind("hash", hash)
        .bind("expires", expiresAt)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  /** Replaces the token of a recipient. */
  public void setToken(long id, String hash, LocalDateTime expiresAt, Authorship stamp) {
    handle
        .createUpdate(
            """
            UPDATE recipients SET token_hash = :hash, token_created_at = :at,
              token_expires_at = :expires, token_last_used_at = NULL,
              updated_at = :at, updated_by = :by
            WHERE id = :id""")
        .bind("hash", hash)
        .bind("expires", expiresAt)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("id", id)
        .execute();
  }

  /**
   * Records the use of a token; skipped while its row is locked, because a read must not wait.
   *
   * @param before only if the last use is older
   */
  public void used(long id, LocalDateTime now, LocalDateTime before) {
    boolean free =
        handle
            .createQuery(
                """
                SELECT id FROM recipients
                WHERE id = :id AND (token_last_used_at IS NULL OR token_last_used_at <= :before)
                FOR UPDATE SKIP LOCKED""")
            .bind("id", id)
            .bind("before", before)
            .mapTo(long.class)
            .findOne()
            .isPresent();
    if (free) {
      handle
          .createUpdate("UPDATE recipients SET token_last_used_at = :now WHERE id = :id")
          .bind("now", now)
          .bind("id", id)
          .execute();
    }
  }

  /** Number of shares that are granted to a recipient. */
  public long countShares(long id) {
    return count("SELECT COUNT(*) FROM share_grants WHERE recipient_id = :id", id);
  }
}
