package dev.vitrine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples print the expected output on every store, and can be repeated. */
final class SqlExamplesTest {
  private static final Path EXAMPLES = Path.of("sql-examples");
  private static final Path ACTUAL = Path.of("target", "sql-examples");

  /** The content of {@code server --demo}, which leaves its users and objects. */
  private static final Path FILLS_EMPTY_REGISTRY = Path.of("demo.sql");

  /** As wide as what replaces it, so that tables keep their form. */
  private static final Pattern POINT_IN_TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}\\.\\d{3}");

  /** The variable parts of a token: its number and its text. */
  private static final Pattern TOKEN =
      Pattern.compile("(token_id \\| )\\d+|(vt[rs]_)[A-Za-z0-9_-]{43}");

  /** The expiry in an activation file. */
  private static final Pattern EXPIRY = Pattern.compile("(\"expirationTime\":\")[^\"]+");

  /** The variable parts of a session: its ID and the version of its client. */
  private static final Pattern SESSION =
      Pattern.compile("(session_id \\| )[0-9a-f]{32}|(driver )\\d\\S*");

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("scriptsAndStores")
  void printsTheExpectedOutput(Path script, TestStore store) throws IOException {
    String url = store.newUrl();

    String first = run(script, url);

    String name = script.getFileName().toString().replace(".sql", ".out");
    Path expected = EXAMPLES.resolve("expected").resolve(name);
    Path actual = ACTUAL.resolve(store.name().toLowerCase(Locale.ROOT)).resolve(name);
    Files.createDirectories(actual.getParent());
    Files.writeString(actual, first);
    assertThat(first)
        .as("what %s prints; to accept it, copy %s to %s", script, actual, expected)
        .isEqualTo(Files.exists(expected) ? Files.readString(expected) : "");
    if (!script.endsWith(FILLS_EMPTY_REGISTRY)) {
      assertThat(run(script, url)).as("what %s prints when it runs again", script).isEqualTo(first);
    }
  }

  private static String run(Path script, String url) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status;
    try (PrintStream out = new PrintStream(output, false, UTF_8);
        PrintStream err = new PrintStream(errors, false, UTF_8)) {
      status = Main.run(out, err, "-u", url, script.toString());
    }
    assertThat(errors.toString(UTF_8)).as("errors of " + script).isEmpty();
    assertThat(status).isZero();
    String times =
        POINT_IN_TIME.matcher(output.toString(UTF_8)).replaceAll("YYYY-MM-DD hh:mm:ss.sss");
    String sessions =
        SESSION
            .matcher(times)
            .replaceAll(
                found -> found.group(1) == null ? found.group(2) + "V" : found.group(1) + "…");
    String tokens =
        TOKEN
            .matcher(sessions)
            .replaceAll(
                found -> found.group(1) == null ? found.group(2) + "…" : found.group(1) + "N");
    return EXPIRY.matcher(tokens).replaceAll("$1…");
  }

  private static List<Arguments> scriptsAndStores() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".sql"))
          .sorted()
          .flatMap(
              file -> Arrays.stream(TestStore.values()).map(store -> Arguments.of(file, store)))
          .toList();
    }
  }
}
