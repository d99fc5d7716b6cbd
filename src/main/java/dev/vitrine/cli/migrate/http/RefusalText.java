package dev.vitrine.cli.migrate.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;

/** The text of a response with an error status, for messages. */
final class RefusalText {
  /** Characters that are repeated in a message. */
  private static final int LONGEST = 500;

  private static final JsonMapper JSON = new JsonMapper();

  private RefusalText() {}

  /** Reads the message of a JSON error; otherwise the text, in one line. */
  static String read(InputStream body) throws IOException {
    String text = new String(body.readNBytes(LONGEST * 4), UTF_8);
    String line = message(text).replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }

  private static String message(String text) {
    try {
      String message = JSON.readTree(text).path("message").asText("");
      return message.isEmpty() ? text : message;
    } catch (JsonProcessingException notJson) {
      // A proxy, for example, refuses requests with a page.
      return text;
    }
  }
}
