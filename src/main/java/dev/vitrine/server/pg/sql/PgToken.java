package dev.vitrine.server.pg.sql;

import java.util.Locale;

/**
 * A token of a text.
 *
 * @param start offset of its first UTF-16 code unit in the client's text
 * @param end offset after its last one
 * @param text the content: of a string without quotes and escapes, of a quoted name without quotes,
 *     of a word in lower case, of a parameter its number
 */
public record PgToken(Kind kind, int start, int end, String text) {
  /** Kinds of tokens. */
  public enum Kind {
    WORD,
    QUOTED_NAME,
    /** A string constant in single quotes without escapes. */
    STRING,
    /** A string constant that only PostgreSQL has: {@code E'…'} or dollar-quoted. */
    PG_STRING,
    NUMBER,
    PARAMETER,
    SYMBOL,
    SEMICOLON
  }

  static PgToken word(int start, int end, String text) {
    return new PgToken(Kind.WORD, start, end, text.toLowerCase(Locale.ROOT));
  }

  /** Whether it is this word, in lower case, without quotes. */
  public boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  /** Whether it is this symbol. */
  public boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** Whether it can be a name: a word or a quoted name. */
  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  /** The content as a string constant without escapes. */
  String literal() {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Whether it is a string constant. */
  public boolean isString() {
    return kind == Kind.STRING || kind == Kind.PG_STRING;
  }
}
