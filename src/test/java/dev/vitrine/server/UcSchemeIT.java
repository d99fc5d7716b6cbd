package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.session.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scheme {@code uc:} of the released clients, unmodified, which reads files in place where the
 * server permits it.
 */
@Timeout(900)
@EnabledIfSystemProperty(
    named = "vitrine.python",
    matches = ".+",
    disabledReason = "no Python clients (-Dvitrine.python)")
final class UcSchemeIT {
  private static final String UC = "src/test/python/uc_scheme.py";

  /** One way to run the script of the scheme {@code uc:}. */
  record UcRun(TestStore store, Path python, boolean direct) {
    @Override
    public String toString() {
      return "uc: of "
          + python.getFileName()
          + " on "
          + store
          + (direct ? " with direct files" : "");
    }
  }

  /** Each release of {@link PythonScript#releases} both ways, the ways on stores in turn. */
  static Stream<UcRun> ucRuns() {
    List<UcRun> runs = new ArrayList<>();
    TestStore[] stores = TestStore.values();
    List<Path> releases = PythonScript.releases();
    for (int n = 0; n < releases.size(); n++) {
      runs.add(new UcRun(stores[n % stores.length], releases.get(n), false));
      runs.add(new UcRun(stores[(n + 1) % stores.length], releases.get(n), true));
    }
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("ucRuns")
  void theUcSchemeReachesFilesOnlyWhereItMay(UcRun run) throws Exception {
    try (TestServer server =
        run.direct()
            ? TestServer.startWithDirectFiles(run.store().newUrl())
            : TestServer.start(run.store().newUrl())) {
      PythonScript script =
          new PythonScript(
              server,
              run.python().resolve("bin/python"),
              UC,
              List.of(run.direct() ? "direct" : "remote"),
              Map.of());
      int status = script.runForked();
      assertThat(status).as(script.output()).isZero();
    }
  }

  /** Each release, on stores in turn. */
  static Stream<UcRun> lentRuns() {
    return ucRuns().filter(run -> !run.direct());
  }

  /** Needs a server of STS too, which the newest release's environment has. */
  @ParameterizedTest
  @MethodSource("lentRuns")
  void theUcSchemeReachesFilesInS3WithCredentialsForOneVersion(UcRun run) throws Exception {
    try (StsServer sts = StsServer.start(PythonScript.releases().get(0).resolve("bin/python"))) {
      S3Location place = sts.newLocation();
      FileSettings files = new FileSettings(place, true, false, false, Optional.of(StsServer.ROLE));
      String store = run.store().newUrl();
      try (TestServer server = TestServer.start(store, files)) {
        // Else the files of dropped models stay, so that these can be restored.
        TestRegistry.at(store).admin().run("ALTER METASTORE SET RETENTION DROPPED 0 DAYS");
        String endpoint = place.endpoint().orElseThrow().toString();
        PythonScript script =
            new PythonScript(
                server,
                run.python().resolve("bin/python"),
                UC,
                List.of("lent"),
                Map.of("MLFLOW_S3_ENDPOINT_URL", endpoint));
        int status = script.runForked();
        assertThat(status).as(script.output()).isZero();
        try (Engine engine = Engine.open(store)) {
          FileStorage storage = engine.files(place);
          // Also by a server that has no role any more.
          storage.s3ClientFiles(null).orElseThrow().collect();
          storage.collectSets();
        }
        assertThat(sts.keys(place)).containsExactly(place.prefix() + "/vitrine-storage");
      }
    }
  }
}
