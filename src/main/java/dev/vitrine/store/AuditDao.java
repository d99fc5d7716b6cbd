package dev.vitrine.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vitrine.catalog.StorableText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The audit trail. Rows are only ever added. */
public final class AuditDao {
  /** The streaming API, since every start writes an audit row and data binding is slow to load. */
  private static final JsonFactory JSON = new JsonFactory();

  /** As the columns are. */
  private static final int LONGEST_PARAMETERS = 1_000_000;

  private static final int LONGEST_ERROR = 65_535;
  private static final int BEGINNING = 10_000;

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
        .bind("params", parameters(row))
        .bind("code", row.responseCode())
        .bind(
            "error",
            row.error().map(error -> StorableText.excerpt(error, LONGEST_ERROR)).orElse(null))
        .bind("session", row.sessionId())
        .bind("ip", row.sourceIp().orElse(null))
        .bind("type", row.object().map(object -> object.type().name()).orElse(null))
        .bind("id", row.object().map(AuditRow.AuditObject::id).orElse(null))
        .execute();
  }

  /** Of a request that is too long, what it was about and how it began. */
  private static String parameters(AuditRow row) {
    String all = json(row.parameters());
    if (all.length() <= LONGEST_PARAMETERS) {
      return all;
    }
    Map<String, Object> some =
        new HashMap<>(Map.of("begins", StorableText.excerpt(all, BEGINNING)));
    if (row.parameters().get("full_name") instanceof String name) {
      some.put("full_name", StorableText.excerpt(name, BEGINNING));
    }
    return json(some);
  }

  private static String json(Map<String, Object> parameters) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, parameters);
    } catch (IOException exception) {
      throw new UncheckedIOException("strings, numbers and lists always have JSON", exception);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> collection) {
      json.writeStartArray();
      for (Object element : collection) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(value.toString());
    }
  }
}
