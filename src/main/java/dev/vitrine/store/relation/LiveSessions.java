package dev.vitrine.store.relation;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import java.util.List;
import java.util.Map;

/**
 * State of sessions that only their process knows: parameters of the query behind the relation
 * {@code sessions}, in this order.
 */
public enum LiveSessions implements SecuredRelations.Parameter {
  /** The id of this process's row in {@code servers}. */
  SERVER,

  /**
   * The states of its sessions, one text of equally long entries: the session's id, 1 character of
   * {@code A}ctive, {@code T}ransaction or {@code I}dle, and 2 points in time, blank if there is
   * none. One text, since the number of parameters of a query must not vary.
   */
  STATES;

  /** Length of a session's id. */
  public static final int ID_LENGTH = 32;

  /** Length of a point in time: {@code 2026-01-31 23:59:59.999}. */
  public static final int TIME_LENGTH = 23;

  private static final String SESSIONS =
      """
      sessions s
        JOIN principals p ON p.id = s.user_id AND p.credentials_version = s.credentials_version
        JOIN servers v ON v.id = s.server_id
        LEFT JOIN tokens t ON t.id = s.token_id""";

  private static final String VALID = "(s.token_id IS NULL OR t.expires_at > LOCALTIMESTAMP)";

  /** Valid sessions, including those of stopped or killed servers. */
  public static final String CURRENT = " FROM " + SESSIONS + " WHERE " + VALID;

  /** A server that has not renewed its row for this time is considered dead. */
  public static final String ALIVE = " AND v.renewed_at > LOCALTIMESTAMP - INTERVAL '15' SECOND";

  static final SecuredRelation RELATION = new SecuredRelation(relation(), sql());

  static final List<LiveSessions> ALL = List.of(values());

  private static Relation relation() {
    return new Relation(
        "registry",
        "sessions",
        "One row per session on any server; sessions of other users only for admins.",
        List.of(
            Column.varchar("session_id", 64, false, "Public id, for TERMINATE SESSION"),
            Column.varchar("server", 255, false, "Server or process of the session"),
            Column.varchar("user_name", 255, false, "User who signed in"),
            Column.varchar(
                "credential", 64, false, "PASSWORD, TOKEN and its number, IDENTITY or EMBEDDED"),
            Column.varchar("client", 255, true, "Name that the client reports"),
            Column.varchar("source_ip", 64, true, "Client address; NULL for embedded sessions"),
            Column.timestamp("connected_at", false, "Time of connecting, UTC"),
            Column.varchar(
                "state",
                32,
                true,
                "ACTIVE, IDLE IN TRANSACTION or IDLE; NULL for sessions of other servers"),
            Column.timestamp(
                "statement_started_at", true, "Start time of the running statement, UTC"),
            Column.timestamp(
                "transaction_started_at", true, "Start time of the open transaction, UTC")));
  }

  private static SqlText sql() {
    return SqlText.of(
            """
            SELECT s.session_id, v.name AS server, p.name AS user_name,
              s.credential || COALESCE(' ' || CAST(s.token_id AS VARCHAR(20)), '') AS credential,
              s.client, s.source_ip, s.connected_at,
              CASE WHEN s.server_id <> h.server THEN NULL
                ELSE CASE SUBSTRING(h.states FROM {place} + {id_length} FOR 1)
                  WHEN 'A' THEN 'ACTIVE' WHEN 'T' THEN 'IDLE IN TRANSACTION' ELSE 'IDLE' END
                END AS state,
              {statement_start} AS statement_started_at,
              {transaction_start} AS transaction_started_at
            FROM {sessions}
            CROSS JOIN (SELECT CAST(? AS VARCHAR) AS server, CAST(? AS VARCHAR) AS states) h
            WHERE {valid} {alive}
              AND (s.server_id <> h.server OR {place} > 0)
              AND ({admin} OR {mine})""")
        .with(
            Map.of(
                "id_length",
                ID_LENGTH,
                "statement_start",
                time(ID_LENGTH + 1),
                "transaction_start",
                time(ID_LENGTH + 1 + TIME_LENGTH),
                "sessions",
                SqlText.of(SESSIONS),
                "valid",
                VALID,
                "alive",
                ALIVE,
                "admin",
                Visibility.ADMIN,
                "mine",
                Visibility.mine("s.user_id")))
        .with(Map.of("place", "POSITION(s.session_id IN h.states)"));
  }

  /** The point in time at an offset in the entry of the session. */
  private static SqlText time(int offset) {
    return SqlText.of(
        """
        CASE WHEN s.server_id = h.server
          THEN CAST(NULLIF(TRIM(SUBSTRING(h.states FROM {place} + {offset} FOR {length})), '')
            AS TIMESTAMP(3)) END""",
        Map.of("offset", offset, "length", TIME_LENGTH));
  }
}
