package dev.vitrine.query.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes of JDBC that Calcite's grammar does not know: {@code {oj …}}, {@code {escape …}}, {@code
 * {limit …}}, and functions in braces whose arguments are not a list. Their braces become blanks,
 * which leaves every position where it was.
 */
final class JdbcEscapes {
  /** Strings, quoted names and comments come first, so that nothing inside them is changed. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "'[^']*+'|\"[^\"]*+\"|--[^\\n]*+|/\\*.*?\\*/"
              + "|\\{\\s*(?<escape>[a-z]+)(?:\\s+(?<function>[a-z_0-9]+))?|(?<end>\\})",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Functions whose calls outside of braces mean the same. */
  private static final Set<String> PLAIN =
      Set.of(
          "cast",
          "current_date",
          "current_time",
          "current_timestamp",
          "extract",
          "position",
          "trim");

  private JdbcEscapes() {}

  /** The text without the escapes that the parser does not know, of the same length. */
  static String removed(String sql) {
    if (sql.indexOf('{') < 0) {
      return sql;
    }
    StringBuilder text = new StringBuilder(sql);
    Deque<Boolean> open = new ArrayDeque<>();
    Matcher token = TOKENS.matcher(sql);
    while (token.find()) {
      if (token.start("escape") >= 0) {
        open.push(begin(text, token));
      } else if (token.start("end") >= 0 && !open.isEmpty() && open.pop()) {
        text.setCharAt(token.start("end"), ' ');
      }
    }
    // The parser reports the brace that is not closed.
    return open.isEmpty() ? text.toString() : sql;
  }

  /** Whether the closing brace becomes a blank too. */
  private static boolean begin(StringBuilder text, Matcher token) {
    String function = token.group("function");
    String name = function == null ? "" : function.toLowerCase(Locale.ROOT);
    switch (token.group("escape").toLowerCase(Locale.ROOT)) {
      case "oj" -> blank(text, token.start(), token.end("escape"));
      case "escape", "limit" -> blank(text, token.start(), token.start("escape"));
      case "fn" -> {
        if (name.equals("char")) {
          // CHAR is a type to the parser; CHR is the same function.
          text.replace(token.start("function"), token.end("function"), "CHR ");
        }
        if (!PLAIN.contains(name)) {
          return false;
        }
        blank(text, token.start(), token.end("escape"));
        if (name.startsWith("current_")) {
          withoutParentheses(text, token.end("function"));
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** {@code CURRENT_DATE()} is CURRENT_DATE. */
  private static void withoutParentheses(StringBuilder text, int start) {
    Matcher empty = Pattern.compile("\\s*\\(\\s*\\)").matcher(text).region(start, text.length());
    if (empty.lookingAt()) {
      blank(text, empty.start(), empty.end());
    }
  }

  private static void blank(StringBuilder text, int start, int end) {
    for (int i = start; i < end; i++) {
      text.setCharAt(i, ' ');
    }
  }
}
