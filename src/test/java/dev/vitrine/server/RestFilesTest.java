package dev.vitrine.server;

import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.server.Rest.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of versions over HTTP: privileges, states and paths. */
final class RestFilesTest extends RestTest {
  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void aVersionBecomesReadyWithItsFilesAndNeverChangesAgain(TestStore store, TestStorage storage)
      throws Exception {
    TestServer server = server(store, storage);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String root = directory(model, version);
    String late = admin.url("/create-upload-url", root + "/late");
    admin.upload(root + "/data/a", "old".getBytes(UTF_8)).ok();
    admin.upload(root + "/data/a", "new".getBytes(UTF_8)).ok();
    admin.upload(root + "/empty", NOTHING).ok();
    admin
        .post(MLFLOW + "/model-versions/finalize", naming(model, version))
        .refused(400, "INVALID_PARAMETER_VALUE");
    admin.upload(root + "/MLmodel", "signature: null".getBytes(UTF_8)).ok();
    assertThat(
            admin
                .post(MLFLOW + "/model-versions/finalize", naming(model, version))
                .refused(400, "INVALID_PARAMETER_VALUE"))
        .contains("signature");
    admin
        .post(FILES + "/create-download-url", "{'path': '" + root + "/data/a'}")
        .refused(400, "INVALID_STATE");
    admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    JsonNode ready =
        admin
            .post(MLFLOW + "/model-versions/finalize", naming(model, version))
            .ok()
            .body()
            .path("model_version");
    assertThat(ready.path("status").asText()).isEqualTo("READY");
    assertThat(ready.path("model_id").asText()).isEqualTo("m-0123456789abcdef");

    admin
        .post(MLFLOW + "/model-versions/finalize", naming(model, version))
        .refused(400, "INVALID_STATE");
    Rest.raw("PUT", late, NOTHING).refused(400, "INVALID_STATE");
    admin
        .post(FILES + "/create-upload-url", "{'path': '" + root + "/x'}")
        .refused(400, "INVALID_STATE");
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    assertThat(new String(admin.download(root + "/data/a"), UTF_8)).isEqualTo("new");
    assertThat(admin.download(root + "/empty")).isEmpty();
    assertThat(column(server, "SELECT signature FROM versions WHERE full_name = '" + model + "'"))
        .singleElement()
        .asString()
        .contains("\"inputs\":\"[{\\\"type\\\"");
    assertThat(
            column(
                server,
                "SELECT files || ' ' || bytes FROM version_files WHERE full_name = '"
                    + model
                    + "'"))
        .containsExactly("3 " + (3 + Rest.MLMODEL.length()));
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void onlyTheCreatorOrTheModelOwnerAddsFiles(TestStore store, TestStorage storage)
      throws Exception {
    TestServer server = server(store, storage);
    String model = newModel(server);
    String owner = newUser();
    String creator = newUser();
    String other = newUser();
    Rest asOwner = as(server, owner);
    Rest asCreator = as(server, creator);
    Rest asOther = as(server, other);
    for (String user : List.of(owner, creator, other)) {
      open(server, model, user);
    }
    sql(server, "ALTER MODEL " + model + " SET OWNER TO " + owner);
    for (String user : List.of(creator, other)) {
      sql(server, "GRANT CREATE MODEL VERSION ON MODEL " + model + " TO " + user);
    }
    long version = asCreator.begin(model);
    String path = "{'path': '" + directory(model, version) + "/f'}";
    asCreator.post(FILES + "/create-upload-url", path).ok();
    asOwner.post(FILES + "/create-upload-url", path).ok();
    asOther.post(FILES + "/create-upload-url", path).refused(403, "PERMISSION_DENIED");
    as(server, "admin").post(FILES + "/create-upload-url", path).refused(403, "PERMISSION_DENIED");
    asOther
        .post(MLFLOW + "/model-versions/finalize", naming(model, version))
        .refused(403, "PERMISSION_DENIED");
    sql(server, "REVOKE CREATE MODEL VERSION ON MODEL " + model + " FROM " + creator);
    asCreator.post(FILES + "/create-upload-url", path).refused(404, "RESOURCE_DOES_NOT_EXIST");
    sql(server, "GRANT APPLY TAG ON MODEL " + model + " TO " + creator);
    asCreator.post(FILES + "/create-upload-url", path).refused(403, "PERMISSION_DENIED");
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void readingFilesNeedsExecute(TestStore store, TestStorage storage) throws Exception {
    TestServer server = server(store, storage);
    String model = newModel(server);
    long version = as(server, "admin").version(model);
    String root = directory(model, version);
    String reader = newUser();
    Rest asReader = as(server, reader);
    String path = "{'path': '" + root + "/MLmodel'}";
    List<String> wants = List.of("/files" + root + "/MLmodel", "/directories" + root);
    for (String want : wants) {
      asReader.get(FILES + want).refused(404, "RESOURCE_DOES_NOT_EXIST");
    }
    open(server, model, reader);
    sql(server, "GRANT MANAGE ON MODEL " + model + " TO " + reader);
    for (String want : wants) {
      asReader.get(FILES + want).refused(403, "PERMISSION_DENIED");
    }
    asReader.post(FILES + "/create-download-url", path).refused(403, "PERMISSION_DENIED");
    asReader
        .post(
            MLFLOW + "/model-versions/generate-temporary-credentials",
            "{'name': '"
                + model
                + "', 'version': '1', 'operation': 'MODEL_VERSION_OPERATION_READ'}")
        .refused(403, "PERMISSION_DENIED");
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO " + reader);
    assertThat(new String(asReader.download(root + "/MLmodel"), UTF_8)).isEqualTo(Rest.MLMODEL);
    assertThat(asReader.get(FILES + "/files" + root + "/MLmodel").ok().response().body())
        .hasSize(Rest.MLMODEL.length());
    asReader.get(FILES + "/files" + root + "/nothing").refused(404, "NOT_FOUND");
    asReader.get(FILES + "/directories" + root + "/MLmodel").refused(404, "NOT_FOUND");
    // An admin is not let at files by being admin, but the owner is.
    sql(server, "ALTER MODEL " + model + " SET OWNER TO " + reader);
    as(server, "admin")
        .post(FILES + "/create-download-url", path)
        .refused(403, "PERMISSION_DENIED");
    assertThat(
            column(
                server,
                "SELECT COUNT(*) FROM system.access.audit WHERE user_identity = '"
                    + reader
                    + "' AND action_name = 'generateTemporaryModelVersionCredential'"
                    + " AND response_code = 200"))
        .as("a url, a file, and one that is not there, but no listing")
        .containsExactly("3");
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void urlsAreForOneThingAndCannotBeForged(TestStore store, TestStorage storage) throws Exception {
    TestServer server = server(store, storage);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String url = admin.url("/create-upload-url", directory(model, version) + "/f");
    Rest.raw("GET", url, NOTHING).refused(403, "PERMISSION_DENIED");
    String grant = url.substring(url.lastIndexOf('/') + 1);
    String base = url.substring(0, url.lastIndexOf('/') + 1);
    String other = admin.url("/create-upload-url", directory(model, version) + "/g");
    String content = grant.substring(0, grant.indexOf('.'));
    String signature = other.substring(other.indexOf('.', other.lastIndexOf('/')) + 1);
    for (String forged :
        List.of(
            content + "." + signature,
            content,
            content + ".",
            "." + signature,
            "x." + signature,
            content + "A" + grant.substring(grant.indexOf('.')),
            "%00",
            "..%20")) {
      Answer answer = Rest.raw("PUT", base + forged, NOTHING);
      assertThat(answer.status()).as(forged).isIn(400, 403);
    }
    Rest.raw("PUT", url, "x".getBytes(UTF_8)).ok();
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void pathsCannotEscape(TestStore store, TestStorage storage) throws Exception {
    TestServer server = server(store, storage);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String root = directory(model, version);
    for (String hostile :
        List.of(
            "/../x",
            "/a/../../x",
            "/./x",
            "//x",
            "/a//b",
            "/..",
            "/a/..",
            "/a\\\\..\\\\b",
            "/a\\u0000b",
            "/a\\nb",
            "/" + "x".repeat(3_000))) {
      admin
          .post(FILES + "/create-upload-url", "{'path': '" + root + hostile + "'}")
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    for (String elsewhere :
        List.of("/etc/passwd", "Models/a/b/c/1/x", "/Volumes/a/b/c/1/x", "/Models/a/b/1/x", "")) {
      admin
          .post(FILES + "/create-upload-url", "{'path': '" + elsewhere + "'}")
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    for (String encoded : List.of("/%2e%2e/x", "/a%2f..%2fx", "/%5c..%5cx", "/a%00b", "/..%2fx")) {
      Answer answer =
          Rest.raw(
              "PUT",
              server.httpUrl() + FILES + "/files" + root + encoded,
              NOTHING,
              "Authorization",
              admin.authorization());
      assertThat(answer.status()).as(encoded).isEqualTo(400);
    }
    for (String strange : List.of("/a b%c#d?e+f&g", "/ü/日本", "/.hidden", "/a..b", "/%2e%2e")) {
      admin.upload(root + strange, strange.getBytes(UTF_8)).ok();
    }
    admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.post(MLFLOW + "/model-versions/finalize", naming(model, version)).ok();
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    assertThat(new String(admin.download(root + "/a b%c#d?e+f&g"), UTF_8))
        .isEqualTo("/a b%c#d?e+f&g");
    assertThat(admin.get(FILES + "/files" + root + "/a%20b%25c%23d%3Fe+f&g").ok().response().body())
        .isEqualTo("/a b%c#d?e+f&g".getBytes(UTF_8));
    List<String> names = new ArrayList<>();
    admin
        .get(FILES + "/directories" + root + "/")
        .ok()
        .body()
        .path("contents")
        .forEach(entry -> names.add(entry.path("path").asText().substring(root.length())));
    assertThat(names)
        .containsExactlyInAnyOrder(
            "/a b%c#d?e+f&g", "/ü", "/.hidden", "/a..b", "/%2e%2e", "/MLmodel");
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void rangesAndPartsOfFiles(TestStore store, TestStorage storage) throws Exception {
    TestServer server = server(store, storage);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String root = directory(model, version);
    String file = FILES + "/files" + root + "/large";
    String path = "'path': '" + root + "/large'";
    String token =
        admin
            .post(file + "?action=initiate-upload&overwrite=true", "")
            .ok()
            .body()
            .path("multipart_upload")
            .path("session_token")
            .asText();
    String session = "'session_token': '" + token + "'";
    JsonNode urls =
        admin
            .post(
                FILES + "/create-upload-part-urls",
                "{" + path + "," + session + ", 'start_part_number': 1, 'count': 3}")
            .ok()
            .body()
            .path("upload_part_urls");
    List<String> parts = new ArrayList<>();
    for (int part : new int[] {3, 1, 2}) {
      Answer sent =
          Rest.raw(
              "PUT",
              urls.get(part - 1).path("url").asText(),
              ("part" + part + ";").getBytes(UTF_8));
      String tag = sent.ok().response().headers().firstValue("ETag").orElseThrow();
      parts.add("{'part_number': " + part + ", 'etag': '" + tag.replace("\"", "") + "'}");
    }
    String complete = file + "?action=complete-upload&upload_type=multipart&session_token=" + token;
    admin
        .post(complete, "{'parts': [{'part_number': 4, 'etag': '" + "0".repeat(32) + "'}]}")
        .refused(400, "INVALID_PARAMETER_VALUE");
    assertThat(
            admin
                .post(complete, "{'parts': [" + parts.get(1) + "," + parts.get(1) + "]}")
                .refused(400, "INVALID_PARAMETER_VALUE"))
        .contains("twice");
    // In the order in which they arrived, which is not that of their numbers.
    admin.post(complete, "{'parts': [" + String.join(",", parts) + "]}").ok();

    String given =
        admin
            .post(file + "?action=initiate-upload", "")
            .ok()
            .body()
            .path("multipart_upload")
            .path("session_token")
            .asText();
    String abort =
        admin
            .post(
                FILES + "/create-abort-upload-url",
                "{" + path + ", 'session_token': '" + given + "'}")
            .ok()
            .body()
            .path("abort_upload_url")
            .path("url")
            .asText();
    assertThat(Rest.raw("DELETE", abort, NOTHING).status()).isEqualTo(200);

    admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.post(MLFLOW + "/model-versions/finalize", naming(model, version)).ok();
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    String whole = "part1;part2;part3;";
    assertThat(new String(admin.download(root + "/large"), UTF_8)).isEqualTo(whole);
    String url = admin.url("/create-download-url", root + "/large");
    for (String[] wanted :
        new String[][] {
          {"bytes=0-4", "part1"},
          {"bytes=6-", "part2;part3;"},
          {"bytes=-3", "t3;"},
          {"bytes=17-400", ";"}
        }) {
      Answer part = Rest.raw("GET", url, NOTHING, "Range", wanted[0]);
      assertThat(part.status()).as(wanted[0]).isEqualTo(206);
      assertThat(new String(part.response().body(), UTF_8)).isEqualTo(wanted[1]);
      assertThat(part.response().headers().firstValue("Content-Range").orElseThrow())
          .endsWith("/" + whole.length());
    }
    Answer none = Rest.raw("GET", url, NOTHING, "Range", "bytes=18-");
    none.refused(416, "INVALID_PARAMETER_VALUE");
    assertThat(none.response().headers().firstValue("Content-Range")).hasValue("bytes */18");
    Answer head = admin.send("HEAD", file, "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.response().headers().firstValueAsLong("Content-Length")).hasValue(18);
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void filesFollowARenameAndAreSharedByCopies(TestStore store, TestStorage storage)
      throws Exception {
    TestServer server = server(store, storage);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.version(model);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    String renamed = catalog(model) + ".s.renamed";
    String copied = catalog(model) + ".s.copied";
    admin
        .patch(
            MLFLOW + "/registered-models/update",
            "{'name': '" + model + "', 'new_name': '" + renamed + "'}")
        .ok();
    assertThat(admin.download(directory(renamed, version) + "/MLmodel")).isNotEmpty();
    sql(server, "ALTER MODEL " + copied + " ADD VERSION FROM MODEL " + renamed + " VERSION 1");
    admin.delete(MLFLOW + "/registered-models/delete", "{'name': '" + renamed + "'}").ok();
    sql(server, "GRANT EXECUTE ON MODEL " + copied + " TO admin");
    assertThat(admin.download(directory(copied, 1) + "/MLmodel")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void versionsRegisteredBySourceReportTheirSource(TestStore store, TestStorage storage)
      throws Exception {
    TestServer server = server(store, storage);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    sql(
        server,
        "ALTER MODEL %1$s ADD VERSION FROM 's3://bucket/there'; GRANT EXECUTE ON MODEL %1$s TO admin"
            .formatted(model));
    String read = "{'name': '" + model + "', 'version': '1', 'operation': 'READ'}";
    assertThat(
            admin
                .post(MLFLOW + "/model-versions/generate-temporary-credentials", read)
                .refused(404, "RESOURCE_DOES_NOT_EXIST"))
        .contains("s3://bucket/there");
    assertThat(
            admin
                .get(FILES + "/directories" + directory(model, 1))
                .refused(404, "RESOURCE_DOES_NOT_EXIST"))
        .contains("s3://bucket/there");
    JsonNode version =
        admin
            .get(MLFLOW + "/model-versions/get?name=" + model + "&version=1")
            .ok()
            .body()
            .path("model_version");
    assertThat(version.path("model_id").asText()).matches("m-[0-9a-f]{32}");
  }
}
