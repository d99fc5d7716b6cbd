package dev.vitrine.store.principal;

import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.NamedSql;
import dev.vitrine.store.vendor.StoreErrors;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Personal access tokens, of which the store knows the hashes only. */
public final class TokenDao {
  private static final String TOKENS =
      """
      SELECT t.id, t.user_id, p.name, t.expires_at, t.last_used_at, p.credentials_version,
        e.holder_id, (SELECT owner_id FROM metastore) AS owner_id
      FROM tokens t JOIN principals p ON p.id = t.user_id
      JOIN effective_principals e ON e.principal_id = p.id WHERE\s""";

  private static final NamedSql BY_ID = NamedSql.of(TOKENS + "t.id = :key");

  private static final NamedSql BY_HASH = NamedSql.of(TOKENS + "t.token_hash = :key");

  private final Handle handle;
  private final DirectStatements direct;

  /** Works in the transaction of a handle. */
  public TokenDao(Handle handle, DirectStatements direct) {
    this.handle = handle;
    this.direct = direct;
  }

  /**
   * Takes the lock under which a user's tokens are made, until the transaction ends.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when the user was dropped
   */
  public void lock(long userId) {
    boolean locked =
        handle
            .createQuery("SELECT id FROM principals WHERE id = :id FOR UPDATE")
            .bind("id", userId)
            .mapTo(long.class)
            .findOne()
            .isPresent();
    if (!locked) {
      throw StoreErrors.userDropped();
    }
  }

  /** Number of unexpired tokens of the user. */
  public long countLive(long userId, LocalDateTime now) {
    return handle
        .createQuery("SELECT COUNT(*) FROM tokens WHERE user_id = :user AND expires_at > :now")
        .bind("user", userId)
        .bind("now", now)
        .mapTo(long.class)
        .one();
  }

  /**
   * Inserts a token.
   *
   * @param hash SHA-256 of the token, in hexadecimal
   * @return its ID
   */
  public long insert(
      long userId,
      String hash,
      @Nullable String comment,
      LocalDateTime createdAt,
      LocalDateTime expiresAt) {
    return handle
        .createUpdate(
            """
            INSERT INTO tokens (user_id, token_hash, comment, created_at, expires_at)
            VALUES (:user, :hash, :comment, :created, :expires)""")
        .bind("user", userId)
        .bind("hash", hash)
        .bind("comment", comment)
        .bind("created", createdAt)
        .bind("expires", expiresAt)
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  /** The token of this id. */
  public Optional<TokenRow> find(long id) {
    return token(BY_ID, id);
  }

  /** The token whose SHA-256 this is, in hexadecimal. */
  public Optional<TokenRow> findByHash(String hash) {
    return token(BY_HASH, hash);
  }

  /** Deletes a token; false if it was gone. */
  public boolean delete(long id) {
    return handle.createUpdate("DELETE FROM tokens WHERE id = :id").bind("id", id).execute() > 0;
  }

  /**
   * Deletes all tokens of the user.
   *
   * @return their number
   */
  public int deleteOf(long userId) {
    return handle
        .createUpdate("DELETE FROM tokens WHERE user_id = :user")
        .bind("user", userId)
        .execute();
  }

  /** Deletes the user's tokens that expired before then. */
  public void deleteExpired(long userId, LocalDateTime before) {
    handle
        .createUpdate("DELETE FROM tokens WHERE user_id = :user AND expires_at < :before")
        .bind("user", userId)
        .bind("before", before)
        .execute();
  }

  /**
   * Records the use of the token; skipped while its row is locked, because a login must not wait.
   *
   * @param before only if the last use is older
   */
  public void used(long id, LocalDateTime now, LocalDateTime before) {
    boolean free =
        handle
            .createQuery(
                """
                SELECT id FROM tokens
                WHERE id = :id AND (last_used_at IS NULL OR last_used_at <= :before)
                FOR UPDATE SKIP LOCKED""")
            .bind("id", id)
            .bind("before", before)
            .mapTo(long.class)
            .findOne()
            .isPresent();
    if (free) {
      handle
          .createUpdate("UPDATE tokens SET last_used_at = :now WHERE id = :id")
          .bind("now", now)
          .bind("id", id)
          .execute();
    }
  }

  private Optional<TokenRow> token(NamedSql sql, Object key) {
    CallerRows caller = new CallerRows();
    return direct
        .list(
            sql,
            Map.of("key", key),
            row -> {
              caller.add(row.getLong("user_id"), row);
              return new Token(
                  row.getLong("id"),
                  row.getObject("expires_at", LocalDateTime.class),
                  row.getObject("last_used_at", LocalDateTime.class),
                  row.getLong("credentials_version"));
            })
        .stream()
        .findFirst()
        .map(
            token ->
                new TokenRow(
                    token.id(),
                    token.expiresAt(),
                    Optional.ofNullable(token.lastUsedAt()),
                    token.credentialsVersion(),
                    caller.snapshot()));
  }

  private record Token(
      long id,
      LocalDateTime expiresAt,
      @Nullable LocalDateTime lastUsedAt,
      long credentialsVersion) {}
}
