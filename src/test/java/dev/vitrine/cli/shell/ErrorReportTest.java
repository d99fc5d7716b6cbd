package dev.vitrine.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.cli.script.ScriptPiece.Sql;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class ErrorReportTest {
  @Test
  void showsConditionStateCaretAndHint() {
    String sql = "GRANT CREATE_MODLE\n  ON SCHEMA c.s TO alice";
    SQLException error =
        new SQLException(
            "[PARSE_SYNTAX_ERROR] Unknown privilege 'CREATE_MODLE'. (line 1, column 7)"
                + " Hint: Did you mean CREATE MODEL?",
            "42601");

    assertThat(ErrorReport.of(error).describe(sql))
        .isEqualTo(
            """
            Error 42601 PARSE_SYNTAX_ERROR: Unknown privilege 'CREATE_MODLE'.
                GRANT CREATE_MODLE
                      ^
            Hint: Did you mean CREATE MODEL?
            """);
  }

  @Test
  void theCaretMayBeOnALaterLineAndBehindTheEnd() {
    SQLException error = new SQLException("[X_Y] wrong (line 2, column 4)", "42601");

    assertThat(ErrorReport.of(error).describe("a\n\tbc"))
        .isEqualTo("Error 42601 X_Y: wrong\n    \tbc\n    \t  ^\n");
  }

  @Test
  void aPositionOutsideTheTextIsAccepted() {
    SQLException error = new SQLException("[X_Y] wrong (line 7, column 99)", "42601");

    assertThat(ErrorReport.of(error).describe("a")).isEqualTo("Error 42601 X_Y: wrong\n");
  }

  @Test
  void longLinesAreCutAroundTheCaret() {
    String sql = "SELECT " + "a, ".repeat(100) + "bad" + ", a".repeat(100);
    SQLException error = new SQLException("[X_Y] wrong (line 1, column 308)", "42601");

    String[] lines = ErrorReport.of(error).describe(sql).split("\n");

    assertThat(lines[1]).startsWith("    …").endsWith("…").hasSize(106);
    assertThat(lines[1].substring(lines[2].indexOf('^'))).startsWith("bad");
  }

  @Test
  void passwordsAreMaskedAndTheCaretMovesWithThem() {
    String sql = "CREATE USER a WITH PASSWORD 'a very long pass phrase' WRONG";
    SQLException error = new SQLException("[X_Y] wrong (line 1, column 55)", "42601");

    assertThat(ErrorReport.of(error).describe(sql))
        .isEqualTo(
            """
            Error 42601 X_Y: wrong
                CREATE USER a WITH PASSWORD '********' '********'
                                                       ^
            """);
  }

  @Test
  void locationsCountInTheScript() {
    Sql statement = new Sql(10, 5, "a\nb");

    assertThat(report("[X_Y] w (line 1, column 1)").location("f.sql", statement))
        .isEqualTo("f.sql, line 10, column 5");
    assertThat(report("[X_Y] w (line 2, column 1)").location("", statement))
        .isEqualTo("line 11, column 1");
    assertThat(report("[X_Y] w").location("f.sql", statement)).isEqualTo("f.sql, line 10");
  }

  @Test
  void messagesOfOtherDriversAreShownAsTheyAre() {
    assertThat(ErrorReport.of(new SQLException("no [luck] (line 1, column 2) today")).describe("x"))
        .isEqualTo("Error: no [luck] (line 1, column 2) today\n");
    assertThat(ErrorReport.of(new SQLException()).describe("x"))
        .isEqualTo("Error: java.sql.SQLException\n");
  }

  private static ErrorReport report(String message) {
    return ErrorReport.of(new SQLException(message, "42601"));
  }
}
