package dev.vitrine.cli.output;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Prints the rows of a result set that has not been read yet. */
public interface ResultPrinter {
  void print(ResultSet rows, PrintStream out) throws SQLException, IOException;

  /** The line under the rows: {@code "(3 rows)"}. */
  static String rowCount(long rows) {
    return "(" + rows + (rows == 1 ? " row)" : " rows)");
  }
}
