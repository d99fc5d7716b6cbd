package dev.vitrine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, as a separate process. */
final class VitrineJarIT {
  private static final Path JAR = Path.of(System.getProperty("vitrine.jar"));
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path directory;

  private String out = "";
  private String err = "";

  @Test
  void helpAndVersion() throws Exception {
    assertThat(vitrine("--help")).isZero();
    assertThat(out).contains("Usage: vitrine", "jdbc:vitrine:file:PATH", "Exit status:");
    assertThat(vitrine("--version")).isZero();
    assertThat(out).startsWith("Vitrine 0.").contains("Java ");
  }

  @Test
  void executeInMemory() throws Exception {
    String sql =
        "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE USER alice;"
            + " GRANT CREATE_MODEL ON SCHEMA c.s TO alice; SHOW GRANTS ON SCHEMA c.s";

    assertThat(vitrine("-u", "jdbc:vitrine:mem:x", "-n", "admin", "-e", sql)).isZero();
    assertThat(out).contains("alice", "CREATE MODEL", "(1 row)");
    assertThat(err).isEmpty();
  }

  @Test
  void misspeltPrivilegesLeaveNothingBehind() throws Exception {
    String sql = "CREATE CATALOG c; CREATE SCHEMA c.s; GRANT CREATE_MODLE ON SCHEMA c.s TO admin";

    assertThat(vitrine("-e", sql)).isOne();
    assertThat(out).isEmpty();
    assertThat(err)
        .contains(
            "line 1, column 44:\n",
            "Error 42601 PARSE_SYNTAX_ERROR: ",
            "    GRANT CREATE_MODLE ON SCHEMA c.s TO admin\n          ^\n",
            "Hint: ");
    assertThat(
            vitrine(
                "--format",
                "csv",
                "-e",
                "SELECT COUNT(*) AS n FROM catalogs WHERE catalog_name = 'c'"))
        .isZero();
    assertThat(out).isEqualTo("n\n0\n");
  }

  @Test
  void theDefaultStoreIsInTheHomeDirectoryAndPersistent() throws Exception {
    assertThat(vitrine("-e", "CREATE CATALOG kept")).isZero();
    assertThat(err).isEqualTo("Store: " + directory.resolve(".vitrine/registry") + "\n");

    assertThat(vitrine("-e", "SELECT catalog_name FROM catalogs WHERE catalog_name = 'kept'"))
        .isZero();
    assertThat(out).contains("| kept ");
  }

  @Test
  void pipedTextIsAScript() throws Exception {
    Running shell = start(List.of("-u", "jdbc:vitrine:mem:x"));
    try (Writer input = shell.process.outputWriter(UTF_8)) {
      input.write("SELECT 1 AS alpha;\n!echo done\n");
    }

    assertThat(shell.end()).isZero();
    assertThat(out).contains("admin> SELECT 1 AS alpha;", "| alpha |", "done");
  }

  @Test
  void aSecondProcessOnAnOpenFileStoreIsRefused() throws Exception {
    Running first = start(List.of());
    Writer input = first.process.outputWriter(UTF_8);
    input.write("CREATE CATALOG mine;\n");
    input.flush();
    BufferedReader answers = first.process.inputReader(UTF_8);
    String answer = answers.readLine();
    while (!answer.startsWith("OK")) {
      answer = answers.readLine();
    }

    assertThat(vitrine("-e", "CREATE CATALOG yours")).isOne();
    assertThat(out).isEmpty();
    assertThat(err).contains("Error 08001 CANNOT_CONNECT: ").doesNotContain("\tat ");

    input.close();
    assertThat(first.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(
            vitrine(
                "-e", "SELECT COUNT(*) AS n FROM catalogs WHERE catalog_name IN ('mine', 'yours')"))
        .isZero();
    assertThat(out).contains("| 1 |");
  }

  /** The program in docs/clients.md runs with the jar as its only class path. */
  @Test
  void theDocumentedJavaProgram() throws Exception {
    Matcher program =
        Pattern.compile("(?s)```java\n(.*?)```")
            .matcher(Files.readString(Path.of("docs/clients.md")));
    assertThat(program.find()).isTrue();
    Path source = Files.writeString(directory.resolve("WhoMay.java"), program.group(1));
    String store = directory.resolve("store").toString();

    assertThat(run(List.of(JAVA, "-cp", JAR.toString(), source.toString(), store)).end()).isZero();

    assertThat(out).isEqualTo("account users may CREATE MODEL\n");
    assertThat(
            vitrine("-u", "jdbc:vitrine:file:" + store, "-e", "SHOW GRANTS ON SCHEMA lab.ml_team"))
        .isZero();
    assertThat(out).contains("account users", "(1 row)");
  }

  private int vitrine(String... arguments) throws Exception {
    return start(List.of(arguments)).end();
  }

  private Running start(List<String> arguments) throws IOException {
    List<String> command = TestJvm.shortCommand();
    command.addAll(TestJvm.jarOptions());
    command.addAll(List.of("-Duser.home=" + directory, "-jar", JAR.toString()));
    command.addAll(arguments);
    return run(command);
  }

  private Running run(List<String> command) throws IOException {
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    return new Running(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** A process, whose standard error goes to a file so that it cannot block. */
  private final class Running {
    private final Process process;
    private final Path errors;

    Running(Process process, Path errors) {
      this.process = process;
      this.errors = errors;
    }

    int end() throws Exception {
      process.outputWriter(UTF_8).close();
      out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      err = Files.readString(errors);
      return process.exitValue();
    }
  }
}
