package dev.vitrine.jdbc;

import java.util.Locale;
import java.util.Set;

/**
 * Whether a text asks or tells, from its first word, so that {@code executeQuery} of a GRANT and
 * {@code executeUpdate} of a SELECT fail before anything runs. Unknown words are left to the
 * engine, whose syntax error says more.
 */
enum StatementKind {
  ASKS,
  TELLS,
  UNKNOWN;

  private static final Set<String> ASKING =
      Set.of("SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN", "SHOW", "DESC", "DESCRIBE");
  private static final Set<String> TELLING =
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

  static StatementKind of(String sql) {
    int start = skipBlanks(sql);
    if (start < sql.length() && sql.charAt(start) == '(') {
      return ASKS;
    }
    int end = start;
    while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
      end++;
    }
    String word = sql.substring(start, end).toUpperCase(Locale.ROOT);
    if (ASKING.contains(word)) {
      return ASKS;
    }
    return TELLING.contains(word) ? TELLS : UNKNOWN;
  }

  private static int skipBlanks(String sql) {
    int at = 0;
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at)) || sql.charAt(at) == ';') {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
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
