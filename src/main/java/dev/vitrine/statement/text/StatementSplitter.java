package dev.vitrine.statement.text;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.generated.VitrineSqlLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/** Turns a text into tokens and cuts them at its semicolons. */
public final class StatementSplitter {
  /** More than any tool generates, and safe for the stack of a recursive parser. */
  private static final int MAX_NESTING = 100;

  /** Maximum for the largest query that can be planned. */
  private static final int MAX_TOKENS = 200_000;

  private final StatementText source;
  private final List<List<Token>> statements = new ArrayList<>();
  private List<Token> current = new ArrayList<>();
  private int nesting;
  private int tokens;

  private StatementSplitter(StatementText source) {
    this.source = source;
  }

  /**
   * The tokens of each statement, the last an EOF right behind it; none of an empty statement.
   *
   * @throws VitrineException where a quote or a comment is left open, a character means nothing,
   *     there are too many tokens, or parentheses are too deep
   */
  public static List<List<Token>> split(StatementText source) {
    StatementSplitter splitter = new StatementSplitter(source);
    VitrineSqlLexer lexer = new VitrineSqlLexer(source.stream());
    lexer.removeErrorListeners();
    for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
      splitter.add(token);
    }
    splitter.endStatement();
    return splitter.statements;
  }

  private void add(Token token) {
    tokens++;
    if (tokens > MAX_TOKENS) {
      throw source
          .error(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The text has more than 200,000 words and symbols.",
              token)
          .withHint("Split it into several texts.");
    }
    switch (token.getType()) {
      case VitrineSqlLexer.SEMICOLON -> endStatement();
      case VitrineSqlLexer.LEFT_PAREN -> open(token);
      case VitrineSqlLexer.RIGHT_PAREN -> close(token);
      case VitrineSqlLexer.UNCLOSED_STRING ->
          throw unclosed("string", "Double a quote inside a string: 'it''s'.", token);
      case VitrineSqlLexer.UNCLOSED_BACKQUOTED_NAME ->
          throw unclosed(
              "name", "It ends with a backtick. Double a backtick inside a name.", token);
      case VitrineSqlLexer.UNCLOSED_QUOTED_NAME ->
          throw unclosed(
              "name", "It ends with a double quote. Double a double quote inside a name.", token);
      case VitrineSqlLexer.UNCLOSED_COMMENT ->
          throw unclosed("comment", "Every /* needs a */.", token);
      case VitrineSqlLexer.UNRECOGNIZED -> throw unrecognized(token);
      default -> current.add(token);
    }
  }

  private void open(Token token) {
    nesting++;
    if (nesting > MAX_NESTING) {
      throw source
          .error(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "Parentheses are nested more than " + MAX_NESTING + " deep.",
              token)
          .withHint("Split the statement into simpler ones.");
    }
    current.add(token);
  }

  private void close(Token token) {
    nesting = Math.max(0, nesting - 1);
    current.add(token);
  }

  private void endStatement() {
    if (!current.isEmpty()) {
      int end = current.get(current.size() - 1).getStopIndex() + 1;
      CommonToken eof = new CommonToken(Token.EOF, "");
      eof.setStartIndex(end);
      eof.setStopIndex(end - 1);
      current.add(eof);
      statements.add(current);
      current = new ArrayList<>();
    }
    nesting = 0;
  }

  private VitrineException unclosed(String what, String hint, Token token) {
    return source.syntaxError("This " + what + " is not closed.", token).withHint(hint);
  }

  private VitrineException unrecognized(Token token) {
    int character = source.text().codePointAt(token.getStartIndex());
    boolean printable =
        !Character.isISOControl(character)
            && Character.getType(character) != Character.SURROGATE
            && Character.getType(character) != Character.FORMAT
            && Character.isDefined(character);
    String name = String.format(Locale.ROOT, "U+%04X", character);
    return source
        .syntaxError(
            printable
                ? "The character '" + Character.toString(character) + "' (" + name + ") is not SQL."
                : "The character " + name + " is not SQL.",
            token)
        .withHint("Quote names with characters other than letters, digits and _: `my name`.");
  }
}
