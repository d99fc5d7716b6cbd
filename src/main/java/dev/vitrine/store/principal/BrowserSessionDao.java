package dev.vitrine.store.principal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Sessions of browsers. A session is valid until it expires or is idle for too long, while its
 * user's credentials are unchanged and its token, if any, exists.
 */
public final class BrowserSessionDao {
  /** Sessions whose user, credentials and token still exist. */
  private static final String CURRENT =
      """
      FROM browser_sessions s
      JOIN principals p ON p.id = s.user_id AND p.credentials_version = s.credentials_version
      LEFT JOIN tokens t ON t.id = s.token_id
      WHERE (s.token_id IS NULL OR t.id IS NOT NULL)\s""";

  private static final String LINE_BREAK = "\n";

  private final Handle handle;

  /** Over an open connection. */
  public BrowserSessionDao(Handle handle) {
    this.handle = handle;
  }

  /**
   * The identity provider's part of a session.
   *
   * @param subject ID of the user at the provider
   * @param groups names of the groups that the provider claimed, without line breaks
   */
  public record Identity(String issuer, String subject, List<String> groups) {
    public Identity {
      groups = List.copyOf(groups);
    }
  }

  /**
   * A session without its secret.
   *
   * @param user name of its user
   * @param proof the credentials that the session was opened with
   * @param identity present if an identity provider authenticated the user
   */
  public record Row(
      long id,
      long userId,
      String user,
      LoginCredentials proof,
      Optional<Identity> identity,
      LocalDateTime createdAt,
      LocalDateTime lastUsedAt,
      LocalDateTime expiresAt) {

    /** The same, of a user whom an identity provider authenticated. */
    public Row of(Identity known) {
      return new Row(id, userId, user, proof, Optional.of(known), createdAt, lastUsedAt, expiresAt);
    }
  }

  /**
   * Adds a session; the ID of {@code row} is ignored.
   *
   * @param hash SHA-256 of the secret, in hexadecimal
   */
  public void insert(Row row, String hash) {
    handle
        .createUpdate(
            """
            INSERT INTO browser_sessions (secret_hash, user_id, credentials_version, credential,
              token_id, issuer, subject, claimed_groups, created_at, last_used_at, expires_at)
            VALUES (:hash, :user, :version, :credential, :token, :issuer, :subject, :groups,
              :created, :used, :expires)""")
        .bind("hash", hash)
        .bind("user", row.userId())
        .bind("version", row.proof().version())
        .bind("credential", row.proof().kind().name())
        .bind("token", row.proof().tokenId().orElse(null))
        .bind("issuer", row.identity().map(Identity::issuer).orElse(null))
        .bind("subject", row.identity().map(Identity::subject).orElse(null))
        .bind(
            "groups",
            row.identity()
                .map(identity -> String.join(LINE_BREAK, identity.groups()))
                .filter(groups -> !groups.isEmpty())
                .orElse(null))
        .bind("created", row.createdAt())
        .bind("used", row.lastUsedAt())
        .bind("expires", row.expiresAt())
        .execute();
  }

  /**
   * A session that is valid now.
   *
   * @param hash SHA-256 of its secret, in hexadecimal
   * @param idleSince sessions that were not used since then are not valid
   */
  public Optional<Row> find(String hash, LocalDateTime now, LocalDateTime idleSince) {
    return handle
        .createQuery(
            "SELECT s.id, s.user_id, p.name, s.credentials_version, s.credential, s.token_id,"
                + " s.issuer, s.subject, s.claimed_groups, s.created_at, s.last_used_at,"
                + " s.expires_at "
                + CURRENT
                + "AND s.secret_hash = :hash AND s.expires_at > :now AND s.last_used_at > :idle")
        .bind("hash", hash)
        .bind("now", now)
        .bind("idle", idleSince)
        .map(BrowserSessionDao::row)
        .findOne();
  }

  /**
   * Records the use of a session; skipped while its row is locked, because a request must not wait.
   *
   * @param before only if the last use is not later
   */
  public void used(long id, LocalDateTime now, LocalDateTime before) {
    boolean free =
        handle
            .createQuery(
                """
                SELECT id FROM browser_sessions WHERE id = :id AND last_used_at <= :before
                FOR UPDATE SKIP LOCKED""")
            .bind("id", id)
            .bind("before", before)
            .mapTo(long.class)
            .findOne()
            .isPresent();
    if (free) {
      handle
          .createUpdate("UPDATE browser_sessions SET last_used_at = :now WHERE id = :id")
          .bind("now", now)
          .bind("id", id)
          .execute();
    }
  }

  /**
   * Ends a session.
   *
   * @param hash SHA-256 of its secret, in hexadecimal
   */
  public void delete(String hash) {
    handle
        .createUpdate("DELETE FROM browser_sessions WHERE secret_hash = :hash")
        .bind("hash", hash)
        .execute();
  }

  /**
   * Ends the oldest sessions of a user.
   *
   * @param most number of sessions that remain
   */
  public void keepNewest(long userId, int most) {
    handle
        .createUpdate(
            """
            DELETE FROM browser_sessions WHERE id IN (
              SELECT id FROM browser_sessions WHERE user_id = :user
              ORDER BY created_at DESC, id DESC OFFSET :most ROWS)""")
        .bind("user", userId)
        .bind("most", most)
        .execute();
  }

  /**
   * Removes sessions that are not valid any more.
   *
   * @param most number of removed rows
   * @return number of removed rows
   */
  public int removeEnded(LocalDateTime now, LocalDateTime idleSince, int most) {
    return handle
        .createUpdate(
            "DELETE FROM browser_sessions WHERE id IN (SELECT id FROM browser_sessions"
                + " WHERE expires_at <= :now OR last_used_at <= :idle OR id NOT IN (SELECT s.id "
                + CURRENT
                + ") FETCH FIRST :most ROWS ONLY)")
        .bind("now", now)
        .bind("idle", idleSince)
        .bind("most", most)
        .execute();
  }

  private static Row row(ResultSet row, StatementContext context) throws SQLException {
    return new Row(
        row.getLong("id"),
        row.getLong("user_id"),
        row.getString("name"),
        new LoginCredentials(
            LoginCredentials.Kind.valueOf(row.getString("credential")),
            Optional.ofNullable(row.getObject("token_id", Long.class)),
            row.getLong("credentials_version")),
        identity(row),
        row.getObject("created_at", LocalDateTime.class),
        row.getObject("last_used_at", LocalDateTime.class),
        row.getObject("expires_at", LocalDateTime.class));
  }

  private static Optional<Identity> identity(ResultSet row) throws SQLException {
    String issuer = row.getString("issuer");
    if (issuer == null) {
      return Optional.empty();
    }
    String groups = row.getString("claimed_groups");
    return Optional.of(
        new Identity(
            issuer,
            row.getString("subject"),
            groups == null ? List.of() : List.of(groups.split(LINE_BREAK))));
  }
}
