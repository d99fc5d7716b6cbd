package dev.vitrine.store.audit;

import java.time.LocalDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The audit trail. Rows are only ever added, and removed when they have expired. */
public final class AuditDao {
  /** Bytes of a refusal's parameters and message, so that its row has no more than 4 KiB. */
  private static final int REFUSAL_PARAMETERS = 1_792;

  /** Maximum bytes of the error message of a refusal. */
  private static final int REFUSAL_ERROR = 1_024;

  /** Maximum bytes of the parameters of a change. */
  private static final int PARAMETERS = 64 << 10;

  /** Response codes from here on are refusals. */
  private static final int FAILURE = 400;

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public AuditDao(Handle handle) {
    this.handle = handle;
  }

  /** Adds an event. */
  public void insert(AuditRow row) {
    handle
        .createUpdate(
            """
            INSERT INTO audit_log (event_time, user_identity, service_name, action_name,
              request_params, response_code, error_message, session_id, source_ip,
              object_type, object_id)
            VALUES (:time, :user, 'vitrine', :action, :params, :code, :error, :session, :ip,
              :type, :id)""")
        .bind("time", row.time())
        .bind("user", row.user())
        .bind("action", row.action())
        .bind(
            "params",
            BoundedJson.of(
                row.parameters(), row.responseCode() < FAILURE ? PARAMETERS : REFUSAL_PARAMETERS))
        .bind("code", row.responseCode())
        .bind(
            "error",
            row.error().map(error -> BoundedJson.excerpt(error, REFUSAL_ERROR)).orElse(null))
        .bind("session", row.sessionId())
        .bind("ip", row.sourceIp().orElse(null))
        .bind("type", row.object().map(object -> object.type().name()).orElse(null))
        .bind("id", row.object().map(AuditRow.AuditObject::id).orElse(null))
        .execute();
  }

  /**
   * Removes the oldest of the events before a time. Skips rows that another server is removing.
   *
   * @param most maximum number of rows
   * @return the number of removed rows
   */
  public int removeBefore(LocalDateTime before, int most) {
    List<Long> ids =
        handle
            .createQuery(
                """
                SELECT id FROM audit_log WHERE event_time < :before ORDER BY event_time
                FETCH FIRST :most ROWS ONLY FOR UPDATE SKIP LOCKED""")
            .bind("before", before)
            .bind("most", most)
            .mapTo(Long.class)
            .list();
    if (!ids.isEmpty()) {
      handle
          .createUpdate("DELETE FROM audit_log WHERE id IN (<ids>)")
          .bindList("ids", ids)
          .execute();
    }
    return ids.size();
  }
}
