package dev.vitrine.server.statement;

import dev.vitrine.catalog.Column;
import dev.vitrine.server.rest.Json;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How the rows of a chunk are written. */
enum ResultFormat {
  /** An array of rows, each an array of texts and nulls. */
  JSON_ARRAY("application/json") {
    @Override
    String begin(List<Column> columns, boolean first) {
      return "[";
    }

    @Override
    String row(Object[] values, boolean first) {
      StringBuilder row = new StringBuilder(first ? "[" : ",[");
      for (int i = 0; i < values.length; i++) {
        row.append(i == 0 ? "" : ",")
            .append(values[i] == null ? "null" : Json.text(text(values[i])));
      }
      return row.append(']').toString();
    }

    @Override
    String end() {
      return "]";
    }
  },

  /** RFC 4180 with a header in the first chunk; NULL is {@code null}. */
  CSV("text/csv") {
    @Override
    String begin(List<Column> columns, boolean first) {
      return first ? row(columns.stream().map(Column::name).toArray(), true) : "";
    }

    @Override
    String row(Object[] values, boolean first) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < values.length; i++) {
        row.append(i == 0 ? "" : ",").append(values[i] == null ? "null" : quoted(values[i]));
      }
      return row.append("\r\n").toString();
    }

    @Override
    String end() {
      return "";
    }
  };

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

  private final String contentType;

  ResultFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /** The text before the first row of a chunk; {@code first} for the first chunk. */
  abstract String begin(List<Column> columns, boolean first);

  /** A row; {@code first} for the first of a chunk. */
  abstract String row(Object[] values, boolean first);

  /** The text after the last row of a chunk. */
  abstract String end();

  private static String quoted(Object value) {
    String text = text(value);
    boolean plain =
        !text.equals("null")
            && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Timestamps are in UTC and end with Z. */
  private static String text(Object value) {
    if (value instanceof LocalDateTime time) {
      return INSTANT.format(time);
    }
    if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }
}
