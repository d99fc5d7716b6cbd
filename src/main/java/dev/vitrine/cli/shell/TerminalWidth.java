package dev.vitrine.cli.shell;

import java.io.Console;
import java.io.IOException;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The width of the terminal that the process writes to, asked once, when first needed: opening a
 * terminal takes longer than most statements.
 */
public final class TerminalWidth implements IntSupplier {
  private int width;

  /** Whether a person is at both ends: standard input and standard output. */
  @SuppressWarnings("SystemConsoleNull") // That is why isTerminal is asked as well.
  public static boolean hasTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 a console can exist without a terminal; this method distinguishes them.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException error) {
      return true;
    }
  }

  @Override
  public int getAsInt() {
    if (width == 0) {
      width = Settings.DEFAULT_WIDTH;
      try (Terminal terminal = TerminalBuilder.builder().dumb(true).build()) {
        if (terminal.getColumns() > 0) {
          width = terminal.getColumns();
        }
      } catch (IOException error) {
        // Then the default will do.
        return width;
      }
    }
    return width;
  }
}
