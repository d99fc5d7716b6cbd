package dev.vitrine.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.error.VitrineException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters that the locale does not have are refused, not stored as something else. */
final class LocaleCheckTest {
  private static final LocaleCheck ASCII = new LocaleCheck("ANSI_X3.4-1968");

  @Test
  void textThatWasNotDecodedIsRefused() {
    assertThatThrownBy(() -> ASCII.require(Map.of(), "-e", "SELECT 'gr\uFFFD\uFFFDn'"))
        .isInstanceOf(VitrineException.class)
        .hasMessage(
            "[INVALID_PARAMETER_VALUE] Argument 2 has characters that the locale's encoding,"
                + " ANSI_X3.4-1968, does not have. Hint: Set a locale with UTF-8, for example"
                + " LC_ALL=C.UTF-8.");
    assertThatThrownBy(() -> ASCII.require(Map.of("VITRINE_ADMIN_PASSWORD", "hush\uFFFD")))
        .hasMessageContaining("The environment variable VITRINE_ADMIN_PASSWORD has")
        .hasMessageNotContaining("hush");
  }

  @Test
  void otherTextIsLetThrough() {
    ASCII.require(Map.of("OTHER", "\uFFFD"), "-e", "SELECT 1");
    new LocaleCheck("UTF-8").require(Map.of("VITRINE_X", "\uFFFD"), "\uFFFD");
    new LocaleCheck("ISO-8859-1").require(Map.of(), "gr\u00fcn");
  }

  /** The shell writes the letter as two bytes of UTF-8, as a terminal would send it. */
  private static String run(Path directory, String locale, String arguments) throws Exception {
    Path output = directory.resolve("output");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                "LC_ALL="
                    + locale
                    + " exec "
                    + java
                    + " -Duser.home="
                    + directory
                    + " -cp '"
                    + System.getProperty("java.class.path")
                    + "' dev.vitrine.cli.Main -u jdbc:vitrine:mem:locale "
                    + arguments)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new File("/dev/null"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return process.exitValue() + " " + Files.readString(output, UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void processesRefuseOrKeepLetters(@TempDir Path directory) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
    String query = "--format csv -e \"$(printf \"SELECT '\\303\\244' AS letter\")\"";
    assertThat(run(directory, "C", query))
        .startsWith("2 [INVALID_PARAMETER_VALUE] Argument")
        .contains("LC_ALL=C.UTF-8");
    assertThat(run(directory, "C", "-n \"$(printf 'j\\303\\266rg')\" -e 'SELECT 1'"))
        .startsWith("2 [INVALID_PARAMETER_VALUE] Argument");
    assertThat(run(directory, "C", "\"$(printf 'j\\303\\266rg.sql')\""))
        .startsWith("2 [INVALID_PARAMETER_VALUE] Argument");
    assertThat(run(directory, "C.UTF-8", query)).startsWith("0 letter").contains("\u00e4");
    Path script = Files.writeString(directory.resolve("run.sql"), "!run j\u00f6rg.sql\n");
    assertThat(run(directory, "C", script.toString()))
        .startsWith("1 ")
        .contains(
            "run.sql, line 1:\nError: No file can have the name j\u00f6rg.sql in this locale");
  }
}
