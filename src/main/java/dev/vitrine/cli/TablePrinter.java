package dev.vitrine.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Aligned columns. A long result is printed in pages, so that it need not fit into memory. */
final class TablePrinter implements ResultPrinter {
  private static final int PAGE = 1000;

  private final IntSupplier width;

  TablePrinter(IntSupplier width) {
    this.width = width;
  }

  @Override
  public void print(ResultSet rows, PrintStream out) throws SQLException {
    Column[] columns = columns(rows.getMetaData());
    List<Object[]> page = new ArrayList<>();
    long count = 0;
    while (rows.next()) {
      Object[] cells = new Object[columns.length];
      for (int index = 0; index < cells.length; index++) {
        cells[index] = DisplayText.of(rows.getString(index + 1));
      }
      page.add(cells);
      count++;
      if (page.size() == PAGE) {
        printPage(columns, page, out);
        page.clear();
      }
    }
    if (!page.isEmpty() || count == 0) {
      printPage(columns, page, out);
    }
    out.println(ResultPrinter.rowCount(count));
  }

  private void printPage(Column[] columns, List<Object[]> page, PrintStream out) {
    out.println(
        AsciiTable.builder()
            .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS)
            .lineSeparator("\n")
            .maxTableWidth(width.getAsInt())
            .data(columns, page.toArray(new Object[0][]))
            .asString());
  }

  private static Column[] columns(ResultSetMetaData metadata) throws SQLException {
    Column[] columns = new Column[metadata.getColumnCount()];
    for (int index = 0; index < columns.length; index++) {
      HorizontalAlign align =
          isNumber(metadata.getColumnType(index + 1))
              ? HorizontalAlign.RIGHT
              : HorizontalAlign.LEFT;
      columns[index] =
          new Column()
              .header(DisplayText.of(metadata.getColumnLabel(index + 1)))
              .headerAlign(align)
              .dataAlign(align)
              .maxWidth(Integer.MAX_VALUE);
    }
    return columns;
  }

  private static boolean isNumber(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          true;
      default -> false;
    };
  }
}
