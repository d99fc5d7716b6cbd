package dev.vitrine.cli.migrate.http;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Requests to one server, with the credentials for it. Redirects are not followed, so the
 * credentials reach no other host.
 */
public final class RegistryClient {
  /** Bytes of a JSON response. */
  private static final int LONGEST_JSON = 32 << 20;

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Until the headers of a response, without the time for the body of the request. */
  private static final Duration RESPONSE = Duration.ofMinutes(2);

  /** Bytes per second of the slowest upload. */
  private static final long SLOWEST_UPLOAD = 256 << 10;

  /** Time without a byte of a response. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private static final int ATTEMPTS = 4;

  /** Before the second attempt; it doubles with each attempt. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final int TOO_MANY_REQUESTS = 429;

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private final String server;
  private final ServerCredentials credentials;
  private final Duration idle;
  private final Duration pause;

  /**
   * @param server address without a path, such as {@code http://localhost:8080}
   */
  public RegistryClient(String server, ServerCredentials credentials) {
    this(server, credentials, IDLE, PAUSE);
  }

  /**
   * @param idle longest time without a byte of a response
   * @param pause before the second attempt
   */
  public RegistryClient(
      String server, ServerCredentials credentials, Duration idle, Duration pause) {
    this.server = server;
    this.credentials = credentials;
    this.idle = idle;
    this.pause = pause;
  }

  /** Address of the server. */
  public String server() {
    return server;
  }

  /** Path segments of a URL. */
  public static String encodePath(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(RegistryClient::encode)
        .collect(Collectors.joining("/"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  /** Tries again after failures that may pass. */
  private <T> T retried(Attempt<T> attempt, Predicate<MigrationException> repeatable)
      throws IOException {
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (MigrationException failure) {
        if (number == ATTEMPTS || !failure.passing() || !repeatable.test(failure)) {
          throw failure;
        }
        pause(Math.max(failure.delay(), pause.toMillis() << (number - 1)));
      }
    }
  }

  private static void pause(long milliseconds) throws IOException {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /**
   * Reads JSON; tries again if the server does not respond, breaks off or is overloaded.
   *
   * @throws MigrationException when the server refuses the request or is unreachable
   */
  public JsonNode get(String path, Map<String, String> parameters) throws IOException {
    String query =
        parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request = request(path + (query.isEmpty() ? "" : "?" + query)).GET().build();
    return retried(() -> json(request, path), failure -> true);
  }

  /**
   * Sends JSON and reads JSON; tries again only if the server refused because of overload.
   *
   * @throws MigrationException when the server refuses the request or is unreachable
   */
  public JsonNode post(String path, JsonNode body) throws IOException {
    HttpRequest request = posting(path, body);
    return retried(() -> json(request, path), failure -> failure.status() == TOO_MANY_REQUESTS);
  }

  /**
   * As {@link #post}, for requests that have the same effect when the server gets them twice; tries
   * again as {@link #get}.
   *
   * @throws MigrationException when the server refuses the request or is unreachable
   */
  public JsonNode postIdempotent(String path, JsonNode body) throws IOException {
    HttpRequest request = posting(path, body);
    return retried(() -> json(request, path), failure -> true);
  }

  private HttpRequest posting(String path, JsonNode body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()))
        .build();
  }

  /**
   * Downloads a file; tries again as {@link #get}.
   *
   * @param most bytes; a longer file is refused
   * @param received gets numbers of bytes as they arrive, negative ones of attempts that failed
   * @return its size in bytes
   */
  public long download(String path, Path file, long most, LongConsumer received)
      throws IOException {
    HttpRequest request = request(path).GET().build();
    return retried(() -> copy(request, path, file, most, received), failure -> true);
  }

  /**
   * Downloads a file from a signed URL, without credentials; tries again as {@link #get}.
   *
   * @param headers that the registry returned with the URL
   * @param name of the file, for messages, which must not contain the URL
   * @throws MigrationException also when the URL is malformed
   */
  public long downloadSigned(
      String signed,
      Map<String, String> headers,
      String name,
      Path file,
      long most,
      LongConsumer received)
      throws IOException {
    HttpRequest request;
    try {
      HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(signed)).timeout(RESPONSE);
      headers.forEach(builder::header);
      request = builder.GET().build();
    } catch (IllegalArgumentException malformed) {
      throw unexpected(0, server + " returned a malformed URL of " + name + ".", malformed);
    }
    return retried(
        () -> copy(request, "the signed URL of " + name, file, most, received), failure -> true);
  }

