package dev.vitrine.server.pg.sql;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a client's text.
 *
 * @param text the whole text, to which positions refer
 * @param tokens of the statement, without its semicolon; never empty
 */
public record PgText(String text, List<PgToken> tokens) {
  /** Maximum characters of a text, as in the dialect's parser. */
  private static final int LONGEST = 1 << 20;

  public PgText {
    tokens = List.copyOf(tokens);
  }

  /**
   * The statements of a text; none of a text that has only comments.
   *
   * @throws VitrineException PARSE_SYNTAX_ERROR when a quote is not closed, STATEMENT_TOO_COMPLEX
   *     when the text is longer than 1 MiB
   */
  public static List<PgText> split(String text) {
    if (text.length() > LONGEST) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The text is longer than 1 MiB (1,048,576 characters).")
          .withHint("Split it into several texts, or pass long values as parameters.");
    }
    List<PgText> statements = new ArrayList<>();
    List<PgToken> current = new ArrayList<>();
    for (PgToken token : new PgLexer(text).tokens()) {
      if (token.kind() != PgToken.Kind.SEMICOLON) {
        current.add(token);
      } else if (!current.isEmpty()) {
        statements.add(new PgText(text, current));
        current = new ArrayList<>();
      }
    }
    if (!current.isEmpty()) {
      statements.add(new PgText(text, current));
    }
    return statements;
  }

  /** The part of the statement from a token on. */
  public PgText from(int token) {
    return new PgText(text, tokens.subList(token, tokens.size()));
  }

  /** A part of the statement. */
  public PgText between(int first, int end) {
    return new PgText(text, tokens.subList(first, end));
  }

  /** Whether the statement begins with these words, in lower case. */
  public boolean startsWith(String... words) {
    if (tokens.size() < words.length) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (!tokens.get(i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** The syntax error at a token, or at the end of the statement. */
  public VitrineException syntaxError(int token, String problem) {
    int offset =
        token < tokens.size() ? tokens.get(token).start() : tokens.get(tokens.size() - 1).end();
    return new VitrineException(ErrorCode.PARSE_SYNTAX_ERROR, problem)
        .withPosition(position(text, offset));
  }

  /** Line and column of an offset. */
  static Position position(String text, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Position(line, offset - lineStart + 1);
  }

  /** The offset of a line and column; the nearest one if the text has no such place. */
  static int offset(String text, Position position) {
    int start = 0;
    for (int line = 1; line < position.line(); line++) {
      int next = text.indexOf('\n', start);
      if (next < 0) {
        return text.length();
      }
      start = next + 1;
    }
    return Math.min(text.length(), start + position.column() - 1);
  }

  /** The number of the character at a position, from 1, as PostgreSQL's clients count. */
  public static int character(String text, Position position) {
    return text.codePointCount(0, offset(text, position)) + 1;
  }
}
