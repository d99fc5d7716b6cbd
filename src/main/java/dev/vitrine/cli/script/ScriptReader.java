package dev.vitrine.cli.script;

import dev.vitrine.cli.script.ScriptPiece.Command;
import dev.vitrine.cli.script.ScriptPiece.Comment;
import dev.vitrine.cli.script.ScriptPiece.Sql;
import dev.vitrine.statement.text.SqlScanner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Splits a script into comments, shell commands and statements as its lines come in, so that a
 * program at the other end of a pipe is answered before it closes the pipe. Statements end with a
 * semicolon outside quotes and comments; the last one may do without.
 */
public final class ScriptReader {
  private final BufferedReader lines;
  private final Queue<ScriptPiece> pieces = new ArrayDeque<>();
  private final StringBuilder open = new StringBuilder();
  private Place start = new Place(1, 1);
  private int line;

  /** Reads the text as far as it is needed. */
  public ScriptReader(Reader text) {
    this.lines = new BufferedReader(text);
  }

  /** Whether {@code text}, typed so far, ends where something can be executed. */
  public static boolean isComplete(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.startsWith("!")) {
      return true;
    }
    boolean complete = true;
    SqlScanner scanner = new SqlScanner(text);
    while (scanner.next()) {
      if (scanner.isCode()) {
        complete = scanner.kind() == SqlScanner.Kind.SEMICOLON;
      } else if (!scanner.closed()) {
        complete = false;
      }
    }
    return complete;
  }

  /**
   * The next piece, or empty at the end.
   *
   * @throws IOException when the text cannot be read; the message is for the user
   */
  public Optional<ScriptPiece> next() throws IOException {
    while (pieces.isEmpty()) {
      String text = readLine();
      if (text == null) {
        endStatement(open.toString());
        open.setLength(0);
        return Optional.ofNullable(pieces.poll());
      }
      line++;
      take(line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
    }
    return Optional.of(pieces.remove());
  }

  private @Nullable String readLine() throws IOException {
    try {
      return lines.readLine();
    } catch (CharacterCodingException malformed) {
      throw new IOException("The script is not encoded in UTF-8", malformed);
    }
  }

  private void take(String text) {
    String trimmed = text.strip();
    if (open.isEmpty()) {
      start = new Place(line, 1);
      if (trimmed.startsWith("!")) {
        pieces.add(new Command(line, trimmed.substring(1).strip()));
        return;
      }
      if (trimmed.isEmpty()) {
        return;
      }
      if (trimmed.startsWith("--")) {
        pieces.add(new Comment(line, trimmed));
        return;
      }
    }
    open.append(text).append('\n');
    // Only a line with a semicolon can end a statement; the others need no look.
    if (text.indexOf(';') >= 0) {
      splitOpen();
    }
  }

  private void splitOpen() {
    String text = open.toString();
    int from = 0;
    SqlScanner scanner = new SqlScanner(text);
    while (scanner.next()) {
      if (scanner.kind() == SqlScanner.Kind.SEMICOLON) {
        endStatement(text.substring(from, scanner.start()));
        start = start.after(text.substring(from, scanner.end()));
        from = scanner.end();
      }
    }
    String rest = text.substring(from);
    open.setLength(0);
    if (rest.isBlank()) {
      return;
    }
    if (from > 0 && rest.strip().startsWith("--")) {
      pieces.add(new Comment(line, rest.strip()));
    } else {
      open.append(rest);
    }
  }

  /** Adds a statement without the white space around it, if there is one. */
  private void endStatement(String text) {
    boolean hasCode = false;
    SqlScanner scanner = new SqlScanner(text);
    while (scanner.next()) {
      hasCode |= scanner.isCode() || !scanner.closed();
    }
    if (hasCode) {
      int indent = text.length() - text.stripLeading().length();
      Place place = start.after(text.substring(0, indent));
      pieces.add(new Sql(place.line(), place.column(), text.strip()));
    }
  }

  /** A place in the script; line and column count from 1. */
  private record Place(int line, int column) {
    Place after(String passed) {
      int lastNewline = passed.lastIndexOf('\n');
      int newlines = (int) passed.chars().filter(character -> character == '\n').count();
      return new Place(
          line + newlines,
          lastNewline < 0 ? column + passed.length() : passed.length() - lastNewline);
    }
  }
}
