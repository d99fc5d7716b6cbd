package dev.vitrine.cli.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Requests to one server, with the credentials for it. Redirects are not followed, so the
 * credentials reach no other host.
 */
final class RegistryClient {
  /** Bytes of a JSON response. */
  private static final int LONGEST_JSON = 32 << 20;

  /** Characters of a refusal that are repeated in a message. */
  private static final int LONGEST_REFUSAL = 500;

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Until the first byte of a response. */
  private static final Duration RESPONSE = Duration.ofMinutes(2);

  private static final int ATTEMPTS = 3;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private final String server;
  private final ServerCredentials credentials;

  /**
   * @param server address without a path, such as {@code http://localhost:8080}
   */
  RegistryClient(String server, ServerCredentials credentials) {
    this.server = server;
    this.credentials = credentials;
  }

  String server() {
    return server;
  }

  /** Path segments of a URL. */
  static String encodePath(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(RegistryClient::encode)
        .collect(Collectors.joining("/"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /**
   * Reads JSON; tries again after a failure to connect and while the server is overloaded.
   *
   * @throws MigrationException when the server refuses the request or is unreachable
   */
  JsonNode get(String path, Map<String, String> parameters) throws IOException {
    String query =
        parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request = request(path + (query.isEmpty() ? "" : "?" + query)).GET();
    for (int attempt = 1; ; attempt++) {
      try {
        return json(request.build(), path);
      } catch (MigrationException failure) {
        boolean passing =
            failure.status() == 0 || failure.status() == 429 || failure.status() == 503;
        if (!passing || attempt == ATTEMPTS) {
          throw failure;
        }
      }
    }
  }

  /** Sends JSON and reads JSON. */
  JsonNode post(String path, JsonNode body) throws IOException {
    return json(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build(),
        path);
  }

  /**
   * Downloads a file.
   *
   * @param most bytes; a longer file is refused
   * @return its size in bytes
   */
  long download(String path, Path file, long most) throws IOException {
    HttpResponse<InputStream> response = send(request(path).GET().build(), path);
    try (InputStream body = response.body();
        OutputStream out = Files.newOutputStream(file)) {
      require(response, body, path);
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        size += read;
        if (size > most) {
          throw new MigrationException(0, "The file is larger than " + most + " bytes.");
        }
        out.write(buffer, 0, read);
      }
      return size;
    }
  }

  /** Uploads a file to a signed URL, without credentials. */
  void upload(URI signed, Path file) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(signed).timeout(RESPONSE).PUT(BodyPublishers.ofFile(file)).build();
    HttpResponse<InputStream> response = send(request, "upload");
    try (InputStream body = response.body()) {
      require(response, body, "upload");
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path)).timeout(RESPONSE);
    credentials.header().ifPresent(header -> request.header("Authorization", header));
    return request;
  }

  private JsonNode json(HttpRequest request, String path) throws IOException {
    HttpResponse<InputStream> response = send(request, path);
    try (InputStream body = response.body()) {
      require(response, body, path);
      byte[] bytes = body.readNBytes(LONGEST_JSON + 1);
      if (bytes.length > LONGEST_JSON) {
        throw new MigrationException(
            response.statusCode(), path + " returned more than " + LONGEST_JSON + " bytes.");
      }
      return JSON.readTree(bytes.length == 0 ? "{}".getBytes(UTF_8) : bytes);
    } catch (JsonProcessingException notJson) {
      throw unexpected(response.statusCode(), path + " did not return JSON.", notJson);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request, String path) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      InterruptedIOException failure = new InterruptedIOException("interrupted");
      failure.initCause(interrupted);
      throw failure;
    } catch (IOException failure) {
      throw unexpected(
          0,
          server + " did not respond to " + path + ": " + failure.getClass().getSimpleName(),
          failure);
    }
  }

  private static MigrationException unexpected(int status, String message, IOException cause) {
    MigrationException failure = new MigrationException(status, message);
    failure.initCause(cause);
    return failure;
  }

  private static void require(HttpResponse<?> response, InputStream body, String path)
      throws IOException {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return;
    }
    if (status / 100 == 3) {
      throw new MigrationException(
          status, path + " is redirected; name the address that it is redirected to.");
    }
    String text = new String(body.readNBytes(LONGEST_REFUSAL * 4), UTF_8);
    throw new MigrationException(status, path + " returned " + status + ": " + reason(text));
  }

  /** The message of a JSON error; otherwise the text. */
  private static String reason(String text) {
    String found = text;
    try {
      String message = JSON.readTree(text).path("message").asText("");
      found = message.isEmpty() ? text : message;
    } catch (JsonProcessingException notJson) {
      // A proxy, for example, refuses requests with a page.
      found = text;
    }
    String line = found.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST_REFUSAL ? line.substring(0, LONGEST_REFUSAL) + "…" : line;
  }
}
