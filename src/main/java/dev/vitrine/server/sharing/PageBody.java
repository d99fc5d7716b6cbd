package dev.vitrine.server.sharing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.view.PageToken;
import org.jspecify.annotations.Nullable;

/** A page of a list, which is bounded in bytes. */
final class PageBody {
  /** Maximum bytes of the items of a page; a larger item is alone on its page. */
  static final int MOST_BYTES = 4 << 20;

  private final ObjectNode answer = Json.object();
  private final ArrayNode items;
  private long bytes;

  /**
   * @param list name of the list
   */
  PageBody(String list) {
    this.items = answer.putArray(list);
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** Adds an item; false if it does not fit. */
  boolean add(ObjectNode item) {
    bytes += Json.bytes(item).length;
    if (!items.isEmpty() && bytes > MOST_BYTES) {
      return false;
    }
    items.add(item);
    return true;
  }

  /**
   * The page.
   *
   * @param key of the last item, if there is a next page; null on the last page
   */
  ObjectNode end(@Nullable String key) {
    return key == null ? answer : answer.put("next_page_token", PageToken.after(key));
  }
}
