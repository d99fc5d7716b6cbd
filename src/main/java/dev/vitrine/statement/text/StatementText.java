package dev.vitrine.statement.text;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.util.Arrays;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A text in UTF-16 code units, with its lines. ANTLR's own streams count code points and support
 * one kind of line end; positions here are those of editors and Calcite: a line ends with {@code
 * \n}, {@code \r} or {@code \r\n}.
 */
public final class StatementText {
  private final String text;
  private final int[] lineStarts;

  public StatementText(String text) {
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int lines = 1;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean crlf = unit == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (unit == '\n' || (unit == '\r' && !crlf)) {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, lines * 2);
        }
        starts[lines++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, lines);
  }

  public String text() {
    return text;
  }

  /** The text of a token, as written. */
  public String text(Token token) {
    return text.substring(token.getStartIndex(), token.getStopIndex() + 1);
  }

  /**
   * The text that a string literal means.
   *
   * @throws VitrineException PARSE_SYNTAX_ERROR if an escape in it does not stand for a character
   */
  public String string(Token literal) {
    try {
      return StringLiteral.value(text(literal));
    } catch (IllegalArgumentException e) {
      throw syntaxError("An escape in the string does not stand for a character.", literal)
          .withHint("Write \\n, \\t, \\u00fc or \\U0001f600; double a backslash.");
    }
  }

  /** The text from the first to the last of several tokens, as written. */
  public String text(Token first, Token last) {
    return text.substring(first.getStartIndex(), last.getStopIndex() + 1);
  }

  public Position position(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, offset - lineStarts[line] + 1);
  }

  public Position position(Token token) {
    return position(token.getStartIndex());
  }

  /** The offset of a position; the nearest there is for one outside of the text. */
  public int offset(int line, int column) {
    int index = Math.max(0, Math.min(line - 1, lineStarts.length - 1));
    int offset = lineStarts[index] + Math.max(0, column - 1);
    return Math.min(offset, text.length());
  }

  public VitrineException error(ErrorCode code, String problem, Token at) {
    return new VitrineException(code, problem).withPosition(position(at));
  }

  public VitrineException syntaxError(String problem, Token at) {
    return error(ErrorCode.PARSE_SYNTAX_ERROR, problem, at);
  }

  /** The text as the lexer reads it. */
  CharStream stream() {
    return new CodeUnits(text);
  }

  /**
   * Presents ASCII to the lexer, for which it is fast: every Unicode space as a space, and every
   * other character beyond ASCII as one character without meaning outside of quotes and comments.
   */
  private static final class CodeUnits implements CharStream {
    private static final char OTHER = '\u007F';
    private static final String INVISIBLE_SPACES = "\u200B\uFEFF";

    private final String text;
    private int index;

    CodeUnits(String text) {
      this.text = text;
    }

    @Override
    public void consume() {
      if (index == text.length()) {
        throw new IllegalStateException("cannot consume the end of the text");
      }
      index++;
    }

    @Override
    public int LA(int distance) {
      int at = distance > 0 ? index + distance - 1 : index + distance;
      return distance == 0 || at < 0 || at >= text.length()
          ? IntStream.EOF
          : ascii(text.charAt(at));
    }

    private static char ascii(char unit) {
      if (unit < OTHER) {
        return unit;
      }
      boolean space = Character.isSpaceChar(unit) || INVISIBLE_SPACES.indexOf(unit) >= 0;
      return space ? ' ' : OTHER;
    }

    @Override
    public int mark() {
      return -1;
    }

    @Override
    public void release(int marker) {}

    @Override
    public int index() {
      return index;
    }

    @Override
    public void seek(int newIndex) {
      index = Math.min(newIndex, text.length());
    }

    @Override
    public int size() {
      return text.length();
    }

    @Override
    public String getSourceName() {
      return UNKNOWN_SOURCE_NAME;
    }

    @Override
    public String getText(Interval interval) {
      int end = Math.min(interval.b + 1, text.length());
      return interval.a >= end ? "" : text.substring(interval.a, end);
    }
  }
}
