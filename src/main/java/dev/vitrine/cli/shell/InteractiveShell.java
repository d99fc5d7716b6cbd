package dev.vitrine.cli.shell;

import dev.vitrine.cli.shell.Shell.Flow;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/** Asks for statements at a terminal. Errors are printed and forgotten. */
public final class InteractiveShell {
  private final Shell shell;
  private final Path history;

  /** Runs {@code shell} on the terminal of this process. */
  public InteractiveShell(Shell shell, Path history) {
    this.shell = shell;
    this.history = history;
  }

  /** Runs until the user leaves. */
  public Flow run() throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().encoding(LocaleCheck.ofTerminal()).build()) {
      shell
          .settings()
          .setTerminalWidth(
              () -> terminal.getColumns() > 0 ? terminal.getColumns() : Settings.DEFAULT_WIDTH);
      terminal.handle(Signal.INT, signal -> cancel());
      return converse(reader(terminal));
    }
  }

  private Flow converse(LineReader reader) throws IOException {
    shell.out().println("Connected as " + shell.target() + ".");
    shell.out().println("Statements end with ; and !help lists the commands of the shell.");
    Flow flow = Flow.CONTINUE;
    while (flow != Flow.QUIT) {
      shell.out().flush();
      try {
        String text = reader.readLine(shell.target().user() + "> ");
        flow = shell.runScript(new StringReader(text), "", false);
      } catch (UserInterruptException interrupted) {
        // Ctrl-C at the prompt discards the input.
        flow = Flow.CONTINUE;
      } catch (EndOfFileException end) {
        flow = Flow.QUIT;
      }
    }
    return Flow.QUIT;
  }

  private void cancel() {
    try {
      shell.cancel();
    } catch (SQLException error) {
      shell.err().print(ErrorReport.of(error).describe(""));
      shell.err().flush();
    }
  }

  private LineReader reader(Terminal terminal) {
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .appName("vitrine")
        .parser(new StatementLineParser())
        .history(new MaskedHistory())
        .completer(new NameCompleter(shell::connection))
        .variable(LineReader.HISTORY_FILE, history)
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P -> ")
        // An exclamation mark starts a command here, not a look into the history.
        .option(Option.DISABLE_EVENT_EXPANSION, true)
        .option(Option.CASE_INSENSITIVE, true)
        .build();
  }
}
