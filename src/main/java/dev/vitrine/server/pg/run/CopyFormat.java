package dev.vitrine.server.pg.run;

import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.server.pg.message.ValueWriter;
import java.util.List;

/**
 * The text of rows in COPY … TO STDOUT.
 *
 * @param nullText the text of NULL
 */
public record CopyFormat(boolean csv, String delimiter, boolean header, String nullText) {
  /** The line with the names of the columns, with its line break. */
  public String names(List<PgColumn> columns) {
    StringBuilder line = new StringBuilder();
    for (PgColumn column : columns) {
      separate(line);
      line.append(escaped(column.name()));
    }
    return line.append('\n').toString();
  }

  /** The line of a row, with its line break. */
  public String line(List<PgColumn> columns, Object[] row, ValueWriter values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      if (i > 0) {
        line.append(delimiter);
      }
      Object value = row[i];
      line.append(value == null ? nullText : escaped(values.text(columns.get(i).type(), value)));
    }
    return line.append('\n').toString();
  }

  private void separate(StringBuilder line) {
    if (!line.isEmpty()) {
      line.append(delimiter);
    }
  }

  private String escaped(String value) {
    if (csv) {
      boolean quoted =
          value.equals(nullText)
              || value.equals("\\.")
              || value.contains(delimiter)
              || value.chars().anyMatch(c -> c == '"' || c == '\n' || c == '\r');
      return quoted ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\u000b' -> text.append("\\v");
        default -> {
          if (delimiter.charAt(0) == c) {
            text.append('\\');
          }
          text.append(c);
        }
      }
    }
    return text.toString();
  }
}
