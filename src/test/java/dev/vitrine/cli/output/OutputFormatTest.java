package dev.vitrine.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Types;
import org.h2.tools.SimpleResultSet;
import org.junit.jupiter.api.Test;

final class OutputFormatTest {
  @Test
  void tablesAlignNumbersToTheRightAndCountRows() throws Exception {
    assertThat(print(OutputFormat.TABLE, 80, rows(1L, "one", 200L, null)))
        .isEqualTo(
            """
            +-----+------+
            |   n | text |
            +-----+------+
            |   1 | one  |
            | 200 | NULL |
            +-----+------+
            (2 rows)
            """);
  }

  @Test
  void emptyTablesHaveAHeader() throws Exception {
    assertThat(print(OutputFormat.TABLE, 80, rows()))
        .isEqualTo(
            """
            +---+------+
            | n | text |
            +---+------+
            +---+------+
            (0 rows)
            """);
  }

  @Test
  void wideCellsAreWrappedToTheWidth() throws Exception {
    String text = "word ".repeat(40).strip();

    String table = print(OutputFormat.TABLE, 100, rows(1L, text));

    assertThat(table.lines().mapToInt(String::length).max()).hasValue(100);
    assertThat(table.split("word", -1)).hasSize(41);
  }

  @Test
  void tablesMayBeLongerThanAPage() throws Exception {
    Object[] many = new Object[4002];
    for (int index = 0; index < many.length; index += 2) {
      many[index] = (long) index;
      many[index + 1] = "x";
    }

    assertThat(print(OutputFormat.TABLE, 80, rows(many))).endsWith("(2001 rows)\n");
  }

  @Test
  void controlCharactersCannotReachTheTerminal() throws Exception {
    String table = print(OutputFormat.TABLE, 80, rows(1L, "red\u001b[31m\u0007\rline\nnext\ttab"));

    assertThat(table)
        .contains("| red\\u001b[31m\\u0007line |", "| next    tab ")
        .doesNotContain("\u001b", "\u0007", "\r", "\t");
  }

  @Test
  void csvQuotesValuesAndDistinguishesNullFromEmpty() throws Exception {
    assertThat(
            print(
                OutputFormat.CSV,
                80,
                rows(
                    1L, "a,b", 2L, "say \"x\"", 3L, "two\nlines", 4L, null, 5L, "", 6L, "plain x")))
        .isEqualTo(
            """
            n,text
            1,"a,b"
            2,"say ""x\"""
            3,"two
            lines"
            4,
            5,""
            6,"plain x"
            """);
  }

  @Test
  void jsonIsAnArrayOfObjects() throws Exception {
    assertThat(print(OutputFormat.JSON, 80, rows(1L, "a \"b\"\n", 2L, null)))
        .isEqualTo("[\n  {\"n\":1,\"text\":\"a \\\"b\\\"\\n\"},\n  {\"n\":2,\"text\":null}\n]\n");
    assertThat(print(OutputFormat.JSON, 80, rows())).isEqualTo("[]\n");
  }

  @Test
  void verticalHasALinePerColumn() throws Exception {
    assertThat(print(OutputFormat.VERTICAL, 80, rows(1L, "two\nlines")))
        .isEqualTo(
            """
            -- row 1 --
               n | 1
            text | two
                   lines
            (1 row)
            """);
  }

  private static SimpleResultSet rows(Object... values) {
    SimpleResultSet rows = new SimpleResultSet();
    rows.addColumn("n", Types.BIGINT, 19, 0);
    rows.addColumn("text", Types.VARCHAR, 255, 0);
    for (int index = 0; index < values.length; index += 2) {
      rows.addRow(values[index], values[index + 1]);
    }
    return rows;
  }

  private static String print(OutputFormat format, int width, SimpleResultSet rows)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, UTF_8)) {
      format.printer(() -> width).print(rows, out);
    }
    return bytes.toString(UTF_8);
  }
}