  private long copy(HttpRequest request, String path, Path file, long most, LongConsumer received)
      throws IOException {
    long size = 0;
    HttpResponse<InputStream> response = send(request, path);
    try (InputStream body = body(response);
        OutputStream out = Files.newOutputStream(file)) {
      require(response, body, RequestPlace.of(request, path));
      byte[] buffer = new byte[1 << 16];
      for (int read = read(body, buffer, request, path);
          read >= 0;
          read = read(body, buffer, request, path)) {
        size += read;
        received.accept(read);
        if (size > most) {
          throw new MigrationException(
              0, RequestPlace.of(request, path) + " has more than " + most + " bytes.");
        }
        out.write(buffer, 0, read);
      }
      return size;
    } catch (IOException failure) {
      received.accept(-size);
      throw failure;
    }
  }

  /** Separates failures of the connection from those of the file. */
  private static int read(InputStream body, byte[] buffer, HttpRequest request, String path)
      throws IOException {
    try {
      return body.read(buffer);
    } catch (IOException failure) {
      throw broken(RequestPlace.server(request), path, failure);
    }
  }

  /**
   * Uploads a file to a signed URL, without credentials; tries again as {@link #get}, because the
   * same file replaces what an attempt that failed has left.
   *
   * @throws MigrationException also when the URL is malformed
   */
  public void upload(String signed, Path file) throws IOException {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(URI.create(signed))
              .timeout(uploadLimit(Files.size(file)))
              .PUT(BodyPublishers.ofFile(file))
              .build();
    } catch (IllegalArgumentException malformed) {
      // The URL contains a secret.
      throw unexpected(0, server + " returned a malformed URL for an upload.", malformed);
    }
    retried(() -> put(request), failure -> true);
  }

  private HttpResponse<InputStream> put(HttpRequest request) throws IOException {
    HttpResponse<InputStream> response = send(request, "the upload of a file");
    try (InputStream body = body(response)) {
      require(response, body, RequestPlace.of(request, "the upload of a file"));
    }
    return response;
  }

  /**
   * The time limit of an upload.
   *
   * @param size in bytes
   */
  static Duration uploadLimit(long size) {
    return RESPONSE.plusSeconds(size / SLOWEST_UPLOAD);
  }

  private InputStream body(HttpResponse<InputStream> response) {
    return new TimedBody(response.body(), idle);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path)).timeout(RESPONSE);
    credentials.header().ifPresent(header -> request.header("Authorization", header));
    return request;
  }

  private JsonNode json(HttpRequest request, String path) throws IOException {
    HttpResponse<InputStream> response = send(request, path);
    byte[] bytes;
    try (InputStream body = body(response)) {
      require(response, body, RequestPlace.of(request, path));
      bytes = body.readNBytes(LONGEST_JSON + 1);
    } catch (MigrationException refusal) {
      throw refusal;
    } catch (IOException failure) {
      throw broken(RequestPlace.server(request), path, failure);
    }
    if (bytes.length > LONGEST_JSON) {
      throw new MigrationException(
          response.statusCode(),
          RequestPlace.of(request, path) + " returned more than " + LONGEST_JSON + " bytes.");
    }
    try {
      return JSON.readTree(bytes.length == 0 ? "{}".getBytes(UTF_8) : bytes);
    } catch (IOException notJson) {
      throw unexpected(
          response.statusCode(), RequestPlace.of(request, path) + " did not return JSON.", notJson);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request, String path) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    } catch (IOException failure) {
      MigrationException unreachable =
          new MigrationException(
              0,
              RequestPlace.server(request)
                  + " did not respond to "
                  + path
                  + ": "
                  + RequestPlace.reason(failure),
              !(failure instanceof SSLException),
              0);
      unreachable.initCause(failure);
      throw unreachable;
    }
  }

  private static InterruptedIOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException failure = new InterruptedIOException("interrupted");
    failure.initCause(cause);
    return failure;
  }

  private static MigrationException broken(String server, String path, IOException cause) {
    MigrationException failure =
        new MigrationException(
            0, server + " broke off its response to " + path + ": " + cause.getMessage(), true, 0);
    failure.initCause(cause);
    return failure;
  }

  private static MigrationException unexpected(int status, String message, Exception cause) {
    MigrationException failure = new MigrationException(status, message);
    failure.initCause(cause);
    return failure;
  }

  private static void require(HttpResponse<?> response, InputStream body, String place)
      throws IOException {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return;
    }
    if (status / 100 == 3) {
      throw new MigrationException(
          status, place + " is redirected; name the address that it is redirected to.");
    }
    String text;
    try {
      text = RefusalText.read(body);
    } catch (IOException failure) {
      throw broken(RequestPlace.server(response.request()), place, failure);
    }
    boolean passing =
        status == TOO_MANY_REQUESTS || status == 502 || status == 503 || status == 504;
    throw new MigrationException(
        status,
        place + " returned " + status + ": " + text,
        passing,
        RetryAfter.milliseconds(
            response.headers().firstValue("Retry-After").orElse(""), Instant.now()));
  }
}
