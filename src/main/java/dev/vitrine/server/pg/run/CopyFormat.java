package dev.vitrine.server.pg.run;

import dev.vitrine.server.pg.message.MessageBuffer;
import dev.vitrine.server.pg.message.PgColumn;
import dev.vitrine.server.pg.message.ValueWriter;
import dev.vitrine.server.pg.sql.SessionStatement.CopyOut.Layout;
import java.util.List;

/**
 * The form of rows in COPY … TO STDOUT.
 *
 * @param nullText the text of NULL
 */
public record CopyFormat(Layout layout, String delimiter, boolean header, String nullText) {
  /** The signature of the binary format; the letters after it show damage by text transfer. */
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };

  /** Whether the rows are in binary format. */
  public boolean isBinary() {
    return layout == Layout.BINARY;
  }

  /**
   * Writes a row in binary format.
   *
   * @param first whether it is the first one, which follows the header in its message
   */
  public void row(
      List<PgColumn> columns, Object[] row, ValueWriter values, boolean first, MessageBuffer out) {
    begin(first, out);
    out.int16(row.length);
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null) {
        out.int32(-1);
      } else {
        int start = out.beginField();
        values.binary(columns.get(i).type(), row[i], out);
        out.endField(start);
      }
    }
    out.end();
  }

  /**
   * Writes the end of binary rows.
   *
   * @param first whether there are no rows
   */
  public void end(boolean first, MessageBuffer out) {
    begin(first, out);
    out.int16(-1).end();
  }

  /** The header has no flags and no extension. Some clients need it in a message with more. */
  private static void begin(boolean first, MessageBuffer out) {
    out.begin('d');
    if (first) {
      out.bytes(SIGNATURE).int32(0).int32(0);
    }
  }

  /** The line with the names of the columns, with its line break. */
  public String names(List<PgColumn> columns) {
    StringBuilder line = new StringBuilder();
    for (PgColumn column : columns) {
      separate(line);
      line.append(escaped(column.name(), columns.size() == 1));
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
      line.append(
          value == null
              ? nullText
              : escaped(values.text(columns.get(i).type(), value), columns.size() == 1));
    }
    return line.append('\n').toString();
  }

  private void separate(StringBuilder line) {
    if (!line.isEmpty()) {
      line.append(delimiter);
    }
  }

  /**
   * @param alone whether it is the whole line, where {@code \.} would be the end of the rows
   */
  private String escaped(String value, boolean alone) {
    if (layout == Layout.CSV) {
      boolean quoted =
          value.equals(nullText)
              || (alone && value.equals("\\."))
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
