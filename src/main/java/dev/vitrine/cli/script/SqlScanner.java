package dev.vitrine.cli.script;

/**
 * Walks the lexical tokens of a SQL text: just enough to tell code from quoted text and comments.
 * It never fails: an unclosed token extends to the end of the text and is marked.
 */
public final class SqlScanner {
  /** The kind of a token. */
  enum Kind {
    WORD,
    STRING,
    QUOTED_IDENTIFIER,
    COMMENT,
    SPACE,
    SEMICOLON,
    OTHER
  }

  private final String text;
  private Kind kind = Kind.SPACE;
  private boolean closed = true;
  private int start;
  private int end;

  /** Scans a text from its start. */
  public SqlScanner(String text) {
    this.text = text;
  }

  /** Moves to the next token; false at the end of the text. */
  public boolean next() {
    start = end;
    closed = true;
    if (start == text.length()) {
      return false;
    }
    char first = text.charAt(start);
    if (first == '\'') {
      quoted(Kind.STRING, first);
    } else if (first == '"' || first == '`') {
      quoted(Kind.QUOTED_IDENTIFIER, first);
    } else if (text.startsWith("--", start)) {
      int newline = text.indexOf('\n', start);
      token(Kind.COMMENT, newline < 0 ? text.length() : newline);
    } else if (text.startsWith("/*", start)) {
      int close = text.indexOf("*/", start + 2);
      closed = close >= 0;
      token(Kind.COMMENT, closed ? close + 2 : text.length());
    } else if (first == ';') {
      token(Kind.SEMICOLON, start + 1);
    } else if (Character.isWhitespace(first)) {
      token(Kind.SPACE, start + 1);
    } else if (isWordPart(first)) {
      int stop = start + 1;
      while (stop < text.length() && isWordPart(text.charAt(stop))) {
        stop++;
      }
      token(Kind.WORD, stop);
    } else {
      token(Kind.OTHER, start + 1);
    }
    return true;
  }

  Kind kind() {
    return kind;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** The characters of the token. */
  public String token() {
    return text.substring(start, end);
  }

  /** Whether the token's closing quote or comment mark is there. */
  boolean closed() {
    return closed;
  }

  /** Whether the token is neither white space nor a comment. */
  public boolean isCode() {
    return kind != Kind.SPACE && kind != Kind.COMMENT;
  }

  private static boolean isWordPart(char character) {
    return Character.isLetterOrDigit(character) || character == '_';
  }

  private void quoted(Kind quotedKind, char quote) {
    int position = start + 1;
    while (position < text.length()) {
      if (text.charAt(position) != quote) {
        position++;
      } else if (position + 1 < text.length() && text.charAt(position + 1) == quote) {
        position += 2;
      } else {
        token(quotedKind, position + 1);
        return;
      }
    }
    closed = false;
    token(quotedKind, text.length());
  }

  private void token(Kind tokenKind, int stop) {
    kind = tokenKind;
    end = stop;
  }
}
