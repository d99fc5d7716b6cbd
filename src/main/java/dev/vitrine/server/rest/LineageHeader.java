package dev.vitrine.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What a client that knows them tells of the tables that a version was made from. */
final class LineageHeader {
  private static final String NAME = "X-Databricks-Lineage-Identifier";

  private LineageHeader() {}

  /**
   * The tables; none without the header.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the header is malformed
   */
  static List<QualifiedName> tables(Exchange exchange) {
    String header = exchange.context().header(NAME);
    List<QualifiedName> tables = new ArrayList<>();
    if (header != null) {
      for (JsonNode lineage : decode(header).path("lineages")) {
        for (JsonNode source : lineage.path("source_securables")) {
          JsonNode table = source.path("table").path("name");
          if (table.isTextual() && !table.asText().isEmpty()) {
            tables.add(QualifiedName.of(table.asText()));
          }
        }
      }
    }
    return tables;
  }

  private static JsonNode decode(String header) {
    try {
      return Json.parse(Base64.getDecoder().decode(header));
    } catch (IllegalArgumentException exception) {
      throw Exchange.invalid("The header " + NAME + " is malformed.").withCause(exception);
    }
  }
}
