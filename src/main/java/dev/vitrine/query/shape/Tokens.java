package dev.vitrine.query.shape;

import dev.vitrine.query.shape.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a query by the lexical rules of Calcite's parser. The query has no comments, and its names
 * are in double quotes.
 */
final class Tokens {
  private static final String COMPARISONS = "=<>!";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String sql) {
    this.sql = sql;
  }

  /** The tokens; the last one is {@link Kind#END}. */
  static List<Token> of(String sql) {
    Tokens scanner = new Tokens(sql);
    while (scanner.at < sql.length()) {
      scanner.next();
    }
    scanner.tokens.add(new Token(Kind.END, "", sql.length(), sql.length()));
    return scanner.tokens;
  }

  private void next() {
    int start = at;
    char first = sql.charAt(at);
    if (Character.isWhitespace(first)) {
      at++;
    } else if (first == '\'') {
      quoted('\'');
      // A prefix, as in N'…', U&'…' and _utf8'…', belongs to the literal.
      boolean prefixed = start > 0 && isWordPart(sql.charAt(start - 1));
      boolean unicode = start > 0 && sql.charAt(start - 1) == '&';
      add(prefixed || unicode ? Kind.OTHER : Kind.STRING, start);
    } else if (first == '"') {
      quoted('"');
      add(Kind.OTHER, start);
    } else if (isDigit(first)) {
      number(start);
    } else if (isWordPart(first)) {
      while (at < sql.length() && isWordPart(sql.charAt(at))) {
        at++;
      }
      tokens.add(Token.word(sql, start, at));
    } else if (COMPARISONS.indexOf(first) >= 0) {
      while (at < sql.length() && COMPARISONS.indexOf(sql.charAt(at)) >= 0) {
        at++;
      }
      add(Kind.COMPARISON, start);
    } else if (first == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
      number(start);
    } else {
      at++;
      add(Kind.OTHER, start);
    }
  }

  private void add(Kind kind, int start) {
    tokens.add(new Token(kind, sql.substring(start, at), start, at));
  }

  /** A doubled quote stands for itself. */
  private void quoted(char quote) {
    do {
      int end = sql.indexOf(quote, at + 1);
      at = end < 0 ? sql.length() : end + 1;
    } while (at < sql.length() && sql.charAt(at) == quote);
  }

  /** Digits, or a number with a point or an exponent. */
  private void number(int start) {
    while (at < sql.length() && (isWordPart(sql.charAt(at)) || sql.charAt(at) == '.')) {
      at++;
    }
    boolean digits = true;
    for (int i = start; i < at; i++) {
      digits &= isDigit(sql.charAt(i));
    }
    add(digits ? Kind.DIGITS : Kind.OTHER, start);
  }

  private static boolean isDigit(char unit) {
    return unit >= '0' && unit <= '9';
  }

  private static boolean isWordPart(char unit) {
    return Character.isLetterOrDigit(unit) || unit == '_' || unit == '$' || unit >= 0x80;
  }
}
