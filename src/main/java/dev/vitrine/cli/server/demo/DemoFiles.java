package dev.vitrine.cli.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Registers the models with files of {@code server --demo} through the REST requests that MLflow
 * sends: create the version, upload its files, finalize it.
 */
final class DemoFiles {
  /** One version: the model, the folder of its files, the description, and an alias for it. */
  private record Upload(String model, String folder, String comment, String alias) {}

  private static final String MODELS = "/api/2.0/mlflow/unity-catalog/";
  private static final String UPLOAD_URL = "/api/2.0/fs/create-upload-url";

  /** Of one request to this process. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final JsonMapper JSON = new JsonMapper();

  private static final List<String> FILES =
      List.of("MLmodel", "conda.yaml", "model.pkl", "python_env.yaml", "requirements.txt");

  private static final List<Upload> UPLOADS =
      List.of(
          new Upload(
              "research.tutorial.iris", "iris-tree", "A decision tree of depth 3", "Baseline"),
          new Upload(
              "research.tutorial.iris",
              "iris-regression",
              "Logistic regression, which gives probabilities",
              "Champion"),
          new Upload(
              "research.tutorial.wine_quality",
              "wine-regression",
              "Linear regression on three of the measurements",
              "Champion"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  private final String authorization;

  /**
   * @param server the HTTP URL of the server
   * @param user a user who may add versions to the models
   */
  DemoFiles(String server, String user, String password) {
    this.server = server;
    String pair = user + ":" + password;
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  /**
   * Registers all versions.
   *
   * @throws VitrineException INTERNAL_ERROR when the server refuses a request
   */
  void upload() throws InterruptedException {
    try {
      for (Upload upload : UPLOADS) {
        upload(upload);
      }
    } catch (IOException failure) {
      throw failed(failure.toString()).withCause(failure);
    }
  }

  private void upload(Upload upload) throws IOException, InterruptedException {
    JsonNode created =
        post(
            MODELS + "model-versions/create",
            Map.of(
                "name", upload.model(),
                "source", "demo:" + upload.folder(),
                "description", upload.comment()));
    String version = created.path("model_version").path("version").asText();
    String root = "/Models/" + upload.model().replace('.', '/') + "/" + version + "/";
    for (String file : FILES) {
      String url = post(UPLOAD_URL, Map.of("path", root + file)).path("url").asText();
      HttpRequest put =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(TIMEOUT)
              .PUT(BodyPublishers.ofByteArray(bytes(upload.folder() + "/" + file)))
              .build();
      require(http.send(put, BodyHandlers.ofString()), root + file);
    }
    post(MODELS + "model-versions/finalize", Map.of("name", upload.model(), "version", version));
    post(
        MODELS + "registered-models/alias",
        Map.of("name", upload.model(), "alias", upload.alias(), "version", version));
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream stream = requireNonNull(DemoFiles.class.getResourceAsStream(file), file)) {
      return stream.readAllBytes();
    }
  }

  private JsonNode post(String path, Map<String, String> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(TIMEOUT)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    require(response, path);
    return JSON.readTree(response.body());
  }

  private static void require(HttpResponse<String> response, String path) {
    if (response.statusCode() / 100 != 2) {
      throw failed(path + " returned " + response.statusCode() + ": " + response.body());
    }
  }

  private static VitrineException failed(String cause) {
    return new VitrineException(
        ErrorCode.INTERNAL_ERROR, "A model of the demo could not be registered: " + cause);
  }
}
