package dev.vitrine.store.audit;

import dev.vitrine.catalog.SecurableType;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * One event of the audit trail.
 *
 * @param parameters parameters of the action, without secrets
 * @param responseCode an HTTP status: 200 for success
 * @param object kind and ID of its object, if it exists
 */
public record AuditRow(
    LocalDateTime time,
    String user,
    String action,
    Map<String, Object> parameters,
    int responseCode,
    Optional<String> error,
    String sessionId,
    Optional<String> sourceIp,
    Optional<AuditObject> object) {
  /** A securable by id: the event belongs to it, even after it is renamed. */
  public record AuditObject(SecurableType type, long id) {}

  public AuditRow {
    parameters = Map.copyOf(parameters);
  }
}
