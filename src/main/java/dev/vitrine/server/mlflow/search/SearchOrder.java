package dev.vitrine.server.mlflow.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.mlflow.search.SearchableKind.Attribute;
import dev.vitrine.server.mlflow.search.SearchableKind.Kind;
import dev.vitrine.server.mlflow.search.SearchableKind.SortKey;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.PageToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The order of a search and of its pages: the next page begins after the values of the last row
 * shown, even if rows were added or removed in between.
 */
final class SearchOrder<V> {
  private static final Pattern CLAUSE =
      Pattern.compile(
          "\\s*(?:attribute\\.)?([`\"]?)(\\w+)\\1(?:\\s+(ASC|DESC))?\\s*",
          Pattern.CASE_INSENSITIVE);

  /** Maximum entries of order_by. */
  private static final int MOST_CLAUSES = 20;

  /** Maximum characters of an entry of order_by. */
  private static final int LONGEST_CLAUSE = 200;

  private final SearchableKind<V> searched;
  private final List<SortKey<V>> keys = new ArrayList<>();

  /** The order that the request wants. */
  SearchOrder(SearchableKind<V> searched, Exchange exchange) {
    this.searched = searched;
    List<String> clauses = exchange.texts("order_by");
    if (clauses.size() > MOST_CLAUSES) {
      throw Exchange.invalid("'order_by' has more than " + MOST_CLAUSES + " entries.");
    }
    for (String clause : clauses) {
      if (clause.length() > LONGEST_CLAUSE) {
        throw Exchange.invalid(
            "An entry of 'order_by' is longer than " + LONGEST_CLAUSE + " characters.");
      }
      Matcher matcher = CLAUSE.matcher(clause);
      if (!matcher.matches()) {
        throw unordered(clause);
      }
      add(key(matcher.group(2), "DESC".equalsIgnoreCase(matcher.group(3))));
    }
    if (clauses.isEmpty()) {
      searched.usual().forEach(this::add);
    }
    searched.last().forEach(this::add);
  }

  private SortKey<V> key(String name, boolean descending) {
    String lower = name.toLowerCase(Locale.ROOT);
    Attribute<V> attribute = searched.attribute(lower).orElseThrow(() -> unordered(name));
    return new SortKey<>(lower, attribute, descending);
  }

  /** Of repeated columns, the first counts. */
  private void add(SortKey<V> key) {
    if (keys.stream()
        .noneMatch(each -> each.attribute().column().equals(key.attribute().column()))) {
      keys.add(key);
    }
  }

  /** The ORDER BY list. */
  String clause() {
    return keys.stream()
        .map(key -> key.attribute().sorted() + (key.descending() ? " DESC" : ""))
        .collect(Collectors.joining(", "));
  }

  /**
   * The condition for rows after the previous page, if any; adds its parameters.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the page token belongs to another order
   */
  Optional<String> after(Exchange exchange, List<Object> parameters) {
    return PageToken.key(exchange).map(token -> after(values(token), parameters));
  }

  private String after(List<Object> last, List<Object> parameters) {
    List<String> ways = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      StringBuilder way = new StringBuilder();
      for (int j = 0; j < i; j++) {
        way.append(keys.get(j).attribute().sorted()).append(" = ? AND ");
        parameters.add(last.get(j));
      }
      way.append(keys.get(i).attribute().sorted())
          .append(keys.get(i).descending() ? " < ?" : " > ?");
      parameters.add(last.get(i));
      ways.add("(" + way + ")");
    }
    return "(" + String.join(" OR ", ways) + ")";
  }

  private List<Object> values(String token) {
    ObjectNode node = Json.parse(token.getBytes(StandardCharsets.UTF_8));
    if (!node.path("by").asText().equals(keys.toString())
        || node.path("after").size() != keys.size()) {
      throw Exchange.invalid("The page token belongs to a list in another order.")
          .withHint("Start again without a page token.");
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add(value(keys.get(i).attribute().kind(), node.path("after").path(i)));
    }
    return values;
  }

  private static Object value(Kind kind, JsonNode node) {
    return switch (kind) {
      case TEXT, NAME -> node.asText();
      case NUMBER -> node.asLong();
      case TIME -> LocalDateTime.ofInstant(Instant.ofEpochMilli(node.asLong()), ZoneOffset.UTC);
    };
  }

  /** The page of {@code size} rows of which one more was asked for than fit. */
  Page<V> page(List<V> found, int size) {
    return Page.of(found, size, this::token);
  }

  private String token(V last) {
    ObjectNode node = Json.object().put("by", keys.toString());
    ArrayNode after = node.putArray("after");
    for (SortKey<V> key : keys) {
      Object value = key.attribute().value().apply(last);
      if (value instanceof Long number) {
        after.add(number);
      } else {
        after.add((String) value);
      }
    }
    return node.toString();
  }

  private VitrineException unordered(String text) {
    return Exchange.invalid(
            "'" + text + "' is not a column that " + searched.noun() + " can be ordered by.")
        .withHint("Example: name, or creation_timestamp DESC.");
  }
}
