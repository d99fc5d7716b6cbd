package dev.vitrine.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell as a process would be, but for the process. */
final class ShellTest {
  @TempDir private Path directory;

  private final String url = TestStore.H2.newUrl();
  private String out = "";
  private String err = "";

  @Test
  void executePrintsEachResult() {
    int status =
        shell(
            "-e",
            "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE USER alice;"
                + " GRANT CREATE_MODEL ON SCHEMA c.s TO alice; SHOW GRANTS ON SCHEMA c.s");

    assertThat(err).isEmpty();
    assertThat(status).isZero();
    assertThat(out)
        .startsWith("OK, 1 changed.\n".repeat(4))
        .contains("| alice     | CREATE MODEL | SCHEMA     | c.s       |")
        .endsWith("(1 row)\n");
  }

  @Test
  void executeChecksAllBeforeItRunsAny() {
    int status =
        shell("-e", "CREATE CATALOG c;\n CREATE SCHEMA c.s;\nGRANT FLY ON CATALOG c TO admin");

    assertThat(status).isOne();
    assertThat(out).isEmpty();
    assertThat(err).startsWith("line 3, column 7:\nError 42601 PARSE_SYNTAX_ERROR: ");
    assertThat(err).contains("\n    GRANT FLY ON CATALOG c TO admin\n          ^\n");
    shell("--format", "csv", "-e", "SELECT catalog_name FROM catalogs WHERE catalog_name = 'c'");
    assertThat(out).isEqualTo("catalog_name\n");
  }

  /** Other characters would be stored in place of the malformed bytes. */
  @Test
  void scriptsThatAreNotUtf8AreRefused() throws IOException {
    byte[] latin = "CREATE CATALOG c;\nCREATE USER `j\u00f6rg`;\n".getBytes(ISO_8859_1);
    Path file = Files.write(directory.resolve("latin.sql"), latin);
    InputStream before = System.in;
    try {
      for (String source : List.of(file.toString(), "-")) {
        System.setIn(new ByteArrayInputStream(latin));
        assertThat(shell(source)).isOne();
        assertThat(err).endsWith("Error: The script is not encoded in UTF-8\n");
      }
    } finally {
      System.setIn(before);
    }
    assertThat(shell("-e", "!run " + file)).isOne();
    assertThat(err).endsWith("Error: The script is not encoded in UTF-8\n");
  }

  @Test
  void variablesAreLiterals() throws IOException {
    int status =
        script(
            """
            !let who SELECT 'it''s me'
            !set format csv
            SELECT :'who' AS a, ':who' AS b, CHAR_LENGTH(:'who') AS c;
            !let many SELECT version FROM versions
            """);

    assertThat(status).isOne();
    assertThat(out).contains("a,b,c\n\"it's me\",:who,7\n");
    assertThat(err).contains("The query of !let many has no value");
    assertThat(script("SELECT :'nothing';")).isOne();
    assertThat(err).contains("There is no variable nothing; set it with !let");
  }

  @Test
  void versionsPrintTheirNumber() {
    shell("-e", "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");

    shell("-e", "ALTER MODEL c.s.m ADD VERSION FROM 'runs:/1/model'; USE CATALOG c;");

    assertThat(out).isEqualTo("OK, version 1.\nOK.\n");
  }

  @Test
  void warningsGoToStandardError() {
    int status =
        shell("--format", "csv", "-e", "CREATE USER `adm\u0456n`; CREATE USER bob; SELECT 1 AS n");

    assertThat(status).isZero();
    assertThat(out).isEqualTo("n\n1\n");
    assertThat(err)
        .isEqualTo(
            "Warning: The name 'adm<U+0456>n' can be confused with another name: it contains letters of"
                + " several scripts.\n");
  }

  @Test
  void scriptsPrintCommentsStatementsAndResults() throws IOException {
    int status =
        script(
            """
            -- Who is who.
            CREATE USER alice
              WITH PASSWORD 'open sesame';
            !connect alice sesame
            SELECT current_user_name FROM (VALUES ('nobody')) AS t (current_user_name);
            !echo That was it.
            """);

    assertThat(err).isEmpty();
    assertThat(status).isZero();
    assertThat(out)
        .isEqualTo(
            """
            -- Who is who.
            admin> CREATE USER alice
                     WITH PASSWORD '********';
            OK, 1 changed.

            admin> !connect alice ********
            Connected as alice.

            alice> SELECT current_user_name FROM (VALUES ('nobody')) AS t (current_user_name);
            +-------------------+
            | current_user_name |
            +-------------------+
            | nobody            |
            +-------------------+
            (1 row)

            alice> !echo That was it.
            That was it.
            """);
  }

