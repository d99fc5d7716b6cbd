package dev.vitrine.server.web.browse;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.server.web.Row;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One event of the audit trail.
 *
 * @param object full name of the object, and the number of its version; empty for events without
 * @param error reason of a refusal, otherwise empty
 * @param parameters the other parameters of the request, as texts
 */
public record Event(
    LocalDateTime time,
    String user,
    String action,
    boolean done,
    String object,
    String error,
    Map<String, String> parameters) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Status of requests that were not refused. */
  private static final long OK = 200;

  private static final String NAME = "full_name";
  private static final String REQUEST = "request";
  private static final String VERSION = "version";

  public Event {
    // Immutable, in the order of the request.
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** The events of rows with the columns of {@link ObjectLists#EVENTS}. */
  public static List<Event> of(List<Row> rows) {
    return rows.stream().map(Event::of).toList();
  }

  private static Event of(Row row) {
    Map<String, String> parameters = parameters(row.text(5));
    String name = parameters.getOrDefault(NAME, "");
    String version = parameters.get(VERSION);
    return new Event(
        row.time(0).orElseThrow(),
        row.text(1),
        row.text(2),
        row.number(3) == OK,
        version == null || name.isEmpty() ? name : name + " version " + version,
        row.text(4),
        parameters);
  }

  /** The members of the parameters; the whole text if it is not a JSON object. */
  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.isObject()) {
        parameters.put(REQUEST, text);
      }
      json.properties()
          .forEach(
              member -> parameters.put(member.getKey(), value(requireNonNull(member.getValue()))));
    } catch (JsonProcessingException exception) {
      parameters.put(REQUEST, text);
    }
    return parameters;
  }

  private static String value(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** The reason of the refusal, otherwise the simple parameters besides the object, in one line. */
  public String summary() {
    return error.isEmpty()
        ? parameters.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(VERSION))
            .filter(entry -> !entry.getValue().equals(parameters.get(NAME)))
            .filter(entry -> !entry.getValue().startsWith("{"))
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", "))
        : error;
  }
}
