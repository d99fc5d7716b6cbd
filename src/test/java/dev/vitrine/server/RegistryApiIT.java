package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestStore;
import dev.vitrine.server.mlflow.search.NameSpelling;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The released client, unmodified, with the address of the server as the registry URI. */
@Timeout(900)
@EnabledIfSystemProperty(
    named = "vitrine.python",
    matches = ".+",
    disabledReason = "no Python clients (-Dvitrine.python)")
final class RegistryApiIT {
  private static final String SCRIPT = "src/test/python/registry_api.py";

  /** In a build on one store; RestRegistryTest sends the same requests to both. */
  static Stream<TestStore> stores() {
    return Effort.NIGHTLY ? Stream.of(TestStore.values()) : Stream.of(TestStore.POSTGRESQL);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void theLifeOfModels(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl())) {
      run(server, "full");
    }
  }

  @Test
  void namesOfOnePartAreInTheDefaultSchema() throws Exception {
    ServerSettings settings = ServerSettings.local().withModelNames(NameSpelling.within("main.ml"));
    try (TestServer server = TestServer.start(TestStore.H2.newUrl(), settings)) {
      run(server, "flat");
    }
  }

  private static void run(TestServer server, String names) throws Exception {
    Path python = PythonScript.releases().get(0).resolve("bin/python");
    PythonScript script = new PythonScript(server, python, SCRIPT, List.of(names), Map.of());
    int status = script.runForked();
    assertThat(status).as(script.output()).isZero();
  }
}
