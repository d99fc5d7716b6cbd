package dev.vitrine.server;

import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStore;
import dev.vitrine.server.Rest.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which files a version can have, and how downloads of them are resumed. */
final class RestUploadsTest extends RestTest {
  private static final byte[] DATA = "0123456789".getBytes(UTF_8);

  private static Answer put(Rest client, TestServer server, String path, String query)
      throws Exception {
    return Rest.raw(
        "PUT",
        server.httpUrl() + FILES + "/files" + path + query,
        DATA,
        "Authorization",
        client.authorization());
  }

  private static String session(Rest client, String path, String query) throws Exception {
    return client
        .post(FILES + "/files" + path + "?action=initiate-upload" + query, "")
        .ok()
        .body()
        .path("multipart_upload")
        .path("session_token")
        .asText();
  }

  private static Answer complete(Rest client, String path, String session) throws Exception {
    JsonNode url =
        client
            .post(
                FILES + "/create-upload-part-urls",
                "{'path': '%s', 'session_token': '%s', 'start_part_number': 1, 'count': 1}"
                    .formatted(path, session))
            .ok()
            .body()
            .path("upload_part_urls")
            .get(0);
    String tag =
        Rest.raw("PUT", url.path("url").asText(), DATA)
            .ok()
            .response()
            .headers()
            .firstValue("ETag")
            .orElseThrow()
            .replace("\"", "");
    return client.post(
        FILES + "/files" + path + "?action=complete-upload&session_token=" + session,
        "{'parts': [{'part_number': 1, 'etag': '" + tag + "'}]}");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void noPathIsAFileAndADirectory(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String root = directory(model, admin.begin(model));
    admin.upload(root + "/MLmodel", DATA).ok();
    admin.upload(root + "/a%_!/b/c", DATA).ok();
    // Neighbours that only look alike.
    for (String free :
        List.of("/MLmodel2", "/MLmodel2.x", "/aX_!", "/a%_", "/a%_!/b2", "/mlmodel/x")) {
      admin.upload(root + free, DATA).ok();
    }
    for (String taken : List.of("/MLmodel/x", "/MLmodel/x/y", "/a%_!", "/a%_!/b", "/a%_!/b/c/d")) {
      assertThat(
              admin
                  .post(FILES + "/create-upload-url", "{'path': '" + root + taken + "'}")
                  .refused(400, "INVALID_PARAMETER_VALUE"))
          .contains("would be a file and a directory");
      put(admin, server, root + taken.replace("%", "%25"), "")
          .refused(400, "INVALID_PARAMETER_VALUE");
      admin
          .post(FILES + "/files" + root + taken.replace("%", "%25") + "?action=initiate-upload", "")
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    // A url that was made before the other file arrived.
    String late = admin.url("/create-upload-url", root + "/late");
    String session = session(admin, root + "/late", "");
    admin.upload(root + "/late/file", DATA).ok();
    Rest.raw("PUT", late, DATA).refused(400, "INVALID_PARAMETER_VALUE");
    complete(admin, root + "/late", session).refused(400, "INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFileIsReplacedOnlyIfThatIsAllowed(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String root = directory(model, admin.begin(model));
    String path = root + "/f";
    put(admin, server, path, "?overwrite=false").ok();
    put(admin, server, path, "?overwrite=true").ok();
    put(admin, server, path, "").ok();
    put(admin, server, path, "?overwrite=false").refused(409, "ALREADY_EXISTS");
    put(admin, server, path, "?overwrite=maybe").refused(400, "INVALID_PARAMETER_VALUE");
    admin
        .post(FILES + "/files" + path + "?action=initiate-upload&overwrite=false", "")
        .refused(409, "ALREADY_EXISTS");
    complete(admin, path, session(admin, path, "&overwrite=true")).ok();
    String only = "{'path': '%s', 'overwrite': false}";
    admin.post(FILES + "/create-upload-url", only.formatted(path)).refused(409, "ALREADY_EXISTS");
    Answer url = admin.post(FILES + "/create-upload-url", only.formatted(root + "/u")).ok();
    Rest.raw("PUT", url.body().path("url").asText(), DATA).ok();
    Rest.raw("PUT", url.body().path("url").asText(), DATA).refused(409, "ALREADY_EXISTS");
    String late = session(admin, root + "/g", "&overwrite=false");
    put(admin, server, root + "/g", "").ok();
    complete(admin, root + "/g", late).refused(409, "ALREADY_EXISTS");
    complete(admin, root + "/h", session(admin, root + "/h", "&overwrite=false")).ok();
  }

  /** A condition and the status that it leads to. */
  private record Condition(int status, List<String> headers) {
    Condition(int status, String... headers) {
      this(status, List.of(headers));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aResumedDownloadNeverJoinsTwoFiles(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String root = directory(model, version);
    admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.upload(root + "/data", DATA).ok();
    admin.post(MLFLOW + "/model-versions/finalize", naming(model, version)).ok();
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    String url = admin.url("/create-download-url", root + "/data");
    String direct = server.httpUrl() + FILES + "/files" + root + "/data";
    Answer whole = Rest.raw("GET", url, new byte[0]);
    String tag = whole.response().headers().firstValue("ETag").orElseThrow();
    String date = whole.response().headers().firstValue("Last-Modified").orElseThrow();
    String before = "Thu, 01 Jan 2015 00:00:00 GMT";
    String after = "Fri, 01 Jan 2100 00:00:00 GMT";
    String range = "bytes=4-";
    List<Condition> conditions =
        List.of(
            new Condition(206, "Range", range, "If-Unmodified-Since", date),
            new Condition(206, "Range", range, "If-Unmodified-Since", after),
            new Condition(412, "Range", range, "If-Unmodified-Since", before),
            new Condition(206, "Range", range, "If-Unmodified-Since", "yesterday"),
            new Condition(206, "Range", range, "If-Match", tag),
            new Condition(206, "Range", range, "If-Match", "\"other\", " + tag),
            new Condition(206, "Range", range, "If-Match", "*"),
            new Condition(412, "Range", range, "If-Match", "\"other\""),
            new Condition(412, "Range", range, "If-Match", "W/" + tag),
            new Condition(206, "Range", range, "If-Match", tag, "If-Unmodified-Since", before),
            new Condition(304, "If-None-Match", tag),
            new Condition(304, "If-None-Match", "W/" + tag),
            new Condition(304, "If-None-Match", "*"),
            new Condition(200, "If-None-Match", "\"other\""),
            new Condition(304, "If-Modified-Since", date),
            new Condition(200, "If-Modified-Since", before),
            new Condition(200, "If-Modified-Since", after, "If-None-Match", "\"other\""),
            new Condition(206, "Range", range, "If-Range", tag),
            new Condition(206, "Range", range, "If-Range", date),
            new Condition(200, "Range", range, "If-Range", "\"other\""),
            new Condition(200, "Range", range, "If-Range", "W/" + tag),
            new Condition(200, "Range", range, "If-Range", before),
            new Condition(200, "Range", range, "If-Range", after),
            // The other formats of dates that a server must read, and headers in several lines.
            new Condition(
                412, "Range", range, "If-Unmodified-Since", "Thursday, 01-Jan-15 00:00:00 GMT"),
            new Condition(412, "Range", range, "If-Unmodified-Since", "Thu Jan  1 00:00:00 2015"),
            new Condition(
                206, "Range", range, "If-Unmodified-Since", "Friday, 01-Jan-55 00:00:00 GMT"),
            new Condition(200, "Range", range, "If-Range", "Thu Jan  1 00:00:00 2015"),
            new Condition(206, "Range", range, "If-Match", "\"other\"", "If-Match", tag),
            new Condition(304, "If-None-Match", "\"other\"", "If-None-Match", tag),
            new Condition(206, "Range", "Bytes=4-"),
            new Condition(200, "Range", "bytes=4-2"),
            new Condition(200, "Range", "bytes=0-1,4-5"));
    for (Condition condition : conditions) {
      List<String> headers = new ArrayList<>(condition.headers());
      for (String target : List.of(url, direct)) {
        Answer answer = Rest.raw("GET", target, new byte[0], headers.toArray(String[]::new));
        assertThat(answer.status()).as(headers.toString()).isEqualTo(condition.status());
        switch (condition.status()) {
          case 200 -> assertThat(answer.response().body()).isEqualTo(DATA);
          case 206 -> assertThat(new String(answer.response().body(), UTF_8)).isEqualTo("456789");
          case 412 -> assertThat(answer.code()).isEqualTo("PRECONDITION_FAILED");
          default -> assertThat(answer.response().body()).isEmpty();
        }
        headers.addAll(List.of("Authorization", admin.authorization()));
      }
    }
    Answer head =
        Rest.raw(
            "HEAD",
            direct,
            new byte[0],
            "Authorization",
            admin.authorization(),
            "If-None-Match",
            tag);
    assertThat(head.status()).isEqualTo(304);
  }
}
