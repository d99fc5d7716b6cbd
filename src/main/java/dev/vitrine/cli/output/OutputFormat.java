package dev.vitrine.cli.output;

import java.util.function.IntSupplier;

/** How rows are printed. */
public enum OutputFormat {
  /** Aligned columns, wrapped to the width, with a row count. */
  TABLE,
  /** A header line and a line per row, quoted as in RFC 4180; NULL is empty, an empty text "". */
  CSV,
  /** An array with an object per row. */
  JSON,
  /** A line per column: for wide rows. */
  VERTICAL;

  /** Whether the output is for people: programs want rows and nothing else. */
  public boolean isForPeople() {
    return this == TABLE || this == VERTICAL;
  }

  /** The printer of this format. */
  public ResultPrinter printer(IntSupplier width) {
    return switch (this) {
      case TABLE -> new TablePrinter(width);
      case CSV -> new CsvPrinter();
      case JSON -> new JsonPrinter();
      case VERTICAL -> new VerticalPrinter();
    };
  }
}
