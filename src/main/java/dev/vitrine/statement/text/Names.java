package dev.vitrine.statement.text;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;

/** Names as strings hold them, in IDENTIFIER('…') and IDENTIFIER(?). */
public final class Names {
  private Names() {}

  /** The name inside of quotes, which are doubled in it. */
  public static String unquote(String quoted) {
    String quote = quoted.substring(0, 1);
    return quoted.substring(1, quoted.length() - 1).replace(quote + quote, quote);
  }

  /** The name in quotes. */
  public static String quote(String name, char quote) {
    String doubled = String.valueOf(quote) + quote;
    return quote + name.replace(String.valueOf(quote), doubled) + quote;
  }

  /**
   * The single name in a text: the whole text, or the content of its backticks. The name of a
   * principal may contain dots.
   *
   * @throws VitrineException {@code code} when the text does not contain exactly one name
   */
  public static String single(String text, ErrorCode code, Position position) {
    requireSome(text, position);
    List<String> parts = text.startsWith("`") ? split(text, code, position) : List.of(text);
    if (parts.size() != 1 || parts.get(0).isEmpty()) {
      throw malformed("IDENTIFIER must contain one name here.", code, position);
    }
    return parts.get(0);
  }

  /**
   * The names that a text holds, separated by dots; those in backticks may have dots in them.
   *
   * @throws VitrineException {@code code}, where a name is empty or a backtick is out of place
   */
  public static List<String> split(String text, ErrorCode code, Position position) {
    requireSome(text, position);
    List<String> parts = new ArrayList<>();
    int next = 0;
    while (next <= text.length()) {
      boolean quoted = text.startsWith("`", next);
      int end = quoted ? endOfQuoted(text, next) : endOfBare(text, next);
      String part = text.substring(next, end);
      boolean complete = end == text.length() || text.charAt(end) == '.';
      if (part.isEmpty() || !complete) {
        throw malformed(
            "IDENTIFIER must contain names separated by dots. Quote names that contain dots with backticks.",
            code,
            position);
      }
      parts.add(quoted ? unquote(part) : part);
      next = end + 1;
    }
    return parts;
  }

  /** No name is empty, however it comes. */
  private static void requireSome(String text, Position position) {
    if (text.isEmpty()) {
      throw new VitrineException(ErrorCode.INVALID_IDENTIFIER, "A name cannot be empty.")
          .withPosition(position)
          .withHint("Write a name of 1 to 255 characters in IDENTIFIER.");
    }
  }

  private static int endOfBare(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '`') {
      end++;
    }
    return end;
  }

  /** Behind the backtick that closes the one at {@code start}; {@code start} where none does. */
  private static int endOfQuoted(String text, int start) {
    int end = text.indexOf('`', start + 1);
    while (end >= 0 && text.startsWith("``", end)) {
      end = text.indexOf('`', end + 2);
    }
    return end < 0 ? start : end + 1;
  }

  private static VitrineException malformed(String problem, ErrorCode code, Position position) {
    return new VitrineException(code, problem)
        .withPosition(position)
        .withHint("Write IDENTIFIER('catalog.schema.model'), or fewer parts.");
  }
}
