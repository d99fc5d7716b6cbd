package dev.vitrine.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The audit trail. Rows are only ever added. */
public final class AuditDao {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final Handle handle;

  AuditDao(Handle handle) {
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
        .bind("params", json(row.parameters()))
        .bind("code", row.responseCode())
        .bind("error", row.error().orElse(null))
        .bind("session", row.sessionId())
        .bind("ip", row.sourceIp().orElse(null))
        .bind("type", row.object().map(object -> object.type().name()).orElse(null))
        .bind("id", row.object().map(AuditRow.AuditObject::id).orElse(null))
        .execute();
  }

  private static String json(Map<String, Object> parameters) {
    try {
      return JSON.writeValueAsString(parameters);
    } catch (JsonProcessingException exception) {
      throw new IllegalStateException("strings, numbers and lists always have JSON", exception);
    }
  }
}
