package dev.vitrine.cli.migrate.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** The headers that a request to a signed URL must have. */
final class SignedHeaders {
  private SignedHeaders() {}

  /** The member {@code headers} of a response with a signed URL. */
  static Map<String, String> of(JsonNode signed) {
    Map<String, String> headers = new HashMap<>();
    for (JsonNode header : signed.path("headers")) {
      headers.put(header.path("name").asText(""), header.path("value").asText(""));
    }
    return headers;
  }
}
