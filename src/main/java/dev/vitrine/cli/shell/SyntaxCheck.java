package dev.vitrine.cli.shell;

import dev.vitrine.cli.script.ScriptPiece;
import dev.vitrine.cli.script.ScriptPiece.Sql;
import dev.vitrine.cli.script.ScriptReader;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.StatementParser;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.Optional;

/**
 * Parses a whole text before any of it runs and before a store is opened, so that a syntax error
 * changes nothing.
 */
public final class SyntaxCheck {
  private final PrintStream err;

  /** Reports errors to {@code err}. */
  public SyntaxCheck(PrintStream err) {
    this.err = err;
  }

  /** Whether every statement can be read; the first that cannot is reported. */
  public boolean passes(String text) throws IOException {
    ScriptReader pieces = new ScriptReader(new StringReader(text));
    for (Optional<ScriptPiece> next = pieces.next(); next.isPresent(); next = pieces.next()) {
      if (next.get() instanceof Sql statement) {
        try {
          StatementParser.parse(Variables.parsable(statement.text()));
        } catch (ShellException impossible) {
          throw new IllegalStateException(impossible);
        } catch (VitrineException error) {
          ErrorReport report = ErrorReport.of(error);
          err.println(report.location("", statement) + ":");
          err.print(report.describe(statement.text()));
          return false;
        }
      }
    }
    return true;
  }
}