  @Test
  void scriptsStopAtTheFirstError() throws IOException {
    int status = script("CREATE CATALOG c;\n\nDROP CATALOG\n  nothere; DROP CATALOG c;\n");

    assertThat(status).isOne();
    assertThat(err)
        .startsWith(directory.resolve("script.sql") + ", line 4, column 3:\n")
        .contains("Error 42P08 CATALOG_NOT_FOUND: ", "\n      nothere\n      ^\n");
    assertThat(out).doesNotContain("DROP CATALOG c;");
  }

  @Test
  void expectedErrorsBelongToTheStory() throws IOException {
    int status = script("!expect 42P08\nDROP CATALOG nothere;\nSELECT 1 AS alpha;\n");

    assertThat(err).isEmpty();
    assertThat(status).isZero();
    assertThat(out).contains("Error 42P08 CATALOG_NOT_FOUND: ", "| alpha |");
  }

  @Test
  void anotherErrorThanTheExpectedOneStopsTheScript() throws IOException {
    int status = script("!expect 42501\nDROP CATALOG nothere;\nSELECT 1 AS alpha;\n");

    assertThat(status).isOne();
    assertThat(err).contains("script.sql, line 2", "42P08", "expected SQLSTATE 42501");
    assertThat(out).doesNotContain("alpha");
  }

  @Test
  void noErrorWhereOneIsExpectedStopsTheScript() throws IOException {
    int status = script("!expect 42501\nCREATE CATALOG c;\nSELECT 1 AS alpha;\n");

    assertThat(status).isOne();
    assertThat(err)
        .contains(
            "script.sql, line 2:\nError: SQLSTATE 42501 was expected, but there was no error");
    assertThat(out).doesNotContain("alpha");
  }

  @Test
  void anExpectationThatNothingFollowsIsAnError() throws IOException {
    assertThat(script("SELECT 1;\n!expect 42501\n")).isOne();
    assertThat(err).contains("script.sql, line 2:", "42501 was expected");
  }

  @Test
  void refusedConnectionsMayBeExpectedAndChangeNothing() throws IOException {
    int status = script("!expect 28000\n!connect nobody_of_this_name\n!status\n");

    assertThat(err).isEmpty();
    assertThat(status).isZero();
    assertThat(out).contains("Error 28000 AUTHENTICATION_FAILED", "Connected as admin at " + url);
  }

  @Test
  void scriptsMayRunTheirNeighboursAndQuit() throws IOException {
    Files.writeString(directory.resolve("other.sql"), "SELECT 2 AS beta;\n");

    int status = script("!run other.sql\n!quit\nSELECT 3 AS gamma;\n");

    assertThat(status).isZero();
    assertThat(out).contains("| beta |").doesNotContain("gamma");
  }

  @Test
  void unknownCommandsStopTheScript() throws IOException {
    assertThat(script("!fly\n")).isOne();
    assertThat(err)
        .contains("script.sql, line 1:\nError: There is no command !fly; there are !connect");
    assertThat(script("!set format xml\n")).isOne();
    assertThat(err).contains("The formats are table, csv, json and vertical");
  }

  @Test
  void programsGetRowsAndNothingElse() throws IOException {
    Path script = directory.resolve("script.sql");
    Files.writeString(script, "-- c\nCREATE CATALOG c;\n!connect admin\nSELECT 'a,b' AS x;\n");

    assertThat(shell("--format", "csv", script.toString())).isZero();
    assertThat(out).isEqualTo("x\n\"a,b\"\n");
    assertThat(shell("--format", "json", "-e", "SELECT 1 AS n, CAST(NULL AS VARCHAR) AS x"))
        .isZero();
    assertThat(out).isEqualTo("[\n  {\"n\":1,\"x\":null}\n]\n");
  }

  @Test
  void wrongCommandLinesHaveStatusTwo() {
    assertThat(shell("--fly")).isEqualTo(2);
    assertThat(err).contains("--fly").hasLineCount(2);
    assertThat(shell(directory.resolve("nothere.sql").toString())).isEqualTo(2);
    assertThat(err).startsWith("There is no file ");
  }

  @Test
  void aStoreThatCannotBeOpenedIsAnError() {
    assertThat(Main.run(stream(), stream(), "-u", "jdbc:nothing:x", "-e", "SELECT 1")).isOne();
  }

  private static PrintStream stream() {
    return new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
  }

  private int script(String text) throws IOException {
    Path file = directory.resolve("script.sql");
    Files.writeString(file, text);
    return shell(file.toString());
  }

  private int shell(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "-u";
    all[1] = url;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status;
    try (PrintStream outStream = new PrintStream(output, false, UTF_8);
        PrintStream errStream = new PrintStream(errors, false, UTF_8)) {
      status = Main.run(outStream, errStream, all);
    }
    out = output.toString(UTF_8);
    err = errors.toString(UTF_8);
    return status;
  }
}
