package dev.vitrine.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** Comma-separated values with a header. */
final class CsvPrinter implements ResultPrinter {
  private static final CsvMapper MAPPER =
      CsvMapper.csvBuilder()
          .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  @Override
  public void print(ResultSet rows, PrintStream out) throws SQLException, IOException {
    ResultSetMetaData metadata = rows.getMetaData();
    int columns = metadata.getColumnCount();
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    CsvSchema schema = CsvSchema.emptySchema().withNullValue("").withLineSeparator("\n");
    try (SequenceWriter lines = MAPPER.writer(schema).writeValuesAsArray(writer)) {
      Object[] line = new Object[columns];
      for (int index = 0; index < columns; index++) {
        line[index] = metadata.getColumnLabel(index + 1);
      }
      lines.write(line);
      while (rows.next()) {
        for (int index = 0; index < columns; index++) {
          line[index] = rows.getString(index + 1);
        }
        lines.write(line);
      }
    }
    writer.flush();
  }
}
