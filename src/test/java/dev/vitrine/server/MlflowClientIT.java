package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.blob.StorageLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The released clients, unmodified, against a server on each store. Where they are installed is in
 * the property {@code vitrine.python}, one directory a release; {@code .ci/run} installs them.
 */
@Timeout(900)
@EnabledIfSystemProperty(
    named = "vitrine.python",
    matches = ".+",
    disabledReason = "no Python clients (-Dvitrine.python)")
final class MlflowClientIT {
  private static final String PAGE = "src/test/python/seed_page.py";
  private static final String SDK = "src/test/python/sdk.py";
  private static final String REFUSALS = "src/test/python/refusals.py";
  private static final String QUICKSTART = "docs/mlflow_quickstart.py";

  @TempDir private Path folder;

  /** The configuration of the client. */
  enum Mode {
    SIGNED_URLS(Map.of()),
    FILES_API(Map.of("MLFLOW_USE_DATABRICKS_SDK_MODEL_ARTIFACTS_REPO_FOR_UC", "true")),
    NATIVE(Map.of("MLFLOW_ENABLE_UC_NATIVE_MODEL_REGISTRY", "true"));

    private final Map<String, String> environment;

    Mode(Map<String, String> environment) {
      this.environment = environment;
    }
  }

  /** One way to run a script. */
  record Run(TestStore store, TestStorage storage, Path python, String script, Mode mode) {
    Run(TestStore store, Path python, String script, Mode mode) {
      this(store, TestStorage.DISK, python, script, mode);
    }

    @Override
    public String toString() {
      return script
          + " of "
          + python.getFileName()
          + " on "
          + store
          + " and "
          + storage
          + ", "
          + mode;
    }
  }

  /**
   * At night all of the first release, which is the newest, and of the others what clients do by
   * default. In a build each script once, and its modes on different stores.
   */
  static Stream<Run> runs() {
    return Effort.NIGHTLY ? allRuns() : runsInBuild();
  }

  private static Stream<Run> runsInBuild() {
    Path newest = PythonScript.releases().get(0);
    return Stream.of(
        new Run(TestStore.POSTGRESQL, newest, PAGE, Mode.SIGNED_URLS),
        new Run(TestStore.H2, TestStorage.S3, newest, PAGE, Mode.FILES_API),
        new Run(TestStore.H2, newest, PAGE, Mode.NATIVE),
        new Run(TestStore.POSTGRESQL, newest, SDK, Mode.NATIVE),
        new Run(TestStore.POSTGRESQL, newest, REFUSALS, Mode.NATIVE),
        new Run(TestStore.H2, newest, QUICKSTART, Mode.SIGNED_URLS));
  }

  private static Stream<Run> allRuns() {
    List<Run> runs = new ArrayList<>();
    List<Path> releases = PythonScript.releases();
    for (Mode mode : List.of(Mode.SIGNED_URLS, Mode.FILES_API)) {
      runs.add(new Run(TestStore.H2, TestStorage.S3, releases.get(0), PAGE, mode));
    }
    for (TestStore store : TestStore.values()) {
      for (Path release : releases) {
        runs.add(new Run(store, release, PAGE, Mode.SIGNED_URLS));
      }
      Path newest = releases.get(0);
      runs.add(new Run(store, newest, PAGE, Mode.NATIVE));
      runs.add(new Run(store, newest, SDK, Mode.NATIVE));
    }
    Path newest = releases.get(0);
    runs.add(new Run(TestStore.POSTGRESQL, newest, PAGE, Mode.FILES_API));
    runs.add(new Run(TestStore.H2, newest, REFUSALS, Mode.SIGNED_URLS));
    runs.add(new Run(TestStore.POSTGRESQL, newest, REFUSALS, Mode.NATIVE));
    runs.add(new Run(TestStore.H2, newest, QUICKSTART, Mode.SIGNED_URLS));
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void clientsWorkAsDocumented(Run run) throws Exception {
    StorageLocation storage = run.storage().newLocation(folder);
    try (TestServer server = TestServer.start(run.store().newUrl(), storage)) {
      if (run.script().startsWith("docs")) {
        RestTest.sql(
            server,
            "CREATE CATALOG staging; CREATE SCHEMA staging.ml_team; CREATE CATALOG prod;"
                + "CREATE SCHEMA prod.ml_team");
      }
      PythonScript script =
          new PythonScript(
              server,
              run.python().resolve("bin/python"),
              run.script(),
              List.of(),
              run.mode().environment);
      // Users start the quick start by itself.
      int status = run.script().equals(QUICKSTART) ? script.run() : script.runForked();
      assertThat(status).as(script.output()).isZero();
    }
  }
}
