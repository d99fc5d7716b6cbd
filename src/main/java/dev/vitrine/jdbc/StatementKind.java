package dev.vitrine.jdbc;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a text returns rows or changes something, from its first word, so that {@code
 * executeQuery} of a GRANT and {@code executeUpdate} of a SELECT fail before anything runs. Unknown
 * words are left to the engine, whose syntax error is more precise.
 */
enum StatementKind {
  QUERY,
  UPDATE,
  UNKNOWN;

  private static final Set<String> QUERY_WORDS =
      Set.of("SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN", "SHOW", "DESC", "DESCRIBE");
  private static final Set<String> UPDATE_WORDS =
      Set.of(
          "CREATE",
          "DROP",
          "ALTER",
          "COMMENT",
          "SET",
          "UNSET",
          "GRANT",
          "REVOKE",
          "USE",
          "BEGIN",
          "START",
          "COMMIT",
          "ROLLBACK");

  /** Behind the name of the recipient, which may be quoted. */
  private static final Pattern ROTATE =
      Pattern.compile(
          "^RECIPIENT\\s+(?:(?:`[^`]*+`)++|(?:\"[^\"]*+\")++|"
              + "IDENTIFIER\\s*\\([^')]*+(?:'[^']*+'[^')]*+)*+\\)|\\w+)\\s*ROTATE\\b",
          Pattern.CASE_INSENSITIVE);

  static StatementKind of(String sql) {
    int start = skipBlanks(sql, 0);
    if (start < sql.length() && sql.charAt(start) == '(') {
      return QUERY;
    }
    String word = word(sql, start);
    if (QUERY_WORDS.contains(word) || returnsToken(word, sql, start)) {
      return QUERY;
    }
    return UPDATE_WORDS.contains(word) ? UPDATE : UNKNOWN;
  }

  /** The changes that return rows: CREATE TOKEN, CREATE RECIPIENT, ALTER RECIPIENT … ROTATE. */
  private static boolean returnsToken(String first, String sql, int start) {
    int next = skipBlanks(sql, start + first.length());
    String second = word(sql, next);
    return switch (first) {
      case "CREATE" -> second.equals("TOKEN") || second.equals("RECIPIENT");
      case "ALTER" -> second.equals("RECIPIENT") && ROTATE.matcher(sql.substring(next)).find();
      default -> false;
    };
  }

  private static String word(String sql, int start) {
    int end = start;
    while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
      end++;
    }
    return sql.substring(start, end).toUpperCase(Locale.ROOT);
  }

  private static int skipBlanks(String sql, int start) {
    int at = start;
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == ';') {
        at++;
      } else if (sql.startsWith("--", at)) {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
          at++;
        }
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
      } else {
        break;
      }
    }
    return at;
  }
}
