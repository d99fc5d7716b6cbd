package dev.vitrine.server.web.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.session.SqlWords;
import java.util.LinkedHashMap;
import java.util.Map;

/** The words that the editor completes and colours. */
final class Vocabulary {
  private static final String COLUMNS =
      "SELECT table_schema, table_name, column_name FROM system.information_schema.columns"
          + " WHERE table_catalog = 'system' ORDER BY table_schema, table_name, ordinal_position";

  private Vocabulary() {}

  /** An object with keywords, and relations with their columns. */
  static String json(UserRequest request) {
    ObjectNode words = Json.object();
    ArrayNode keywords = words.putArray("keywords");
    SqlWords.keywords().forEach(keywords::add);
    Map<String, ArrayNode> relations = new LinkedHashMap<>();
    ArrayNode list = words.putArray("relations");
    for (Row row : request.rows(COLUMNS)) {
      // Relations of the schema registry are found by their bare names.
      String prefix = row.text(0).equals("registry") ? "" : "system." + row.text(0) + ".";
      relations
          .computeIfAbsent(
              prefix + row.text(1), name -> list.addObject().put("name", name).putArray("columns"))
          .add(row.text(2));
    }
    return words.toString();
  }
}
