package dev.vitrine.store.principal;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.store.relation.LiveSessions;
import dev.vitrine.store.vendor.Vendor;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Sessions and their servers. A session is valid while its row exists, its user's credentials are
 * unchanged, and its token, if any, is valid.
 */
public final class SessionDao {
  /** Time until the rows of a dead server are removed; a disconnected server may return before. */
  private static final String FORGOTTEN = "renewed_at < LOCALTIMESTAMP - INTERVAL '3600' SECOND";

  private final Handle handle;
  private final Vendor vendor;

  /** Works in the transaction of a handle. */
  public SessionDao(Handle handle, Vendor vendor) {
    this.handle = handle;
    this.vendor = vendor;
  }

  /**
   * Adds the row of a server, and removes rows of dead servers. An H2 store belongs to one process,
   * so there every other server is gone, and none needs to renew its row.
   */
  public void addServer(String id, String name) {
    String gone = vendor == Vendor.H2 ? "id <> :id" : FORGOTTEN;
    handle
        .createUpdate(
            "DELETE FROM sessions WHERE server_id IN (SELECT id FROM servers WHERE " + gone + ")")
        .bind("id", id)
        .execute();
    handle.createUpdate("DELETE FROM servers WHERE " + gone).bind("id", id).execute();
    String now = vendor == Vendor.H2 ? "TIMESTAMP '9999-01-01 00:00:00'" : "LOCALTIMESTAMP";
    handle
        .createUpdate("INSERT INTO servers (id, name, renewed_at) VALUES (:id, :name, " + now + ")")
        .bind("id", id)
        .bind("name", name)
        .execute();
  }

  /** Records that the server is alive; false if its row is gone. */
  public boolean renewServer(String id) {
    return handle
            .createUpdate("UPDATE servers SET renewed_at = LOCALTIMESTAMP WHERE id = :id")
            .bind("id", id)
            .execute()
        > 0;
  }

  /** Removes the server and its sessions. */
  public void removeServer(String id) {
    handle.createUpdate("DELETE FROM sessions WHERE server_id = :id").bind("id", id).execute();
    handle.createUpdate("DELETE FROM servers WHERE id = :id").bind("id", id).execute();
  }

  /** Adds a session. */
  public void insert(SessionRow row) {
    handle
        .createUpdate(
            """
            INSERT INTO sessions (session_id, server_id, user_id, credentials_version, credential,
              token_id, client, source_ip, connected_at)
            VALUES (:id, :server, :user, :version, :credential, :token, :client, :ip, :connected)""")
        .bind("id", row.id())
        .bind("server", row.serverId())
        .bind("user", row.userId())
        .bind("version", row.proof().version())
        .bind("credential", row.proof().kind().name())
        .bind("token", row.proof().tokenId().orElse(null))
        .bind("client", row.client().orElse(null))
        .bind("ip", row.sourceIp().orElse(null))
        .bind("connected", row.connectedAt())
        .execute();
  }

  /** Sets the name that the client of a session reports; an empty one is stored as NULL. */
  public void setClient(String sessionId, String client) {
    handle
        .createUpdate("UPDATE sessions SET client = :client WHERE session_id = :id")
        .bind("client", client.isEmpty() ? null : client)
        .bind("id", sessionId)
        .execute();
  }

  /** IDs of the server's valid sessions. */
  public Set<String> current(String serverId) {
    return new HashSet<>(
        handle
            .createQuery(
                "SELECT s.session_id" + LiveSessions.CURRENT + " AND s.server_id = :server")
            .bind("server", serverId)
            .mapTo(String.class)
            .list());
  }

  /** Ids of the server's sessions whose user was dropped. */
  public Set<String> withoutUser(String serverId) {
    return new HashSet<>(
        handle
            .createQuery(
                """
                SELECT s.session_id FROM sessions s WHERE s.server_id = :server
                AND NOT EXISTS (SELECT 1 FROM principals p WHERE p.id = s.user_id)""")
            .bind("server", serverId)
            .mapTo(String.class)
            .list());
  }

  /** The user of a valid session on a live server. */
  public Optional<PrincipalRow> user(String sessionId) {
    if (StorableText.flaw(sessionId).isPresent()) {
      return Optional.empty();
    }
    return handle
        .createQuery(
            "SELECT p.id, p.name"
                + LiveSessions.CURRENT
                + LiveSessions.ALIVE
                + " AND s.session_id = :id")
        .bind("id", sessionId)
        .map(
            (row, context) ->
                new PrincipalRow(
                    row.getLong("id"), row.getString("name"), PrincipalKind.USER, false))
        .findOne();
  }

  /** Removes a session, which its server ends soon; false if it was gone. */
  public boolean delete(String sessionId) {
    return handle
            .createUpdate("DELETE FROM sessions WHERE session_id = :id")
            .bind("id", sessionId)
            .execute()
        > 0;
  }

  /** Removes sessions that were closed. */
  public void deleteAll(Collection<String> sessionIds) {
    handle
        .createUpdate("DELETE FROM sessions WHERE session_id IN (<ids>)")
        .bindList("ids", sessionIds)
        .execute();
  }

  /** Keeps a session valid although its user's credentials changed. */
  public void keep(String sessionId, long version) {
    handle
        .createUpdate("UPDATE sessions SET credentials_version = :version WHERE session_id = :id")
        .bind("version", version)
        .bind("id", sessionId)
        .execute();
  }
}
