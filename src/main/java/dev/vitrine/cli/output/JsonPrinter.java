package dev.vitrine.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** An array with an object per row, one row a line. */
final class JsonPrinter implements ResultPrinter {
  private static final JsonFactory FACTORY = new JsonFactory();

  @Override
  public void print(ResultSet rows, PrintStream out) throws SQLException, IOException {
    ResultSetMetaData metadata = rows.getMetaData();
    String separator = "[";
    while (rows.next()) {
      out.print(separator + "\n  ");
      try (JsonGenerator json = FACTORY.createGenerator(out)) {
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        for (int index = 1; index <= metadata.getColumnCount(); index++) {
          json.writeFieldName(metadata.getColumnLabel(index));
          writeValue(json, rows, index);
        }
        json.writeEndObject();
      }
      separator = ",";
    }
    out.println(separator.equals("[") ? "[]" : "\n]");
  }

  private static void writeValue(JsonGenerator json, ResultSet rows, int column)
      throws SQLException, IOException {
    Object value = rows.getObject(column);
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof Double || value instanceof Float) {
      json.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(rows.getString(column));
    }
  }
}
