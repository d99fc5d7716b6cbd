package dev.vitrine.cli.output;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** A line per column, the names aligned to the right. */
final class VerticalPrinter implements ResultPrinter {
  @Override
  public void print(ResultSet rows, PrintStream out) throws SQLException {
    ResultSetMetaData metadata = rows.getMetaData();
    int widest = 0;
    for (int index = 1; index <= metadata.getColumnCount(); index++) {
      widest = Math.max(widest, metadata.getColumnLabel(index).length());
    }
    String continuation = "\n" + " ".repeat(widest + 3);
    long count = 0;
    while (rows.next()) {
      count++;
      out.println("-- row " + count + " --");
      for (int index = 1; index <= metadata.getColumnCount(); index++) {
        String label = metadata.getColumnLabel(index);
        String value = DisplayText.of(rows.getString(index)).replace("\n", continuation);
        out.println(" ".repeat(widest - label.length()) + label + " | " + value);
      }
    }
    out.println(ResultPrinter.rowCount(count));
  }
}
