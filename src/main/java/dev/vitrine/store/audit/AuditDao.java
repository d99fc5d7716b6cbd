package dev.vitrine.store.audit;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

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

  /** Adds an event, with the {@link #values} of its row as parameters. */
  public static final String INSERTION =
      """
      INSERT INTO audit_log (event_time, user_identity, service_name, action_name,
        request_params, response_code, error_message, session_id, source_ip,
        object_type, object_id)
      VALUES (:auditTime, :auditUser, 'vitrine', :auditAction, :auditParams, :auditCode,
        :auditError, :auditSession, :auditIp, :auditType, :auditId)""";

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public AuditDao(Handle handle) {
    this.handle = handle;
  }

  /** Adds an event. */
  public void insert(AuditRow row) {
    handle.createUpdate(INSERTION).bindMap(values(row)).execute();
  }

  /** The parameters of {@link #INSERTION}. */
  public static Map<String, @Nullable Object> values(AuditRow row) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("auditTime", row.time());
    values.put("auditUser", row.user());
    values.put("auditAction", row.action());
    values.put(
        "auditParams",
        BoundedJson.of(
            row.parameters(), row.responseCode() < FAILURE ? PARAMETERS : REFUSAL_PARAMETERS));
    values.put("auditCode", row.responseCode());
    values.put(
        "auditError",
        row.error().map(error -> BoundedJson.excerpt(error, REFUSAL_ERROR)).orElse(null));
    values.put("auditSession", row.sessionId());
    values.put("auditIp", row.sourceIp().orElse(null));
    values.put("auditType", row.object().map(object -> object.type().name()).orElse(null));
    values.put("auditId", row.object().map(AuditRow.AuditObject::id).orElse(null));
    return values;
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
