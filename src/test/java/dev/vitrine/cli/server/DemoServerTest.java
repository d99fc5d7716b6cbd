package dev.vitrine.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestJvm;
import dev.vitrine.cli.Main;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code server --demo}, as a newcomer starts it. */
@Timeout(120)
final class DemoServerTest {
  private static final Pattern USER = Pattern.compile("(?m)^  (\\w+) +(\\S+)  ");

  @TempDir private Path home;

  @Test
  void servesTheExampleToItsUsers() throws Exception {
    Path errors = home.resolve("errors");
    Process process = start(errors, "server", "--demo", "--port", "0", "--pg-port", "0");
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String url = out.readLine();
      assertThat(url).as(Files.readString(errors)).startsWith("jdbc:vitrine://127.0.0.1:");
      String pages = url.replace("jdbc:vitrine:", "Web pages: http:");
      String next = out.readLine();
      while (!next.equals(pages)) {
        next = requireNonNull(out.readLine(), "the address of the pages");
      }
      List<String> users = new ArrayList<>();
      Matcher found = USER.matcher(Files.readString(errors));
      while (found.find()) {
        users.add(found.group(1));
        assertThat(value(url, found.group(1), found.group(2), "SELECT CURRENT_USER"))
            .isEqualTo(found.group(1));
        if (users.size() == 1) {
          assertContent(url, found.group(2));
        }
      }
      assertThat(users)
          .containsExactly("admin", "alice", "bob", "carol", "dave", "erin", "scoring_job");
      assertThat(home.resolve(".vitrine")).as("no default store").doesNotExist();
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static void assertContent(String url, String password) throws Exception {
    assertThat(
            value(
                url,
                "admin",
                password,
                "SELECT COUNT(*) FROM catalogs WHERE catalog_name <> 'system'"))
        .isEqualTo("3");
    assertThat(value(url, "admin", password, "SELECT COUNT(*) FROM models")).isEqualTo("12");
    assertThat(
            value(
                url,
                "admin",
                password,
                "SELECT COUNT(*) FROM versions WHERE signature IS NOT NULL"
                    + " AND full_name LIKE 'research.tutorial.%'"))
        .isEqualTo("3");
    assertThat(value(url, "admin", password, "SELECT SUM(files) FROM version_files"))
        .isEqualTo("15");
    assertThat(
            value(
                url,
                "admin",
                password,
                "SELECT COUNT(*) FROM access.audit WHERE response_code = 403"))
        .isNotEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--store=jdbc:vitrine:mem:x",
        "--storage=/x",
        "--host=0.0.0.0",
        "--pg-host=0.0.0.0",
        "--s3-region=x"
      })
  void servesNothingElse(String option) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status;
    try (PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        PrintStream err = new PrintStream(errors, false, UTF_8)) {
      status = Main.run(out, err, "server", "--demo", "--port", "0", "--pg-port", "0", option);
    }
    assertThat(status).isEqualTo(2);
    assertThat(errors.toString(UTF_8)).contains("--demo serves an example of its own");
  }

  private Process start(Path errors, String... arguments) throws Exception {
    List<String> command = TestJvm.shortCommand();
    command.add("-Duser.home=" + home);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  private static String value(String url, String user, String password, String sql)
      throws Exception {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
