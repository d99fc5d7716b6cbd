package dev.vitrine.server.pg.run;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of an array in PostgreSQL's text format, such as {@code {a,"b c",NULL}}. */
final class ArrayElements {
  /** Maximum number of elements, as in the binary format. */
  private static final int MOST = 10_000;

  private ArrayElements() {}

  /**
   * Reads a text.
   *
   * @throws VitrineException CAST_INVALID_INPUT when it is not in braces or has too many elements
   */
  static List<@Nullable String> of(String text) {
    String content = text.strip();
    if (content.length() < 2 || !content.startsWith("{") || !content.endsWith("}")) {
      throw new VitrineException(ErrorCode.CAST_INVALID_INPUT, "The text is not an array.")
          .withHint("Write the elements in braces: {a,b}.");
    }
    List<@Nullable String> elements = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    int end = content.length() - 1;
    for (int i = 1; i <= end; i++) {
      char c = content.charAt(i);
      if (c == '\\' && i + 1 < end) {
        element.append(content.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        wasQuoted = true;
      } else if ((c == ',' || i == end) && !quoted) {
        String value = wasQuoted ? element.toString() : element.toString().strip();
        if (!value.isEmpty() || wasQuoted || i < end || !elements.isEmpty()) {
          elements.add(!wasQuoted && value.equalsIgnoreCase("null") ? null : value);
        }
        element.setLength(0);
        wasQuoted = false;
      } else {
        element.append(c);
      }
    }
    if (elements.size() > MOST) {
      throw new VitrineException(
              ErrorCode.CAST_INVALID_INPUT, "The array has more than " + MOST + " elements.")
          .withHint("Send several statements.");
    }
    return elements;
  }
}
