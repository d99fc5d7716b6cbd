package dev.vitrine.statement.text;

import dev.vitrine.statement.generated.VitrineSqlLexer;
import org.antlr.v4.runtime.Token;

/**
 * Walks the tokens of a SQL text that need not be correct, with the grammar's own lexer, so that
 * quoted text and comments end where the parser ends them. It never fails: an unclosed token
 * extends to the end of the text and is marked.
 */
public final class SqlScanner {
  /** The kind of a token. */
  public enum Kind {
    WORD,
    STRING,
    QUOTED_IDENTIFIER,
    /** White space and comments, as much as there is between two tokens. */
    GAP,
    UNCLOSED_COMMENT,
    SEMICOLON,
    OTHER
  }

  private final String text;
  private final VitrineSqlLexer lexer;
  private Token ahead;
  private Kind kind = Kind.GAP;
  private boolean closed = true;
  private int start;
  private int end;

  /** Scans a text from its start. */
  public SqlScanner(String text) {
    this.text = text;
    this.lexer = new VitrineSqlLexer(new StatementText(text).stream());
    lexer.removeErrorListeners();
    this.ahead = lexer.nextToken();
  }

  /** Moves to the next token; false at the end of the text. */
  public boolean next() {
    start = end;
    closed = true;
    if (start == text.length()) {
      return false;
    }
    int codeStart = ahead.getType() == Token.EOF ? text.length() : ahead.getStartIndex();
    if (start < codeStart) {
      kind = Kind.GAP;
      end = codeStart;
    } else {
      take(ahead);
      ahead = lexer.nextToken();
    }
    return true;
  }

  private void take(Token token) {
    int type = token.getType();
    end = token.getStopIndex() + 1;
    closed =
        switch (type) {
          case VitrineSqlLexer.UNCLOSED_STRING,
              VitrineSqlLexer.UNCLOSED_QUOTED_NAME,
              VitrineSqlLexer.UNCLOSED_BACKQUOTED_NAME,
              VitrineSqlLexer.UNCLOSED_COMMENT ->
              false;
          default -> true;
        };
    kind =
        switch (type) {
          case VitrineSqlLexer.STRING, VitrineSqlLexer.UNCLOSED_STRING -> Kind.STRING;
          case VitrineSqlLexer.QUOTED_NAME,
              VitrineSqlLexer.BACKQUOTED_NAME,
              VitrineSqlLexer.UNCLOSED_QUOTED_NAME,
              VitrineSqlLexer.UNCLOSED_BACKQUOTED_NAME ->
              Kind.QUOTED_IDENTIFIER;
          case VitrineSqlLexer.UNCLOSED_COMMENT -> Kind.UNCLOSED_COMMENT;
          case VitrineSqlLexer.SEMICOLON -> Kind.SEMICOLON;
          default -> Keywords.isBare(type) ? Kind.WORD : Kind.OTHER;
        };
  }

  public Kind kind() {
    return kind;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** The characters of the token. */
  public String token() {
    return text.substring(start, end);
  }

  /** Whether the token's closing quote or comment mark is there. */
  public boolean closed() {
    return closed;
  }

  /** Whether the token is neither white space nor a comment. */
  public boolean isCode() {
    return kind != Kind.GAP && kind != Kind.UNCLOSED_COMMENT;
  }
}
