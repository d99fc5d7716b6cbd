package dev.vitrine.query.shape;

import java.util.Locale;

/**
 * A token of a query.
 *
 * @param text a word in upper case; a string or a quoted name with its quotes
 * @param start the offset of its first character
 * @param end the offset after its last character
 */
record Token(Kind kind, String text, int start, int end) {
  /** The kinds of tokens; numbers with a point or an exponent are {@link #OTHER}. */
  enum Kind {
    WORD,
    STRING,
    DIGITS,
    COMPARISON,
    OTHER,
    END
  }

  static Token word(String sql, int start, int end) {
    return new Token(Kind.WORD, sql.substring(start, end).toUpperCase(Locale.ROOT), start, end);
  }

  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.OTHER) && text.equals(word);
  }

  boolean isLiteral() {
    return kind == Kind.STRING || kind == Kind.DIGITS;
  }
}
