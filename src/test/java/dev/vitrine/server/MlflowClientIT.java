package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The released clients, unmodified, against a server on each store. Where they are installed is in
 * the property {@code vitrine.python}, one directory a release; {@code .ci/run} installs them.
 */
@Timeout(900)
@EnabledIfSystemProperty(named = "vitrine.python", matches = ".+")
final class MlflowClientIT {
  private static final Map<String, Map<String, String>> MODES =
      Map.of(
          "signed urls", Map.of(),
          "files API", Map.of("MLFLOW_USE_DATABRICKS_SDK_MODEL_ARTIFACTS_REPO_FOR_UC", "true"),
          "native", Map.of("MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY", "true"));

  /** One way to run a script. */
  record Run(TestStore store, Path python, String script, String mode) {
    @Override
    public String toString() {
      return script + " of " + python.getFileName() + " on " + store + ", " + mode;
    }
  }

  static Stream<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (String release : System.getProperty("vitrine.python").split(",")) {
      for (TestStore store : TestStore.values()) {
        for (String mode : MODES.keySet()) {
          runs.add(new Run(store, Path.of(release), "seed_page.py", mode));
        }
      }
    }
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theyDoWhatTheirDocumentsSay(Run run) throws Exception {
    try (TestServer server = TestServer.start(run.store().newUrl())) {
      PythonScript script =
          new PythonScript(
              server, run.python().resolve("bin/python"), run.script(), MODES.get(run.mode()));
      int status = script.run();
      assertThat(status).as(script.output()).isZero();
    }
  }
}
