package dev.vitrine.cli.migrate.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.vitrine.TestS3;
import dev.vitrine.cli.migrate.file.LocalVersionFiles;
import dev.vitrine.cli.migrate.file.WorkspaceFiles;
import dev.vitrine.cli.migrate.http.StubRegistry;
import dev.vitrine.cli.migrate.source.RegistrySource;
import dev.vitrine.cli.migrate.source.SourceDetails;
import dev.vitrine.cli.migrate.source.SourceFile;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceGrant;
import dev.vitrine.cli.migrate.source.SourceMetric;
import dev.vitrine.cli.migrate.source.SourceModel;
import dev.vitrine.cli.migrate.source.SourcePermissions;
import dev.vitrine.cli.migrate.source.SourceVersion;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Registries that no test can run, as stubs that send the shapes of their responses: the registry
 * and the Unity Catalog of a Databricks workspace, and the open-source Unity Catalog. The shapes
 * follow the published descriptions of these interfaces.
 */
final class RecordedSourcesTest {
  private static final String VERSIONS =
      """
      {"model_versions": [
        {"name": "iris", "version": "3", "creation_timestamp": "1700000000003",
         "last_updated_timestamp": "1700000000009", "user_id": "ada@example.com",
         "current_stage": "Production", "description": "third",
         "source": "dbfs:/databricks/mlflow-tracking/1/abc/artifacts/model", "run_id": "abc",
         "status": "READY", "run_link": "", "tags": [{"key": "k", "value": "v"}]},
        {"name": "iris", "version": "1", "creation_timestamp": "1700000000001",
         "user_id": "ada@example.com", "current_stage": "Archived", "source": "dbfs:/x",
         "run_id": "gone", "status": "READY"}]}
      """;

  private static final String FIRST_PAGE =
      """
      {"root_uri": "dbfs:/databricks/mlflow-registry/1", "next_page_token": "q2",
       "files": [{"path": "data", "is_dir": true}]}
      """;
  private static final String SECOND_PAGE =
      """
      {"files": [{"path": "MLmodel", "is_dir": false, "file_size": "9"}]}
      """;

  /** Responses by path and query. */
  private final Map<String, String> responses = new ConcurrentHashMap<>();

  private final StubRegistry server = new StubRegistry((exchange, request) -> respond(exchange));

  @TempDir Path directory;

