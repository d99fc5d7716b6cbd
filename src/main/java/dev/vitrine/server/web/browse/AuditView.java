package dev.vitrine.server.web.browse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.server.web.View;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.WebResponse;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The audit trail, filtered.
 *
 * @param filters the values of the form
 */
public record AuditView(Map<String, String> filters, Listing list) implements View {
  private static final String EVENTS =
      "SELECT event_time, user_identity, action_name, response_code, error_message, request_params,"
          + " source_ip FROM system.access.audit";

  private static final String ORDER = " ORDER BY event_time DESC";

  private static final List<String> NAMES =
      List.of("user", "action", "object", "result", "from", "to");

  public AuditView {
    filters = Map.copyOf(filters);
  }

  static WebResponse of(Visit visit) {
    Map<String, String> filters = new TreeMap<>();
    StringJoiner address = new StringJoiner("&", "/audit?", "");
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (String name : NAMES) {
      String value = visit.text(name).orElse("").strip();
      filters.put(name, value);
      if (!value.isEmpty()) {
        address.add(name + "=" + URLEncoder.encode(value, UTF_8));
        filter(name, value, conditions, values);
      }
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return new AuditView(
        filters, Listing.of(visit, address.toString(), EVENTS + where + ORDER, values.toArray()));
  }

  private static void filter(
      String name, String value, List<String> conditions, List<Object> values) {
    switch (name) {
      case "user" -> {
        conditions.add("user_identity = ?");
        values.add(value);
      }
      case "action" -> {
        conditions.add("action_name = ?");
        values.add(value);
      }
      case "object" -> {
        conditions.add("request_params LIKE ? ESCAPE '!'");
        values.add("%" + ObjectLists.escaped(value) + "%");
      }
      case "result" ->
          conditions.add(value.equals("refused") ? "response_code <> 200" : "response_code = 200");
      case "from" -> {
        conditions.add("event_time >= CAST(? AS TIMESTAMP)");
        values.add(value + " 00:00:00");
      }
      default -> {
        conditions.add("event_time < CAST(? AS TIMESTAMP) + INTERVAL '1' DAY");
        values.add(value + " 00:00:00");
      }
    }
  }

  @Override
  public String template() {
    return "browse/audit.jte";
  }

  @Override
  public String title() {
    return "Audit";
  }

  /** The value of a filter, or empty. */
  public String filter(String name) {
    return filters.getOrDefault(name, "");
  }
}
