package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.view.PageToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Privileges by the principals that have them. A page of them has all of each principal's. */
final class Assignments {
  /** Maximum principals per page. */
  private static final long PAGE = 1_000;

  /** For each principal, its assignments by key. */
  private final SortedMap<String, Map<List<?>, JsonNode>> principals = new TreeMap<>();

  /** Adds a privilege, unless the principal has it already. */
  void add(Object principal, List<?> key, JsonNode privilege) {
    principals
        .computeIfAbsent((String) principal, name -> new LinkedHashMap<>())
        .putIfAbsent(key, privilege);
  }

  /** All of them. */
  ObjectNode all(String list) {
    return answer(list, principals, Long.MAX_VALUE);
  }

  /**
   * The page that the request wants.
   *
   * @param limit the parameter that says how many privileges fit; 0 there is as many as usual
   * @param usual how many do without it; empty for all
   */
  ObjectNode page(String list, String limit, Optional<Long> usual, Exchange exchange) {
    long size = exchange.number(limit).or(() -> usual).orElse(Long.MAX_VALUE);
    if (size < 0) {
      throw Exchange.invalid("'" + limit + "' must not be negative.");
    }
    SortedMap<String, Map<List<?>, JsonNode>> rest =
        PageToken.key(exchange).map(last -> principals.tailMap(last + '\0')).orElse(principals);
    return answer(list, rest, size == 0 ? PAGE : size);
  }

  /** The same as lists that are always in pages have it. */
  ObjectNode page(String list, Exchange exchange) {
    return page(list, "page_size", Optional.of(PAGE), exchange);
  }

  private static ObjectNode answer(
      String list, SortedMap<String, Map<List<?>, JsonNode>> rest, long size) {
    ObjectNode answer = Json.object();
    ArrayNode array = answer.putArray(list);
    long count = 0;
    String last = "";
    for (Map.Entry<String, Map<List<?>, JsonNode>> each : rest.entrySet()) {
      count += each.getValue().size();
      if (count > size && !array.isEmpty()) {
        return answer.put("next_page_token", PageToken.after(last));
      }
      last = each.getKey();
      array
          .addObject()
          .put("principal", last)
          .putArray("privileges")
          .addAll(each.getValue().values());
    }
    return answer;
  }
}
