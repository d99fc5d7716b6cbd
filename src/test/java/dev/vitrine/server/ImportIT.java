package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.TestJvm;
import dev.vitrine.TestStore;
import dev.vitrine.cli.Main;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The command import, with a released MLflow server as the source. It runs on the class path of the
 * tests if {@code vitrine.jar} is not set.
 */
@Timeout(900)
@EnabledIfSystemProperty(
    named = "vitrine.python",
    matches = ".+",
    disabledReason = "no Python clients (-Dvitrine.python)")
final class ImportIT {
  private static final String SCRIPT = "src/test/python/import_source.py";

  @Test
  void everyModelOfAnMlflowServer() throws Exception {
    List<String> command = new ArrayList<>(TestJvm.shortCommand());
    String jar = System.getProperty("vitrine.jar");
    if (jar == null) {
      command.addAll(List.of("-cp", classPath(), Main.class.getName()));
    } else {
      command.addAll(List.of("-jar", Path.of(jar).toAbsolutePath().toString()));
    }
    Map<String, String> environment =
        Map.of("VITRINE_IMPORT", new JsonMapper().writeValueAsString(command));
    try (TestServer server = TestServer.start(TestStore.POSTGRESQL.newUrl())) {
      Path python = PythonScript.releases().get(0).resolve("bin/python");
      PythonScript script = new PythonScript(server, python, SCRIPT, List.of("all"), environment);
      int status = script.run();
      assertThat(status).as(script.output()).isZero();
    }
  }

  /** With absolute entries, because the script runs in another directory. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
