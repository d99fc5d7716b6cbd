package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A REST client of one user. */
final class Rest {
  static final String MLFLOW = "/api/2.0/mlflow/unity-catalog";
  static final String REGISTRY = "/api/2.0/mlflow";
  static final String FILES = "/api/2.0/fs";
  static final String CATALOG = "/api/2.1/unity-catalog";

  private static final JsonMapper JSON = new JsonMapper();

  /** A response; {@code body} is empty JSON if the body is not JSON. */
  record Answer(HttpResponse<byte[]> response, JsonNode body) {
    int status() {
      return response.statusCode();
    }

    String code() {
      return body.path("error_code").asText();
    }

    /** The same response, which must be a success. */
    Answer ok() {
      assertThat(status()).as(body.toString()).isEqualTo(200);
      return this;
    }

    /** The message of the response, which must have this status and code. */
    String refused(int status, String code) {
      assertThat(status() + " " + code()).as(body.toString()).isEqualTo(status + " " + code);
      assertThat(body.path("message").asText())
          .isNotEmpty()
          .doesNotContain("Exception", "dev.vitrine", "\tat ");
      return body.path("message").asText();
    }
  }

  private final String server;
  private final String authorization;

  Rest(TestServer server, String user) {
    this(server.httpUrl(), Http.basic(user, TestServer.PASSWORD));
  }

  /** A client with these credentials for the server at a URL. */
  Rest(String url, String authorization) {
    this.server = url;
    this.authorization = authorization;
  }

  Answer get(String path) throws Exception {
    return send("GET", path, "");
  }

  Answer post(String path, String json) throws Exception {
    return send("POST", path, json);
  }

  Answer patch(String path, String json) throws Exception {
    return send("PATCH", path, json);
  }

  Answer put(String path, String json) throws Exception {
    return send("PUT", path, json);
  }

  Answer delete(String path, String json) throws Exception {
    return send("DELETE", path, json);
  }

  /** Sends JSON, in which quotes may be single ones. */
  Answer send(String method, String path, String json) throws Exception {
    return sendRaw(method, path, json.replace('\'', '"'));
  }

  /** Sends a text as JSON. */
  Answer sendRaw(String method, String path, String json) throws Exception {
    return raw(
        method,
        server + path,
        json.getBytes(UTF_8),
        "Authorization",
        authorization,
        "Content-Type",
        "application/json");
  }

  /** Sends bytes to a url, with these headers and nothing else. */
  static Answer raw(String method, String url, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    // One connection a request: the server ends those on which something malformed came.
    HttpResponse<byte[]> response =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    boolean isJson =
        response.headers().firstValue("Content-Type").orElse("").equals("application/json");
    return new Answer(response, isJson ? JSON.readTree(response.body()) : JSON.createObjectNode());
  }

  String authorization() {
    return authorization;
  }

  /** The url that lets its bearer do something with a file. */
  String url(String endpoint, String path) throws Exception {
    return post(FILES + endpoint, "{'path': '" + path + "'}").ok().body().path("url").asText();
  }

  /** Sends a file of a version by a signed url. */
  Answer upload(String path, byte[] bytes) throws Exception {
    return raw("PUT", url("/create-upload-url", path), bytes);
  }

  /** A file of a version by a signed url. */
  byte[] download(String path) throws Exception {
    Answer answer = raw("GET", url("/create-download-url", path), new byte[0]);
    assertThat(answer.status()).isEqualTo(200);
    return answer.response().body();
  }

  /**
   * Creates a READY version with only an MLmodel file.
   *
   * @return its number
   */
  long version(String model) throws Exception {
    long version = begin(model);
    upload(directory(model, version) + "/MLmodel", MLMODEL.getBytes(UTF_8)).ok();
    post(MLFLOW + "/model-versions/finalize", naming(model, version)).ok();
    return version;
  }

  /**
   * Creates a PENDING version.
   *
   * @return its number
   */
  long begin(String model) throws Exception {
    return post(
            MLFLOW + "/model-versions/create",
            "{'name': '" + model + "', 'source': 'runs:/1/model'}")
        .ok()
        .body()
        .path("model_version")
        .path("version")
        .asLong();
  }

  static String naming(String model, long version) {
    return "{'name': '" + model + "', 'version': '" + version + "'}";
  }

  static String directory(String model, long version) {
    return "/Models/" + model.replace('.', '/') + "/" + version;
  }

  static final String MLMODEL =
      """
      flavors: {}
      model_id: m-0123456789abcdef
      signature:
        inputs: '[{"type": "double", "name": "x", "required": true}]'
        outputs: '[{"type": "tensor"}]'
        params: null
      """;
}