  private void respond(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String path = exchange.getRequestURI().getPath();
    String key = query == null ? path : path + "?" + URLDecoder.decode(query, UTF_8);
    String signed = exchange.getRequestHeaders().getFirst("x-signed");
    String response =
        responses.entrySet().stream()
            .filter(entry -> matches(key, entry.getKey()))
            .sorted(Comparator.comparing(entry -> -entry.getKey().length()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    if (response.isEmpty() || (path.startsWith("/signed") && !"yes".equals(signed))) {
      byte[] error = "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"}".getBytes(UTF_8);
      exchange.sendResponseHeaders(response.isEmpty() ? 404 : 403, error.length);
      exchange.getResponseBody().write(error);
    } else {
      StubRegistry.json(exchange, response);
    }
  }

  /** Whether the request has the path and all parameters of a recorded one. */
  private static boolean matches(String request, String recorded) {
    String[] wanted = recorded.split("[?&]");
    List<String> sent = List.of(request.split("[?&]"));
    return sent.get(0).equals(wanted[0]) && sent.containsAll(List.of(wanted));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RegistrySource open(String address, Map<String, String> environment) {
    return SourceAddress.parse(address).open(environment, directory, null);
  }

  @Test
  void theRegistryOfAWorkspace() throws Exception {
    String api = "/api/2.0/mlflow/";
    responses.put(
        api + "registered-models/search?max_results=100&page_token=p2",
        "{\"registered_models\": [{\"name\": \"a\"}]}");
    responses.put(
        api + "registered-models/search?max_results=100",
        "{\"registered_models\": [{\"name\": \"iris\"}], \"next_page_token\": \"p2\"}");
    responses.put(
        api + "registered-models/get?name=iris",
        """
        {"registered_model": {"name": "iris", "creation_timestamp": "1700000000000",
          "user_id": "ada@example.com", "description": "about", "latest_versions": [
          {"name": "iris", "version": "3"}], "tags": [{"key": "team", "value": "risk"}]}}""");
    responses.put(api + "model-versions/search?filter=name='iris'", VERSIONS);
    responses.put(
        api + "runs/get?run_id=abc",
        """
        {"run": {"info": {"run_id": "abc", "user_id": "1"}, "data": {
          "metrics": [{"key": "auc", "value": 0.5, "timestamp": "1700000000000", "step": "2"},
                      {"key": "bad", "value": "NaN", "timestamp": "1", "step": "0"}],
          "params": [{"key": "depth", "value": "4"}],
          "tags": [{"key": "mlflow.user", "value": "ada@example.com"}]}}}""");
    RegistrySource source = open("databricks:" + server.url(), Map.of("DATABRICKS_TOKEN", "t"));
    assertThat(source.names()).containsExactly("a", "iris");
    SourceModel model = source.model("iris");
    assertThat(model.description()).isEqualTo("about");
    assertThat(model.tags()).containsEntry("team", "risk");
    assertThat(model.versions()).extracting(SourceVersion::number).containsExactly(1L, 3L);
    SourceVersion third = model.versions().get(1);
    assertThat(third.stage()).isEqualTo("Production");
    assertThat(third.created().toEpochMilli()).isEqualTo(1_700_000_000_003L);
    SourceDetails details = source.details(model, third);
    assertThat(details.version().author()).isEqualTo("ada@example.com");
    assertThat(details.params()).containsExactly(Map.entry("depth", "4"));
    assertThat(details.metrics())
        .containsExactly(new SourceMetric("auc", 0.5, 1_700_000_000_000L, 2, ""));
    // A run that was deleted.
    assertThat(source.details(model, model.versions().get(0)).params()).isEmpty();
  }

  @Test
  void filesOfAWorkspaceHaveSignedUrlsWithHeaders() throws Exception {
    String list = "/api/2.0/mlflow/model-versions/list-artifacts?name=iris&version=1";
    responses.put(
        list + "&path=data",
        "{\"files\": [{\"path\": \"data/m.pkl\", \"is_dir\": false, \"file_size\": 7}]}");
    responses.put(
        "/api/2.0/mlflow/model-versions/get-signed-download-uri?name=iris&version=1&path=data/m.pkl",
        "{\"signed_uri\": \""
            + server.url()
            + "/signed/1?sig=secret\", \"headers\": [{\"name\": \"x-signed\", \"value\": \"yes\"}]}");
    responses.put("/signed/1?sig=secret", "content");
    responses.put(list + "&path=", FIRST_PAGE);
    responses.put(list + "&path=&page_token=q2", SECOND_PAGE);
    SourceFiles files = new WorkspaceFiles(server.client());
    List<SourceFile> all = files.list("iris", at(""));
    assertThat(all).extracting(SourceFile::path).containsExactly("MLmodel", "data/m.pkl");
    SourceFile file = all.get(1);
    Path copy = directory.resolve("copy");
    assertThat(files.download(file, copy, 100, bytes -> {})).isEqualTo(7);
    assertThat(Files.readString(copy)).isEqualTo("content");
    responses.remove("/signed/1?sig=secret");
    assertThatThrownBy(() -> files.download(file, copy, 100, bytes -> {}))
        .hasMessageMatching("(?s)the signed URL of data/m.pkl at http://[^/]+ returned 404.*")
        .hasMessageNotContaining("secret");
  }

  @Test
  void permissionsOfAWorkspace() throws Exception {
    responses.put(
        "/api/2.0/mlflow/databricks/registered-models/get?name=iris",
        "{\"registered_model_databricks\": {\"name\": \"iris\", \"id\": \"f1\"}}");
    responses.put(
        "/api/2.0/permissions/registered-models/f1",
        """
        {"object_id": "/registered-models/f1", "object_type": "registered-model",
         "access_control_list": [
          {"user_name": "ada@example.com", "display_name": "Ada", "all_permissions": [
            {"permission_level": "CAN_EDIT", "inherited": false}]},
          {"service_principal_name": "6f3e", "all_permissions": [
            {"permission_level": "CAN_READ", "inherited": false}]},
          {"group_name": "admins", "all_permissions": [
            {"permission_level": "CAN_MANAGE", "inherited": true,
             "inherited_from_object": ["/registered-models/"]}]}]}""");
    SourcePermissions permissions =
        open("databricks:" + server.url(), Map.of()).permissions().orElseThrow();
    assertThat(permissions.of("iris", false))
        .containsExactly(
            new SourceGrant("ada@example.com", "EXECUTE"),
            new SourceGrant("ada@example.com", "CREATE MODEL VERSION"),
            new SourceGrant("ada@example.com", "APPLY TAG"),
            new SourceGrant("6f3e", "EXECUTE"));
    assertThat(permissions.of("iris", true)).contains(new SourceGrant("admins", "MANAGE"));
  }

  @Test
  void theUnityCatalogOfDatabricks() throws Exception {
    String models = "/api/2.1/unity-catalog/models";
    responses.put(
        models + "?catalog_name=main&schema_name=ml",
        """
        {"registered_models": [{"name": "iris", "catalog_name": "main", "schema_name": "ml",
          "full_name": "main.ml.iris", "owner": "ada", "metastore_id": "m1"}]}""");
    responses.put(
        models + "/main.ml.iris?include_aliases=true",
        """
        {"name": "iris", "catalog_name": "main", "schema_name": "ml", "comment": "about",
         "aliases": [{"alias_name": "champion", "version_num": 2}]}""");
    responses.put(
        models + "/main.ml.iris/versions?max_results=100&page_token=2",
        """
        {"model_versions": [{"model_name": "iris", "version": 1, "status": "READY",
          "source": "dbfs:/x", "created_at": 1700000000001, "created_by": "ada"}]}""");
    responses.put(
        models + "/main.ml.iris/versions?max_results=100",
        """
        {"model_versions": [{"model_name": "iris", "version": 2, "status": "READY",
          "source": "dbfs:/y", "run_id": "abc", "created_at": 1700000000002, "created_by": "ada"}],
         "next_page_token": "2"}""");
    responses.put(
        models + "/main.ml.iris/versions/2",
        """
        {"model_name": "iris", "version": 2, "tags": [{"key": "k", "value": "v"}],
         "model_params": [{"name": "depth", "value": "4"}]}""");
    responses.put(
        "/api/2.1/unity-catalog/effective-permissions/function/main.ml.iris",
        """
        {"privilege_assignments": [{"principal": "ada", "privileges": [
          {"privilege": "EXECUTE", "inherited_from_type": "SCHEMA",
           "inherited_from_name": "main.ml"}]}]}""");
    // The signing of URLs is not enabled in each workspace.
    responses.put("/api/2.0/fs/files/Models/main/ml/iris/2/MLmodel", "content");
    RegistrySource source = open("databricks:" + server.url() + "/main.ml", Map.of());
    assertThat(source.names()).containsExactly("iris");
    SourceModel model = source.model("iris");
    assertThat(model.aliases()).containsExactly(Map.entry("champion", 2L));
    assertThat(model.versions()).extracting(SourceVersion::number).containsExactly(1L, 2L);
    SourceDetails details = source.details(model, model.versions().get(1));
    assertThat(details.version().tags()).containsExactly(Map.entry("k", "v"));
    assertThat(details.params()).containsExactly(Map.entry("depth", "4"));
    assertThat(source.permissions().orElseThrow().of("main.ml.iris", true))
        .containsExactly(new SourceGrant("ada", "EXECUTE"));
    Path copy = directory.resolve("copy");
    responses.put(
        "/api/2.0/fs/directories/Models/main/ml/iris/2",
        """
        {"contents": [{"path": "/Models/main/ml/iris/2/MLmodel", "is_directory": false,
          "file_size": 7, "last_modified": 1700000000000, "name": "MLmodel"}]}""");
    List<SourceFile> files = source.files().list("main.ml.iris", model.versions().get(1));
    assertThat(source.files().download(files.get(0), copy, 100, bytes -> {})).isEqualTo(7);
  }

  @Test
  void theOpenSourceUnityCatalog() throws Exception {
    Path version = Files.createDirectories(directory.resolve("models/1/data"));
    Files.writeString(version.resolve("m.pkl"), "content");
    String models = "/api/2.1/unity-catalog/models";
    responses.put(
        models + "?max_results=100",
        """
        {"registered_models": [
          {"name": "iris", "catalog_name": "unity", "schema_name": "default", "id": "1"},
          {"name": "x", "catalog_name": "unity2", "schema_name": "default", "id": "2"}],
         "next_page_token": null}""");
    responses.put(
        models + "/unity.default.iris",
        "{\"name\": \"iris\", \"catalog_name\": \"unity\", \"comment\": \"about\"}");
    String one =
        """
        {"model_name": "iris", "catalog_name": "unity", "schema_name": "default", "version": 1,
         "source": "runs:/1/model", "run_id": "abc", "status": "READY",
         "storage_location": "%s", "comment": null, "created_at": 1700000000001,
         "created_by": "ada"}"""
            .formatted(directory.resolve("models/1").toUri());
    responses.put(models + "/unity.default.iris/versions", "{\"model_versions\": [" + one + "]}");
    responses.put(models + "/unity.default.iris/versions/1", one);
    responses.put(
        "/api/2.1/unity-catalog/permissions/registered_model/unity.default.iris",
        """
        {"privilege_assignments": [{"principal": "ada", "privileges": ["EXECUTE"]}]}""");
    RegistrySource source = open("uc:" + server.url() + "/unity", Map.of());
    assertThat(source.names()).containsExactly("default.iris");
    assertThat(source.plainName("default.iris")).isEqualTo("iris");
    SourceModel model = source.model("default.iris");
    SourceVersion first = model.versions().get(0);
    assertThat(source.details(model, first).version().description()).isEmpty();
    List<SourceFile> files = source.files().list(model.fullName(), first);
    assertThat(files).extracting(SourceFile::path).containsExactly("data/m.pkl");
    Path copy = directory.resolve("copy");
    assertThat(source.files().download(files.get(0), copy, 100, bytes -> {})).isEqualTo(7);
    assertThat(source.permissions().orElseThrow().of("unity.default.iris", false))
        .containsExactly(new SourceGrant("ada", "EXECUTE"));
  }

  @Test
  void filesInS3AreReadWithCredentialsForTheVersion() throws Exception {
    TestS3 s3 = TestS3.shared();
    String bucket = s3.newBucket();
    for (String key : List.of("models/1/MLmodel", "models/1/data/m.pkl", "models/12/other")) {
      s3.client().putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("content"));
    }
    responses.put(
        "/api/2.1/unity-catalog/temporary-model-version-credentials",
        """
        {"aws_temp_credentials": {"access_key_id": "%s", "secret_access_key": "%s",
          "session_token": ""}, "expiration_time": 1900000000000}"""
            .formatted(TestS3.KEY, TestS3.SECRET));
    SourceFiles files =
        SourceAddress.parse("uc:" + server.url())
            .open(Map.of(), null, s3.endpoint().toString())
            .files();
    List<SourceFile> listed = files.list("unity.default.iris", at("s3://" + bucket + "/models/1"));
    assertThat(listed)
        .extracting(SourceFile::path)
        .containsExactlyInAnyOrder("MLmodel", "data/m.pkl");
    Path copy = directory.resolve("copy");
    AtomicLong received = new AtomicLong();
    for (SourceFile file : listed) {
      assertThat(files.download(file, copy, 100, received::addAndGet)).isEqualTo(7);
      assertThat(Files.readString(copy)).isEqualTo("content");
    }
    assertThat(received).hasValue(14);
    assertThatThrownBy(() -> files.list("unity.default.iris", at("s3://" + bucket + "/nothing")))
        .isInstanceOf(UnusableVersionException.class);
    assertThatThrownBy(() -> files.list("unity.default.iris", at("s3://missing-bucket/models/1")))
        .hasMessageContaining("S3 refused a request")
        .hasMessageNotContaining(TestS3.SECRET);
    responses.clear();
    responses.put(
        "/api/2.1/unity-catalog/temporary-model-version-credentials",
        "{\"azure_user_delegation_sas\": {\"sas_token\": \"secret\"}}");
    assertThatThrownBy(() -> files.list("unity.default.iris", at("s3://" + bucket + "/models/1")))
        .hasMessageContaining("lends no credentials of S3")
        .hasMessageNotContaining("secret");
  }

  @Test
  void localFilesOutsideOfTheDirectoryAreNotRead() throws Exception {
    Path allowed = Files.createDirectory(directory.resolve("allowed"));
    Path secret = Files.createDirectory(directory.resolve("secret"));
    Files.writeString(secret.resolve("key"), "k");
    Files.createSymbolicLink(allowed.resolve("link"), secret);
    Path inside = Files.createDirectory(allowed.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("key"), secret.resolve("key"));
    LocalVersionFiles files = new LocalVersionFiles(allowed);
    for (String location :
        List.of(
            secret.toUri().toString(),
            allowed.resolve("link").toUri().toString(),
            allowed.toUri() + "/../secret",
            inside.toUri().toString(),
            "file:relative",
            "file:///%",
            "s3://bucket/x",
            "")) {
      assertThatThrownBy(() -> files.list("m", at(location)))
          .as(location)
          .isInstanceOf(UnusableVersionException.class);
    }
    assertThatThrownBy(() -> new LocalVersionFiles(null).list("m", at(secret.toUri().toString())))
        .hasMessageContaining("--local-files");
  }

  private static SourceVersion at(String location) {
    return new SourceVersion(1, "", Instant.EPOCH, "", "", "", "None", true, Map.of(), location);
  }
}
