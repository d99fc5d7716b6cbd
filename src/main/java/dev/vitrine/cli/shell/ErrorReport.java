package dev.vitrine.cli.shell;

import dev.vitrine.cli.script.Passwords;
import dev.vitrine.cli.script.ScriptPiece;
import dev.vitrine.cli.script.ScriptPiece.Sql;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error as the shell prints it: condition, problem, place and hint, taken apart from the one
 * line that a {@link SQLException} has for all of them. A message of any other form is printed as
 * it is.
 */
public record ErrorReport(
    String sqlState, String condition, String problem, Optional<Position> place, String hint) {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "(?s)(?:.*?)\\[([A-Z][A-Z0-9_]+)] (.*?)(?: \\(line (\\d{1,9}), column (\\d{1,9})\\))?"
              + "(?: Hint: (.*))?");

  /** Longer lines are shown only around the caret. */
  private static final int EXCERPT_WIDTH = 100;

  /** The report of an error of the driver. */
  public static ErrorReport of(SQLException error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage().strip();
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    Matcher parts = MESSAGE.matcher(message);
    if (!parts.matches()) {
      return new ErrorReport(state, "", message, Optional.empty(), "");
    }
    Optional<Position> place =
        parts.group(3) == null
            ? Optional.empty()
            : Optional.of(position(parts.group(3), parts.group(4)));
    return new ErrorReport(
        state,
        parts.group(1),
        parts.group(2),
        place,
        parts.group(5) == null ? "" : parts.group(5).strip());
  }

  private static Position position(String line, String column) {
    return new Position(Math.max(1, Integer.parseInt(line)), Math.max(1, Integer.parseInt(column)));
  }

  /** The report of an error of the parser. */
  public static ErrorReport of(VitrineException error) {
    return new ErrorReport(
        error.code().sqlState(),
        error.code().name(),
        error.problem(),
        error.position(),
        error.hint());
  }

  /** The position of the error, for messages: {@code "file.sql, line 3, column 5"}. */
  String location(String source, ScriptPiece piece) {
    if (place.isEmpty() || !(piece instanceof Sql statement)) {
      return location(source, piece.line());
    }
    Position inside = place.get();
    int column = inside.column() + (inside.line() == 1 ? statement.column() - 1 : 0);
    return location(source, statement.line() + inside.line() - 1) + ", column " + column;
  }

  /** A line of {@code source}, for people. */
  static String location(String source, int line) {
    return source.isEmpty() ? "line " + line : source + ", line " + line;
  }

  /** The message over several lines, with the offending line of {@code sql} and a caret. */
  public String describe(String sql) {
    StringBuilder text = new StringBuilder("Error");
    if (!sqlState.isEmpty()) {
      text.append(' ').append(sqlState);
    }
    if (!condition.isEmpty()) {
      text.append(' ').append(condition);
    }
    text.append(": ").append(problem).append('\n');
    place.ifPresent(where -> appendExcerpt(text, sql, where));
    if (!hint.isEmpty()) {
      text.append("Hint: ").append(hint).append('\n');
    }
    return text.toString();
  }

  private static void appendExcerpt(StringBuilder text, String sql, Position where) {
    int from = 0;
    for (int line = 1; line < where.line(); line++) {
      from = sql.indexOf('\n', from) + 1;
      if (from == 0) {
        return;
      }
    }
    int newline = sql.indexOf('\n', from);
    int end = newline < 0 ? sql.length() : newline;
    int offset = Math.min(from + where.column() - 1, end);
    // Masking changes lengths, so the text before the caret is masked separately, from the start of
    // the statement: a literal may begin lines above.
    String masked = Passwords.maskSql(sql);
    String before = Passwords.maskSql(sql.substring(0, offset));
    int maskedFrom = before.lastIndexOf('\n') + 1;
    int maskedNewline = masked.indexOf('\n', maskedFrom);
    String excerpt =
        masked.substring(maskedFrom, maskedNewline < 0 ? masked.length() : maskedNewline);
    int caret = Math.min(before.length() - maskedFrom, excerpt.length());
    int left = Math.max(0, Math.min(caret - EXCERPT_WIDTH / 2, excerpt.length() - EXCERPT_WIDTH));
    int right = Math.min(excerpt.length(), left + EXCERPT_WIDTH);
    text.append("    ").append(left > 0 ? "…" : "").append(excerpt, left, right);
    text.append(right < excerpt.length() ? "…" : "").append("\n    ").append(left > 0 ? " " : "");
    // Tabs stay tabs, so that the caret is under its character however wide they are shown.
    excerpt.substring(left, caret).chars().forEach(c -> text.append(c == '\t' ? '\t' : ' '));
    text.append("^\n");
  }
}
