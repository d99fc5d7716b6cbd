package dev.vitrine.cli.shell;

import dev.vitrine.cli.output.OutputFormat;
import java.util.Locale;
import java.util.function.IntSupplier;

/** The settings of {@code !set}. */
public final class Settings {
  /** The width of the terminal. */
  static final int AUTOMATIC_WIDTH = 0;

  /** Width of tables in columns without a terminal. */
  static final int DEFAULT_WIDTH = 120;

  private OutputFormat format = OutputFormat.TABLE;
  private boolean echo = true;
  private boolean timing;
  private int width = AUTOMATIC_WIDTH;
  private IntSupplier terminalWidth = () -> DEFAULT_WIDTH;

  OutputFormat format() {
    return format;
  }

  /** Sets the format of results. */
  public void setFormat(OutputFormat format) {
    this.format = format;
  }

  /** Whether scripts print their comments and statements before the results. */
  boolean echo() {
    return echo;
  }

  void setEcho(boolean echo) {
    this.echo = echo;
  }

  /** Whether the time that a statement took is printed. */
  boolean timing() {
    return timing;
  }

  void setTiming(boolean timing) {
    this.timing = timing;
  }

  /** The width of tables, in characters. */
  int width() {
    return width == AUTOMATIC_WIDTH ? terminalWidth.getAsInt() : width;
  }

  void setWidth(int width) {
    this.width = width;
  }

  /** Asked, each time, while the width is automatic. */
  public void setTerminalWidth(IntSupplier terminalWidth) {
    this.terminalWidth = terminalWidth;
  }

  @Override
  public String toString() {
    return String.format(
        "format  %s%nwidth   %s%necho    %s%ntiming  %s%n",
        format.name().toLowerCase(Locale.ROOT),
        width == AUTOMATIC_WIDTH ? "auto" : width,
        echo ? "on" : "off",
        timing ? "on" : "off");
  }
}
