package dev.vitrine.statement.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** PostgreSQL's text of an array, {@code {a,"b c",NULL}}, as a list of values in SQL. */
final class ArrayText {
  private ArrayText() {}

  /**
   * The values separated by commas, or a query without rows.
   *
   * @param text in braces
   * @param type that the values are cast to; empty if they are not cast
   */
  static String values(String text, String type) {
    List<String> values = elements(text);
    return values.isEmpty()
        ? none(type)
        : values.stream().map(value -> cast(value, type)).collect(Collectors.joining(", "));
  }

  /** A query without rows, for an array without elements. */
  static String none(String type) {
    return "SELECT CAST(NULL AS "
        + (type.isEmpty() ? "VARCHAR" : type)
        + ") FROM (VALUES (0)) AS t(x) WHERE x = 1";
  }

  private static String cast(String value, String type) {
    return type.isEmpty() || type.equals("VARCHAR") ? value : "CAST(" + value + " AS " + type + ")";
  }

  /** The elements as literals; a text that is not in braces is one element. */
  private static List<String> elements(String text) {
    String content = text.strip();
    if (!content.startsWith("{") || !content.endsWith("}")) {
      return List.of(quoted(text));
    }
    List<String> elements = new ArrayList<>();
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
          boolean none = !wasQuoted && value.equalsIgnoreCase("null");
          elements.add(none ? "NULL" : quoted(value));
        }
        element.setLength(0);
        wasQuoted = false;
      } else {
        element.append(c);
      }
    }
    return elements;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
