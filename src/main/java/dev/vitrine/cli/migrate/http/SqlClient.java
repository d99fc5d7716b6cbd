package dev.vitrine.cli.migrate.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs statements on a server of Vitrine by the SQL Statement Execution API. */
public final class SqlClient {
  private static final String STATEMENTS = "/api/2.0/sql/statements";
  private static final int MOST_ROWS = 1_000_000;

  private final RegistryClient client;

  /**
   * @param client of the server
   */
  public SqlClient(RegistryClient client) {
    this.client = client;
  }

  /**
   * All rows of a query; a long result has several chunks. Values are texts or null.
   *
   * @throws MigrationException when the query fails or has more than 1,000,000 rows
   */
  public List<JsonNode> rows(SqlStatement query) throws IOException {
    JsonNode response = require(client.postIdempotent(STATEMENTS, body(query)));
    if (response.path("manifest").path("truncated").asBoolean(false)) {
      throw new MigrationException(0, "A list is too long.");
    }
    List<JsonNode> rows = new ArrayList<>();
    JsonNode chunk = response.path("result");
    chunk.path("data_array").forEach(rows::add);
    for (int read = 0; chunk.hasNonNull("next_chunk_index"); read++) {
      int next = chunk.path("next_chunk_index").asInt();
      if (next <= read || rows.size() > MOST_ROWS) {
        throw new MigrationException(0, "A list does not end.");
      }
      String id = RegistryClient.encodePath(response.path("statement_id").asText());
      chunk = client.get(STATEMENTS + "/" + id + "/result/chunks/" + next, Map.of());
      chunk.path("data_array").forEach(rows::add);
    }
    return rows;
  }

  /**
   * Runs a statement that changes something.
   *
   * @throws MigrationException when it fails
   */
  public void run(SqlStatement statement) throws IOException {
    require(client.post(STATEMENTS, body(statement)));
  }

  private static ObjectNode body(SqlStatement statement) {
    return statement.body().put("wait_timeout", "50s").put("on_wait_timeout", "CANCEL");
  }

  private static JsonNode require(JsonNode response) throws MigrationException {
    String state = response.path("status").path("state").asText();
    if (!state.equals("SUCCEEDED")) {
      String message = response.path("status").path("error").path("message").asText(state);
      throw new MigrationException(0, message);
    }
    return response;
  }

  /** The text of a value; empty for null. */
  public static String text(JsonNode value) {
    return value.isNull() ? "" : value.asText();
  }
}
