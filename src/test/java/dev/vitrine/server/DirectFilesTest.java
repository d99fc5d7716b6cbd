package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.DirectFiles;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.server.Rest.Answer;
import dev.vitrine.session.Engine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Direct access to directories: the callers who get a path, and the effect of changes. */
final class DirectFilesTest extends RestTest {
  private static final Map<TestStore, TestServer> TELLING = new EnumMap<>(TestStore.class);

  private static TestServer telling(TestStore store) {
    return TELLING.computeIfAbsent(store, kind -> TestServer.startWithDirectFiles(kind.newUrl()));
  }

  @AfterAll
  static void stopTelling() {
    TELLING.values().forEach(TestServer::close);
    TELLING.clear();
  }

  private static String version(String model, long version) {
    return CATALOG + "/models/" + model + "/versions/" + version;
  }

  private static Answer begin(Rest user, String model) throws Exception {
    String[] names = model.split("\\.");
    return user.post(
        CATALOG + "/models/versions",
        "{'catalog_name': '%s', 'schema_name': '%s', 'model_name': '%s', 'source': 'runs:/1/m'}"
            .formatted((Object[]) names));
  }

  private static String location(Rest user, String model, long version) throws Exception {
    return location(user.get(version(model, version)).ok());
  }

  private static String location(Answer answer) {
    return answer.body().path("storage_location").asText();
  }

  private static Path path(String location) {
    assertThat(location).startsWith("file:///");
    return Path.of(URI.create(location));
  }

  private static Answer finish(Rest user, String model, long version) throws Exception {
    return user.patch(version(model, version) + "/finalize", "{}");
  }

