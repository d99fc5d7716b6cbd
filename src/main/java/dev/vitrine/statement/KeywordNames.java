package dev.vitrine.statement;

import java.util.Locale;
import java.util.Set;

/**
 * Where a word that Calcite reserves is the name of a column: PostgreSQL reserves far fewer words,
 * so that tools write {@code ORDER BY count}. Such a word is a name where an operand starts and
 * ends with it: {@code COUNT(*)} and {@code DATE '2024-01-31'} are none.
 */
final class KeywordNames {
  /** Words reserved in PostgreSQL, including functions without parentheses, are never names. */
  private static final Set<String> RESERVED =
      words(
          """
          ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC AUTHORIZATION BINARY BOTH CASE CAST
          CHECK COLLATE COLLATION COLUMN CONCURRENTLY CONSTRAINT CREATE CROSS CURRENT_CATALOG
          CURRENT_DATE CURRENT_DEFAULT_TRANSFORM_GROUP CURRENT_PATH CURRENT_ROLE CURRENT_SCHEMA
          CURRENT_TIME CURRENT_TIMESTAMP CURRENT_TRANSFORM_GROUP_FOR_TYPE CURRENT_USER DEFAULT
          DEFERRABLE DESC DISTINCT DO ELSE END EXCEPT FALSE FETCH FOR FOREIGN FREEZE FROM FULL
          GRANT GROUP HAVING ILIKE IN INITIALLY INNER INTERSECT INTO IS ISNULL JOIN LATERAL LEADING
          LEFT LIKE LIMIT LOCALTIME LOCALTIMESTAMP NATURAL NOT NOTNULL NULL OFFSET ON ONLY OR ORDER
          OUTER OVERLAPS PLACING PRIMARY REFERENCES RETURNING RIGHT SELECT SESSION_USER SIMILAR
          SOME SYMMETRIC SYSTEM_USER TABLE TABLESAMPLE THEN TO TRAILING TRUE UNION UNIQUE USER
          USING VARIADIC VERBOSE WHEN WHERE WINDOW WITH
          """);

  private static final Set<String> BEFORE_OPERAND =
      words(
          """
          SELECT DISTINCT ALL BY WHERE AND OR NOT ON HAVING QUALIFY WHEN THEN ELSE CASE LIKE ILIKE
          BETWEEN FROM JOIN WITH RECURSIVE
          """);

  private static final Set<String> AFTER_OPERAND =
      words(
          """
          FROM AS WHERE GROUP HAVING QUALIFY ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT MINUS
          AND OR NOT IS IN LIKE ILIKE BETWEEN ASC DESC NULLS THEN ELSE END WHEN ON JOIN INNER LEFT
          RIGHT FULL CROSS NATURAL USING WINDOW
          """);

  /** Their first argument is a word and no column. */
  private static final Set<String> TAKE_WORDS =
      words(
          "EXTRACT TIMESTAMPADD TIMESTAMPDIFF TIMESTAMP_ADD TIMESTAMP_DIFF DATEDIFF DATEADD TRIM");

  private static final Set<String> FRAMES = words("ROWS RANGE GROUPS");

  /** Words that follow an operand as a part of the grammar, or need AS in PostgreSQL. */
  private static final Set<String> AFTER_NAME =
      words(
          """
          CHAR CHARACTER DAY FILTER FIRST FOLLOWING HOUR LAST LOCAL MINUTE MONTH NULLS ORDINALITY
          OVER PRECEDING PRECISION ROW ROWS SECOND TIES VARYING WITHIN WITHOUT YEAR
          """);

  private KeywordNames() {}

  /** Whether the word can be a column at all. */
  static boolean canBeName(String word) {
    return !RESERVED.contains(upper(word));
  }

  /** Whether an operand follows this word. */
  static boolean precedesOperand(String word) {
    return BEFORE_OPERAND.contains(upper(word));
  }

  /** Whether an operand ends in front of this word. */
  static boolean followsOperand(String word) {
    return AFTER_OPERAND.contains(upper(word));
  }

  /** Whether the first argument of this function is a word of the grammar. */
  static boolean takesWord(String function) {
    return TAKE_WORDS.contains(upper(function));
  }

  /** Whether {@code word} starts a frame in front of {@code next}. */
  static boolean startsFrame(String word, String next) {
    return FRAMES.contains(upper(word)) && upper(next).equals("BETWEEN");
  }

  /** Whether the word, after an operand, is the name that the operand gets. */
  static boolean canBeAliasWithoutAs(String word) {
    return canBeName(word) && !AFTER_NAME.contains(upper(word));
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
