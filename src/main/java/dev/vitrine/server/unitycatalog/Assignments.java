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
   * The requested page.
   *
   * @param limit the parameter with the maximum number of privileges per page; 0 means {@link
   *     #PAGE}
   * @param usual the maximum without that parameter
   */
  ObjectNode page(String list, String limit, long usual, Exchange exchange) {
    long size = exchange.number(limit).orElse(usual);
    if (size < 0) {
      throw Exchange.invalid("'" + limit + "' must not be negative.");
    }
    SortedMap<String, Map<List<?>, JsonNode>> rest =
        PageToken.key(exchange).map(last -> principals.tailMap(last + '\0')).orElse(principals);
    return answer(list, rest, size == 0 ? PAGE : size);
  }

  /** The requested page of a list that always has pages. */
  ObjectNode page(String list, Exchange exchange) {
    return page(list, "page_size", PAGE, exchange);
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
