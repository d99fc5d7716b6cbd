package dev.vitrine.cli.output;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/** Aligned columns. A long result is printed in pages, so that it need not fit into memory. */
final class TablePrinter implements ResultPrinter {
  /** Rows per printed table, which bounds the memory. */
  private static final int PAGE = 1000;

  /** Every terminal has these, so that nothing need be asked for a narrow table. */
  private static final int ALWAYS_FITS = 80;

  /**
   * A column is not made narrower than this, nor than its header: a timestamp stays in one piece.
   */
  private static final int LEAST_WIDTH = 23;

  /** A space on either side, which the library counts as part of a column. */
  private static final int PADDING = 2;

  /** The padding of a column and the line after it. */
  private static final int BORDER = PADDING + 1;

  private final IntSupplier available;

  /**
   * Prints tables of a width.
   *
   * @param available how wide a table may be, if it can be
   */
  TablePrinter(IntSupplier available) {
    this.available = available;
  }

  @Override
  public void print(ResultSet rows, PrintStream out) throws SQLException {
    Heading[] headings = headings(rows.getMetaData());
    List<Object[]> page = new ArrayList<>();
    long count = 0;
    while (rows.next()) {
      Object[] cells = new Object[headings.length];
      for (int index = 0; index < cells.length; index++) {
        cells[index] = DisplayText.of(rows.getString(index + 1));
      }
      page.add(cells);
      count++;
      if (page.size() == PAGE) {
        printPage(headings, page, out);
        page.clear();
      }
    }
    if (!page.isEmpty() || count == 0) {
      printPage(headings, page, out);
    }
    out.println(ResultPrinter.rowCount(count));
  }

  private void printPage(Heading[] headings, List<Object[]> page, PrintStream out) {
    int[] widths = widths(headings, page);
    Column[] columns = new Column[headings.length];
    for (int index = 0; index < columns.length; index++) {
      columns[index] =
          new Column()
              .header(headings[index].label)
              .headerAlign(headings[index].align)
              .dataAlign(headings[index].align)
              .maxWidth(widths[index] + PADDING);
    }
    out.println(
        AsciiTable.builder()
            .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS)
            .lineSeparator("\n")
            .data(columns, page.toArray(new Object[0][]))
            .asString());
  }

  /** Widths of the columns: those of their texts, unless the table would be too wide then. */
  private int[] widths(Heading[] headings, List<Object[]> page) {
    int[] least = new int[headings.length];
    int[] widths = new int[headings.length];
    for (int index = 0; index < widths.length; index++) {
      int header = headings[index].label.length();
      int column = index;
      widths[index] =
          page.stream()
              .flatMap(cells -> cells[column].toString().lines())
              .mapToInt(String::length)
              .reduce(Math.max(header, 1), Math::max);
      least[index] = Math.max(header, LEAST_WIDTH);
    }
    if (tableWidth(widths) > ALWAYS_FITS) {
      fit(widths, least, available.getAsInt());
    }
    return widths;
  }

  /** Cuts the widest column, a character at a time, as long as that is needed and possible. */
  private static void fit(int[] widths, int[] least, int tableWidth) {
    for (int excess = tableWidth(widths) - tableWidth; excess > 0; excess--) {
      int widest = -1;
      for (int index = 0; index < widths.length; index++) {
        if (widths[index] > least[index] && (widest < 0 || widths[index] > widths[widest])) {
          widest = index;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private static int tableWidth(int[] widths) {
    return Arrays.stream(widths).sum() + BORDER * widths.length + 1;
  }

  /** The header of a column. */
  private record Heading(String label, HorizontalAlign align) {}

  /** Read before the rows: not every driver still knows them after the last one. */
  private static Heading[] headings(ResultSetMetaData metadata) throws SQLException {
    Heading[] headings = new Heading[metadata.getColumnCount()];
    for (int index = 0; index < headings.length; index++) {
      headings[index] =
          new Heading(
              DisplayText.of(metadata.getColumnLabel(index + 1)),
              isNumber(metadata.getColumnType(index + 1))
                  ? HorizontalAlign.RIGHT
                  : HorizontalAlign.LEFT);
    }
    return headings;
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
