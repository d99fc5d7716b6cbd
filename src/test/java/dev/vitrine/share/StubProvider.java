package dev.vitrine.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider of the sharing protocol on this machine, whose responses a test determines. */
public final class StubProvider implements AutoCloseable {
  /** The token of the activation file. */
  public static final String TOKEN = "vrt_0123456789abcdef-secret";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Response> responses = new ConcurrentHashMap<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private volatile String token = TOKEN;
  private volatile int status;

  /** Sends a response. */
  @FunctionalInterface
  public interface Response {
    void send(HttpExchange exchange) throws IOException;
  }

  public StubProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path =
          exchange.getRequestURI().toString().substring("/api/2.1/vitrine-sharing".length());
      requests.add(path);
      if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        status(exchange, 401);
        return;
      }
      if (status != 0) {
        status(exchange, status);
        return;
      }
      Response response = responses.get(path);
      if (response == null) {
        status(exchange, 404);
      } else {
        response.send(exchange);
      }
    }
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.getResponseHeaders().add("Location", "http://127.0.0.1/elsewhere");
    send(exchange, status, "{\"error_code\":\"X\",\"message\":\"" + TOKEN + "\"}");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** The text of the activation file. */
  public String activation() {
    return activation(token);
  }

  /** The same with another token. */
  public String activation(String other) {
    return "{\"shareCredentialsVersion\":1,\"endpoint\":\"http://127.0.0.1:"
        + server.getAddress().getPort()
        + "/api/2.1/vitrine-sharing\",\"bearerToken\":\""
        + other
        + "\",\"expirationTime\":\"2099-01-01T00:00:00Z\"}";
  }

  /** Accepts another token from now on. */
  public void rotate(String other) {
    token = other;
  }

  /** Responds to all requests with this status; 0 for the responses of the test. */
  public void fail(int with) {
    status = with;
  }

  /** The paths of the requests, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The number of requests whose paths contain a text. */
  public long count(String text) {
    return requests.stream().filter(path -> path.contains(text)).count();
  }

  /** Responds to a path with JSON. */
  public StubProvider json(String path, String json) {
    return on(path, exchange -> send(exchange, 200, json));
  }

  /** Responds to a path in any way. */
  public StubProvider on(String path, Response response) {
    responses.put(path, response);
    return this;
  }

  /** Responds to a path as if it did not exist. */
  public void remove(String path) {
    responses.remove(path);
  }

  /**
   * A share {@code s} with one model {@code ml.churn}.
   *
   * @param versions members of the list of versions
   */
  public StubProvider share(String revision, String modelMembers, String... versions) {
    json("/shares", "{\"shares\":[{\"name\":\"s\",\"comment\":\"all models\"}]}");
    json("/shares/s", "{\"name\":\"s\",\"comment\":null,\"revision\":\"" + revision + "\"}");
    json(
        "/shares/s/models",
        "{\"models\":[{\"schema\":\"ml\",\"name\":\"churn\"," + modelMembers + "}]}");
    return json(
        "/shares/s/models/ml/churn/versions",
        "{\"versions\":[" + String.join(",", versions) + "]}");
  }

  /**
   * The JSON of a version without files, tags, comment and signature.
   *
   * @param files members of the list of files
   */
  public static String version(long number, String... files) {
    return "{\"version\":"
        + number
        + ",\"comment\":null,\"tags\":{},\"signature\":null,\"created_at\":1764522000000,\"files\":["
        + String.join(",", files)
        + "]}";
  }

  /** The JSON of a file, which is also served. */
  public String file(long version, String path, String content) {
    on(
        "/shares/s/models/ml/churn/versions/" + version + "/files/" + path,
        exchange -> send(exchange, 200, content));
    return listed(path, content);
  }

  /** The JSON of a file. */
  public static String listed(String path, String content) {
    return "{\"path\":\""
        + path
        + "\",\"size\":"
        + content.getBytes(UTF_8).length
        + ",\"sha256\":\""
        + sha256(content)
        + "\"}";
  }

  private static String sha256(String content) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException(exception);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
