package dev.vitrine.server.mlflow;

import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Page;
import dev.vitrine.server.rest.PageToken;
import dev.vitrine.server.rest.VersionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The search for versions: by name and the newest first, unless the caller orders otherwise. Pages
 * go on behind the last row that was shown; in an order of the caller's, behind as many rows.
 */
final class VersionSearch {
  private static final Pattern ORDER =
      Pattern.compile("\\s*(\\w+)(?:\\s+(ASC|DESC))?\\s*", Pattern.CASE_INSENSITIVE);

  private VersionSearch() {}

  static Page<VersionView> page(int size, Exchange exchange) {
    VersionFilter filter = VersionFilter.parse(exchange.text("filter").orElse(""));
    List<String> conditions = new ArrayList<>(filter.conditions());
    List<Object> parameters = new ArrayList<>(filter.parameters());
    List<String> order = order(exchange);
    Optional<String> key = PageToken.key(exchange);
    long skipped = 0;
    if (order.isEmpty() && key.isPresent()) {
      String[] last = key.get().split(" ", 2);
      conditions.add("(v.full_name > ? OR (v.full_name = ? AND v.version < ?))");
      parameters.addAll(List.of(last[last.length - 1], last[last.length - 1]));
      parameters.add(Exchange.version(last[0]));
    } else if (key.isPresent()) {
      skipped = Exchange.version(key.get());
    }
    List<String> keys = new ArrayList<>(order);
    keys.addAll(List.of("v.full_name", "v.version DESC"));
    parameters.add(skipped);
    parameters.add(size + 1L);
    long shown = skipped + size;
    List<VersionView> found =
        VersionView.list(
            (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY "
                + String.join(", ", keys)
                + " OFFSET ? ROWS FETCH FIRST ? ROWS ONLY",
            parameters,
            exchange);
    return Page.of(
        found,
        size,
        last -> order.isEmpty() ? last.version() + " " + last.fullName() : Long.toString(shown));
  }

  private static List<String> order(Exchange exchange) {
    List<String> order = new ArrayList<>();
    for (String text : exchange.texts("order_by")) {
      Matcher matcher = ORDER.matcher(text);
      if (!matcher.matches()) {
        throw unordered(text);
      }
      order.add(
          column(matcher.group(1))
              + (matcher.group(2) == null ? "" : " " + matcher.group(2).toUpperCase(Locale.ROOT)));
    }
    return order;
  }

  private static String column(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(VersionFilter.TEXTS.get(key))
        .or(() -> Optional.ofNullable(VersionFilter.NUMBERS.get(key)))
        .or(() -> Optional.ofNullable(VersionFilter.TIMES.get(key)))
        .orElseThrow(() -> unordered(name));
  }

  private static VitrineException unordered(String text) {
    return Exchange.invalid("Versions cannot be ordered by '" + text + "'.")
        .withHint("Order by one such as name, version_number DESC or creation_timestamp.");
  }
}
