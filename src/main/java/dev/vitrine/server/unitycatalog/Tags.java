package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.statement.tree.TagAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of tags in requests. */
final class Tags {
  private Tags() {}

  static List<TagAssignment> of(Optional<JsonNode> array) {
    List<TagAssignment> tags = new ArrayList<>();
    array.ifPresent(
        list ->
            list.forEach(
                tag -> {
                  if (!tag.path("key").isTextual()) {
                    throw Exchange.invalid("A tag requires a key; the value is optional.");
                  }
                  tags.add(new TagAssignment(tag.path("key").asText(), tag.path("value").asText()));
                }));
    return tags;
  }
}
