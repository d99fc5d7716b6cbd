package dev.vitrine.server.web.browse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.catalog.text.LikeText;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.WebResponse;
import java.net.URLEncoder;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The audit trail, filtered.
 *
 * @param filters the values of the form
 * @param chart events over time; empty without events, and on pages after the first
 */
public record AuditView(Map<String, String> filters, Optional<AuditChart> chart, Listing list)
    implements View {
  private static final List<String> NAMES =
      List.of("user", "action", "object", "result", "from", "to");

  public AuditView {
    filters = Map.copyOf(filters);
  }

  static WebResponse of(UserRequest request) {
    Map<String, String> filters = new TreeMap<>();
    StringJoiner address = new StringJoiner("&", "/audit?", "");
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (String name : NAMES) {
      String value = request.text(name).orElse("").strip();
      filters.put(name, value);
      if (!value.isEmpty()) {
        address.add(name + "=" + URLEncoder.encode(value, UTF_8));
        filter(name, value, conditions, values);
      }
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    Listing list =
        Listing.of(
            request,
            address.toString(),
            ObjectLists.EVENTS + where + ObjectLists.NEWEST,
            values.toArray());
    return new AuditView(
        filters,
        list.first() > 1 || list.rows().isEmpty()
            ? Optional.empty()
            : Optional.of(chart(request, filters, conditions, values)),
        list);
  }

  private static AuditChart chart(
      UserRequest request,
      Map<String, String> filters,
      List<String> conditions,
      List<Object> values) {
    LocalDateTime now = UtcTime.now();
    LocalDateTime end =
        day(filters, "to")
            .map(to -> to.plusDays(1).atStartOfDay())
            .filter(to -> to.isBefore(now))
            // The range excludes its end; events of this second belong to it.
            .orElse(now.plusSeconds(1));
    LocalDateTime longest =
        end.minusSeconds(1).toLocalDate().minusDays(AuditChart.MOST_DAYS - 1L).atStartOfDay();
    LocalDateTime begin =
        day(filters, "from")
            .map(LocalDate::atStartOfDay)
            .filter(from -> from.isAfter(longest) && from.isBefore(end))
            .orElse(longest);
    String where = conditions.stream().map(" AND "::concat).collect(Collectors.joining());
    return AuditChart.of(request, new AuditChart.Range(begin, end, where, values));
  }

  /** A day of the form; the query refused texts that are none. */
  private static Optional<LocalDate> day(Map<String, String> filters, String name) {
    return Optional.ofNullable(filters.get(name))
        .filter(text -> !text.isEmpty())
        .map(LocalDate::parse);
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
        values.add("%" + LikeText.escaped(value) + "%");
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
