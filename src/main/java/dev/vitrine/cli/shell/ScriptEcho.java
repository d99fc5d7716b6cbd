package dev.vitrine.cli.shell;

import dev.vitrine.cli.script.Passwords;
import dev.vitrine.cli.script.ScriptPiece;
import dev.vitrine.cli.script.ScriptPiece.Command;
import dev.vitrine.cli.script.ScriptPiece.Comment;
import dev.vitrine.cli.script.ScriptPiece.Sql;
import java.io.PrintStream;

/** Prints a script and its comments along with the results. */
final class ScriptEcho {
  private final PrintStream out;
  private boolean paragraph;
  private int lastComment = Integer.MAX_VALUE - 1;

  ScriptEcho(PrintStream out) {
    this.out = out;
  }

  void print(String user, ScriptPiece piece) {
    boolean newComment = piece instanceof Comment && piece.line() > lastComment + 1;
    if (paragraph || newComment) {
      out.println();
    }
    lastComment = piece instanceof Comment ? piece.line() : -1;
    if (piece instanceof Comment comment) {
      out.println(comment.text());
    } else if (piece instanceof Command command) {
      out.println(user + "> " + Passwords.maskLine("!" + command.text()));
    } else if (piece instanceof Sql statement) {
      String text = Passwords.maskSql(statement.text());
      out.println(user + "> " + text.replace("\n", "\n" + " ".repeat(user.length() + 2)) + ";");
    }
    // A comment, or a command without output, is printed with the following statement.
    paragraph =
        piece instanceof Sql
            || (piece instanceof Command command && !ShellCommands.isSilent(command.text()));
  }
}
