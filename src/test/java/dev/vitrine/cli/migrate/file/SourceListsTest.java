package dev.vitrine.cli.migrate.file;

import static dev.vitrine.cli.migrate.http.StubRegistry.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.http.RegistryPages;
import dev.vitrine.cli.migrate.http.StubRegistry;
import dev.vitrine.cli.migrate.registry.SourceAddress;
import dev.vitrine.cli.migrate.source.RegistrySource;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceVersion;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists of registries that do not end, are too long, take too long or are malformed. */
final class SourceListsTest {
  private static final String DIRECTORIES =
      "{\"files\": [{\"path\": \"a\", \"is_dir\": true}, {\"path\": \"b\", \"is_dir\": true}]}";

  private static SourceVersion version() {
    return new SourceVersion(1, "", Instant.EPOCH, "", "", "", "None", true, Map.of(), "");
  }

  /** A server whose versions have files with this URI and these directories. */
  private static StubRegistry artifacts(String uri, String listing) {
    return new StubRegistry(
        (exchange, request) ->
            json(
                exchange,
                exchange.getRequestURI().getPath().endsWith("/get-download-uri")
                    ? "{\"artifact_uri\": \"" + uri + "\"}"
                    : listing));
  }

  @Test
  void pagesAreBounded() {
    try (StubRegistry server =
        new StubRegistry(
            (exchange, request) -> json(exchange, "{\"next_page_token\": \"" + request + "\"}"))) {
      RegistryPages pages = new RegistryPages(server.client(), 5);
      assertThatThrownBy(() -> pages.all("/x", "list", Map.of()))
          .isInstanceOf(MigrationException.class)
          .hasMessage("/x has more than 5 pages.");
      assertThat(server.requests()).isEqualTo(5);
    }
  }

  @Test
  void pagesThatRepeatAreRefused() {
    try (StubRegistry server =
        new StubRegistry(
            (exchange, request) ->
                json(exchange, "{\"next_page_token\": \"" + request % 2 + "\"}"))) {
      RegistrySource source =
          SourceAddress.parse("mlflow:" + server.url()).open(Map.of(), null, null);
      assertThatThrownBy(source::names)
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("a page that refers to an earlier page");
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void objectsAreBounded() {
    String objects = IntStream.range(0, 50_001).mapToObj(i -> "1").collect(Collectors.joining(","));
    try (StubRegistry server =
        new StubRegistry(
            (exchange, request) ->
                json(
                    exchange,
                    "{\"list\": [" + objects + "], \"next_page_token\": \"" + request + "\"}"))) {
      assertThatThrownBy(() -> new RegistryPages(server.client()).all("/x", "list", Map.of()))
          .isInstanceOf(MigrationException.class)
          .hasMessage("The source lists more than 100000 models and versions.");
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void directoriesAreBounded() {
    String entries =
        IntStream.range(0, 10_001)
            .mapToObj(i -> "{\"path\": \"d" + i + "\", \"is_dir\": true}")
            .collect(Collectors.joining(","));
    try (StubRegistry server = artifacts("mlflow-artifacts:/x", "{\"files\": [" + entries + "]}")) {
      SourceFiles files = new MlflowArtifacts(server.client(), DirectoryWalk.LIMIT);
      assertThatThrownBy(() -> files.list("m", version()))
          .isInstanceOf(UnusableVersionException.class)
          .hasMessageContaining("10000 files or directories");
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void nestedDirectoriesAreBounded() {
    try (StubRegistry server =
        artifacts("mlflow-artifacts:/x", "{\"files\": [{\"path\": \"a\", \"is_dir\": true}]}")) {
      SourceFiles files = new MlflowArtifacts(server.client(), DirectoryWalk.LIMIT);
      assertThatThrownBy(() -> files.list("m", version()))
          .isInstanceOf(UnusableVersionException.class)
          .hasMessage("It has more than 32 nested directories.");
    }
  }

  @Test
  void listingIsBoundedInTime() {
    try (StubRegistry server = artifacts("mlflow-artifacts:/x", DIRECTORIES)) {
      SourceFiles files = new MlflowArtifacts(server.client(), Duration.ZERO);
      assertThatThrownBy(() -> files.list("m", version()))
          .isInstanceOf(MigrationException.class)
          .hasMessage("Its files could not be listed within 0 s.");
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void namesOfFilesStayInsideTheVersion() {
    for (String name : List.of("..", ".", "", "a/..", "/")) {
      String listing = "{\"files\": [{\"path\": \"" + name + "\", \"is_dir\": false}]}";
      try (StubRegistry server = artifacts("mlflow-artifacts:/x", listing)) {
        SourceFiles files = new MlflowArtifacts(server.client(), DirectoryWalk.LIMIT);
        assertThatThrownBy(() -> files.list("m", version()))
            .as(name)
            .isInstanceOf(UnusableVersionException.class)
            .hasMessageContaining("no valid name");
      }
    }
  }

  @Test
  void malformedUrisOfFilesMakeAVersionUnusable() {
    for (String uri :
        List.of(
            "",
            "mlflow-artifacts:",
            "mlflow-artifacts:x",
            "mlflow-artifacts://[x",
            "mlflow-artifacts://other/x",
            "mlflow-artifacts:%",
            ":",
            "s3://bucket/x")) {
      try (StubRegistry server = artifacts(uri, "{}")) {
        SourceFiles files = new MlflowArtifacts(server.client(), DirectoryWalk.LIMIT);
        assertThatThrownBy(() -> files.list("m", version()))
            .as(uri)
            .isInstanceOf(UnusableVersionException.class);
      }
    }
  }
}