  /**
   * A version whose single file was written directly by the client.
   *
   * @return its directory
   */
  private static Path written(Rest user, String model) throws Exception {
    Answer begun = begin(user, model).ok();
    Path staging = path(location(begun));
    Files.createDirectories(staging.resolve("data"));
    Files.writeString(staging.resolve("MLmodel"), Rest.MLMODEL);
    Files.writeString(staging.resolve("data/a b"), "bytes");
    return staging;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void withoutTheOptionNoDirectoryIsReturned(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    Answer begun = begin(admin, model).ok();
    assertThat(location(begun)).startsWith("models:/");
    assertThat(location(admin, model, 1)).isEqualTo(location(begun));
    long ready = admin.version(model);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    assertThat(location(admin, model, ready)).startsWith("models:/");
    assertThat(column(server, "SELECT storage_location FROM versions"))
        .noneMatch(DirectFilesTest::isLocal);
    assertThat(Files.exists(TestServer.storage(server.storeUrl()).resolve("staging"))).isFalse();
  }

  private static boolean isLocal(String location) {
    return location != null && (location.startsWith("file:") || location.startsWith("/"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void ucSchemeIsRefusedUnreachableFilesButTheSdkIsNot(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long ready = admin.version(model);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    String reader = newUser();
    Rest asReader = as(server, reader);
    open(server, model, reader);
    sql(server, "GRANT MANAGE ON MODEL " + model + " TO " + reader);
    String[] names = model.split("\\.");
    String named =
        "'catalog_name': '%s', 'schema_name': '%s', 'model_name': '%s'".formatted((Object[]) names);
    String credentials = CATALOG + "/temporary-model-version-credentials";
    String read = "{" + named + ", 'version': " + ready + ", 'operation': 'READ_MODEL_VERSION'}";
    assertThat(
            uc(server, admin, CATALOG + "/models/versions", "{" + named + ", 'source': 's'}")
                .refused(501, "NOT_IMPLEMENTED"))
        .contains("databricks-uc", "--allow-direct-files");
    assertThat(column(server, "SELECT COUNT(*) FROM versions WHERE full_name = '" + model + "'"))
        .containsExactly("1");
    assertThat(uc(server, admin, credentials, read).refused(501, "NOT_IMPLEMENTED"))
        .contains("databricks-uc", "--allow-direct-files");
    uc(server, asReader, credentials, read).refused(403, "PERMISSION_DENIED");
    assertThat(admin.post(credentials, read).ok().body().path("storage_mode").asText())
        .isEqualTo("DEFAULT_STORAGE");
  }

  /** What MLflow's client sends under that scheme. */
  private static Answer uc(TestServer server, Rest user, String path, String json)
      throws Exception {
    return Rest.raw(
        "POST",
        server.httpUrl() + path,
        json.replace('\'', '"').getBytes(UTF_8),
        "Authorization",
        user.authorization(),
        "Content-Type",
        "application/json",
        "User-Agent",
        "mlflow-python-client/3.17.2");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void filesWrittenDirectlyAreServedAndImmutable(TestStore store) throws Exception {
    TestServer server = telling(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    Path staging = written(admin, model);
    assertThat(path(location(admin, model, 1))).isEqualTo(staging);
    begin(admin, model).ok();
    assertThat(finish(admin, model, 2).refused(400, "INVALID_PARAMETER_VALUE"))
        .contains("the server's machine");
    finish(admin, model, 1).ok();
    assertThat(staging).doesNotExist();
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    assertThat(new String(admin.download(directory(model, 1) + "/data/a b"), UTF_8))
        .isEqualTo("bytes");

    Path export = path(location(admin, model, 1));
    assertThat(export.resolve("data/a b")).hasContent("bytes");
    assertThat(path(location(admin, model, 1))).as("made once").isEqualTo(export);
    Files.writeString(export.resolve("note"), "harmless");
    assertThat(path(location(admin, model, 1))).isEqualTo(export);
    Files.writeString(export.resolve("data/a b"), "other");
    assertThat(new String(admin.download(directory(model, 1) + "/data/a b"), UTF_8))
        .isEqualTo("bytes");
    Path fresh = path(location(admin, model, 1));
    assertThat(fresh).isNotEqualTo(export);
    assertThat(fresh.resolve("data/a b")).hasContent("bytes");
    finish(admin, model, 1).refused(400, "INVALID_STATE");
    assertThat(column(server, "SELECT storage_location FROM versions"))
        .noneMatch(DirectFilesTest::isLocal);
    JsonNode listed = admin.get(CATALOG + "/models/" + model + "/versions").ok().body();
    assertThat(listed.toString()).doesNotContain("file:");
    JsonNode other =
        admin.get(MLFLOW + "/model-versions/get?name=" + model + "&version=1").ok().body();
    assertThat(other.toString()).doesNotContain("file:");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void directoriesAreReturnedToAuthorisedCallersOnly(TestStore store) throws Exception {
    TestServer server = telling(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String creator = newUser();
    String manager = newUser();
    Rest asCreator = as(server, creator);
    Rest asManager = as(server, manager);
    for (String user : List.of(creator, manager)) {
      open(server, model, user);
    }
    sql(server, "GRANT CREATE MODEL VERSION ON MODEL " + model + " TO " + creator);
    sql(server, "GRANT MANAGE ON MODEL " + model + " TO " + manager);
    Path staging = written(asCreator, model);
    for (Rest user : List.of(asCreator, asManager)) {
      user.get(version(model, 1)).refused(403, "PERMISSION_DENIED");
    }
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO " + manager);
    assertThat(location(asManager, model, 1)).as("did not begin it").startsWith("models:/");
    finish(asManager, model, 1).refused(403, "PERMISSION_DENIED");
    assertThat(staging).isNotEmptyDirectory();
    finish(asCreator, model, 1).ok();

    asCreator.get(version(model, 1)).refused(403, "PERMISSION_DENIED");
    sql(server, "ALTER MODEL " + model + " SET OWNER TO " + creator);
    assertThat(location(admin, model, 1)).as("an admin needs EXECUTE").startsWith("models:/");
    assertThat(location(asManager, model, 1)).startsWith("file:///");
    assertThat(
            column(
                server,
                "SELECT user_identity || ' ' || response_code FROM system.access.audit WHERE"
                    + " action_name = 'generateTemporaryModelVersionCredential' AND user_identity"
                    + " IN ('"
                    + creator
                    + "', '"
                    + manager
                    + "') AND response_code = 200"
                    + " ORDER BY event_time"))
        .as("each reported directory")
        .containsExactly(creator + " 200", manager + " 200");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void linksAndIrregularFilesAreRefused(TestStore store) throws Exception {
    TestServer server = telling(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    Path staging = written(admin, model);
    Path secret = Files.writeString(Files.createTempFile("secret", ""), "secret");
    Path directory = Files.createTempDirectory("outside");
    Files.writeString(directory.resolve("inside"), "secret");
    for (Path target : List.of(secret, directory, Path.of("data"), Path.of("nowhere"))) {
      Path link = Files.createSymbolicLink(staging.resolve("zlink"), target);
      assertThat(finish(admin, model, 1).refused(400, "INVALID_PARAMETER_VALUE"))
          .contains("zlink", "link");
      Files.delete(link);
    }
    for (String name : List.of("a\\b", "a\nb")) {
      Path strange = Files.writeString(staging.resolve(name), "x");
      finish(admin, model, 1).refused(400, "INVALID_PARAMETER_VALUE");
      Files.delete(strange);
    }
    assertThat(column(server, "SELECT files FROM version_files WHERE full_name = '" + model + "'"))
        .as("all or nothing")
        .containsExactly("0");
    // The directory itself may be put elsewhere, too.
    Path moved = Files.move(staging, directory.resolve("moved"));
    Files.createSymbolicLink(staging, moved);
    finish(admin, model, 1).refused(400, "INVALID_PARAMETER_VALUE");
    Files.delete(staging);
    Files.move(moved, staging);
    finish(admin, model, 1).ok();
    assertThat(secret).hasContent("secret");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void onlyDirectoriesOfRemovedVersionsAreCollected(TestStore store) throws Exception {
    TestServer server = telling(store);
    Rest admin = as(server, "admin");
    String kept = newModel(server);
    String gone = newModel(server);
    Path keptStaging = written(admin, kept);
    Path goneStaging = written(admin, gone);
    Path keptExport = exported(server, admin, newModel(server));
    String read = newModel(server);
    Path goneExport = exported(server, admin, read);
    Path outside = Files.createTempDirectory("outside");
    Files.writeString(outside.resolve("inside"), "x");
    Files.createSymbolicLink(goneStaging.resolve("link"), outside);
    sql(server, "DROP MODEL " + gone + " PURGE; DROP MODEL " + read + " PURGE");
    Path storage = TestServer.storage(server.storeUrl());
    try (Engine engine = Engine.open(server.storeUrl())) {
      FileStorage files = engine.files(StorageLocation.of(storage));
      files.collect();
      DirectFiles direct = new DirectFiles(files, storage);
      direct.collect();
      assertThat(goneStaging).doesNotExist();
      assertThat(goneExport).doesNotExist();
      assertThat(keptStaging).isNotEmptyDirectory();
      assertThat(keptExport).isNotEmptyDirectory();
      Files.writeString(keptExport.resolve("MLmodel"), "spoiled");
      direct.collect();
      assertThat(keptExport).as("somebody may still use it").exists();
      direct.collect(Instant.now().plusSeconds(60));
      assertThat(keptExport).doesNotExist();
    }
    assertThat(outside.resolve("inside")).exists();
    assertThat(Files.exists(keptStaging, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  private static Path exported(TestServer server, Rest admin, String model) throws Exception {
    written(admin, model);
    finish(admin, model, 1).ok();
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    return path(location(admin, model, 1));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void pathsThatAreNoneOfAFileSystemAreNotLaidOut(TestStore store) throws Exception {
    TestServer server = telling(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String root = directory(model, version);
    admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.upload(root + "/" + "long".repeat(100), "x".getBytes(UTF_8)).ok();
    finish(admin, model, version).ok();
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    assertThat(location(admin, model, version)).startsWith("models:/");
    assertThat(leftOvers(server)).isEmpty();
  }

  private static List<Path> leftOvers(TestServer server) throws IOException {
    try (Stream<Path> inside =
        Files.list(TestServer.storage(server.storeUrl()).resolve("unfinished"))) {
      return inside.toList();
    }
  }
}
