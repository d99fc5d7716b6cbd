package dev.vitrine.server.pg.sql;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text into tokens by PostgreSQL's lexical rules. For one text. */
final class PgLexer {
  /** Maximum number of tokens of a text, as in the dialect's parser. */
  private static final int MOST_TOKENS = 200_000;

  private static final String OPERATORS = "+-*/<>=~!@#%^&|?:";

  private final String text;
  private final List<PgToken> tokens = new ArrayList<>();
  private int at;

  PgLexer(String text) {
    this.text = text;
  }

  /**
   * The tokens; comments are left out.
   *
   * @throws VitrineException PARSE_SYNTAX_ERROR when a quote or comment is not closed
   */
  List<PgToken> tokens() {
    while (at < text.length()) {
      next();
      if (tokens.size() > MOST_TOKENS) {
        throw new VitrineException(
                ErrorCode.STATEMENT_TOO_COMPLEX,
                "The text has more than 200,000 words and symbols.")
            .withHint("Split it into several texts.");
      }
    }
    return List.copyOf(tokens);
  }

  private void next() {
    char c = text.charAt(at);
    int start = at;
    if (Character.isWhitespace(c)) {
      at++;
    } else if (text.startsWith("--", at)) {
      while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
        at++;
      }
    } else if (text.startsWith("/*", at)) {
      comment();
    } else if (c == '\'') {
      string(start, false);
    } else if ((c == 'e' || c == 'E') && text.startsWith("'", at + 1)) {
      at++;
      string(start, true);
    } else if (c == '"') {
      quoted('"');
    } else if (c == '`') {
      quoted('`');
    } else if (c == '$') {
      dollar();
    } else if (Character.isDigit(c) || (c == '.' && isDigit(at + 1))) {
      number();
    } else if (isNameStart(c)) {
      while (at < text.length() && isNamePart(text.charAt(at))) {
        at++;
      }
      tokens.add(PgToken.word(start, at, text.substring(start, at)));
    } else if (c == ';') {
      at++;
      tokens.add(new PgToken(PgToken.Kind.SEMICOLON, start, at, ";"));
    } else {
      symbol(c);
    }
  }

  private void symbol(char c) {
    int start = at++;
    if (OPERATORS.indexOf(c) >= 0) {
      while (at < text.length()
          && OPERATORS.indexOf(text.charAt(at)) >= 0
          && isOneOperator(text.substring(start, at + 1))) {
        at++;
      }
    }
    tokens.add(new PgToken(PgToken.Kind.SYMBOL, start, at, text.substring(start, at)));
  }

  /** The operators of more than one character that PostgreSQL clients use; others are split. */
  private static boolean isOneOperator(String operator) {
    return switch (operator) {
      case "::",
          "<=",
          ">=",
          "<>",
          "!=",
          "||",
          "!~",
          "!~*",
          "~*",
          "~~",
          "~~*",
          "!~~",
          "!~~*",
          "->",
          "->>",
          ":=" ->
          true;
      default -> false;
    };
  }

  private void comment() {
    int start = at;
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (at >= text.length()) {
        throw unclosed("comment", start);
      } else {
        at++;
      }
    } while (depth > 0);
  }

  private void string(int start, boolean escapes) {
    StringBuilder value = new StringBuilder();
    at++;
    while (true) {
      if (at >= text.length()) {
        throw unclosed("string", start);
      }
      char c = text.charAt(at++);
      if (c == '\'') {
        if (!text.startsWith("'", at)) {
          break;
        }
        at++;
        value.append('\'');
      } else if (c == '\\' && escapes) {
        escape(value, start);
      } else {
        value.append(c);
      }
    }
    tokens.add(
        new PgToken(
            escapes ? PgToken.Kind.PG_STRING : PgToken.Kind.STRING, start, at, value.toString()));
  }

  private void escape(StringBuilder value, int start) {
    if (at >= text.length()) {
      throw unclosed("string", start);
    }
    char c = text.charAt(at++);
    switch (c) {
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'u' -> value.appendCodePoint(code(4, 16, start));
      case 'U' -> value.appendCodePoint(code(8, 16, start));
      case 'x' -> value.appendCodePoint(code(2, 16, start));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        value.appendCodePoint(code(3, 8, start));
      }
      default -> value.append(c);
    }
  }

  private int code(int most, int radix, int start) {
    int value = 0;
    int first = at;
    while (at < text.length()
        && at - first < most
        && Character.digit(text.charAt(at), radix) >= 0) {
      value = value * radix + Character.digit(text.charAt(at++), radix);
    }
    // As in the dialect: bytes above 0x7F would be parts of UTF-8.
    boolean complete = most < 4 ? at > first && value <= 0x7F : at - first == most;
    if (!complete || !Character.isValidCodePoint(value) || value == 0) {
      throw new VitrineException(ErrorCode.PARSE_SYNTAX_ERROR, "An escape in a string is invalid.")
          .withPosition(PgText.position(text, start));
    }
    return value;
  }

  private void quoted(char quote) {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw unclosed("name", start);
      }
      char c = text.charAt(at++);
      if (c == quote) {
        if (at >= text.length() || text.charAt(at) != quote) {
          break;
        }
        at++;
      }
      value.append(c);
    }
    tokens.add(new PgToken(PgToken.Kind.QUOTED_NAME, start, at, value.toString()));
  }

  private void dollar() {
    int start = at;
    if (isDigit(at + 1)) {
      at++;
      while (isDigit(at)) {
        at++;
      }
      tokens.add(new PgToken(PgToken.Kind.PARAMETER, start, at, text.substring(start + 1, at)));
      return;
    }
    int close = at + 1;
    while (close < text.length() && text.charAt(close) != '$' && isNamePart(text.charAt(close))) {
      close++;
    }
    if (close >= text.length() || text.charAt(close) != '$') {
      symbol('$');
      return;
    }
    String tag = text.substring(start, close + 1);
    int end = text.indexOf(tag, close + 1);
    if (end < 0) {
      throw unclosed("string", start);
    }
    at = end + tag.length();
    tokens.add(new PgToken(PgToken.Kind.PG_STRING, start, at, text.substring(close + 1, end)));
  }

  private void number() {
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean sign = (c == '+' || c == '-') && (text.charAt(at - 1) | 0x20) == 'e' && at > start;
      boolean exponent = (c | 0x20) == 'e';
      if (!Character.isDigit(c) && c != '.' && !exponent && !sign) {
        break;
      }
      at++;
    }
    tokens.add(new PgToken(PgToken.Kind.NUMBER, start, at, text.substring(start, at)));
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_' || Character.isSurrogate(c);
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || Character.isDigit(c) || c == '$';
  }

  private VitrineException unclosed(String kind, int start) {
    return new VitrineException(ErrorCode.PARSE_SYNTAX_ERROR, "This " + kind + " is not closed.")
        .withPosition(PgText.position(text, start));
  }
}
