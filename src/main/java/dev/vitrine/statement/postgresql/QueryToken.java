package dev.vitrine.statement.postgresql;

import java.util.Locale;

/**
 * A token of a query.
 *
 * @param text as written, with quotes
 * @param start its offset in the text
 * @param canBeName whether it is a word that can be a name without quotes
 */
public record QueryToken(Kind kind, String text, int start, boolean canBeName) {
  /** What kind of token it is; a number is a word. */
  public enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    PARAMETER,
    SYMBOL
  }

  /** The text in lower case. */
  String lower() {
    return text.toLowerCase(Locale.ROOT);
  }
}
