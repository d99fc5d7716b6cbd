package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The part of MLflow's REST API that an import reads, with failures on request. */
final class StubMlflow implements AutoCloseable {
  static final String SIGNED =
      """
      signature:
        inputs: '[{"name": "x", "type": "double"}]'
        outputs: '[{"type": "double"}]'
      """;
  static final String HALF_SIGNED =
      """
      signature:
        inputs: '[{"name": "x", "type": "long"}]'
      """;

  private static final JsonMapper JSON = new JsonMapper();

  /** Paths of files that break off after a few bytes. */
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  /** Filters of the searches for versions. */
  final List<String> filters = new ArrayList<>();

  /** Aliases of all models. */
  final Map<String, Long> aliases = new HashMap<>();

  /** Members of the run of every version. */
  String run = "{}";

  private final Map<String, Map<Long, ObjectNode>> models = new TreeMap<>();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  StubMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::respond);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Adds a version with an MLmodel file. */
  ObjectNode add(String model, long version, String description) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("name", model)
            .put("version", Long.toString(version))
            .put("creation_timestamp", 1_700_000_000_000L + version)
            .put("source", "runs:/" + version + "/model")
            .put("run_id", "run" + version);
    models.computeIfAbsent(model, name -> new TreeMap<>()).put(version, json);
    files.put(root(model, version) + "/MLmodel", description.getBytes(UTF_8));
    return json;
  }

  /** Changes the MLmodel file of a version. */
  void change(String model, long version, String description) {
    files.put(root(model, version) + "/MLmodel", description.getBytes(UTF_8));
  }

  static String root(String model, long version) {
    return Integer.toHexString(model.hashCode()) + "/" + version;
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      String artifacts = "/api/2.0/mlflow-artifacts/artifacts";
      if (path.startsWith(artifacts + "/")) {
        file(exchange, path.substring(artifacts.length() + 1));
        return;
      }
      byte[] body = json(path, query).toString().getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void file(HttpExchange exchange, String path) throws IOException {
    byte[] content = files.get(path);
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.sendResponseHeaders(200, content.length);
    exchange
        .getResponseBody()
        .write(content, 0, broken.contains(path) ? content.length / 2 : content.length);
    exchange.getResponseBody().flush();
  }

  private ObjectNode json(String path, Map<String, String> query) {
    ObjectNode body = JSON.createObjectNode();
    String name = query.getOrDefault("name", "");
    switch (path.substring(path.indexOf("/api/2.0/") + 9)) {
      case "mlflow/registered-models/search" -> {
        ArrayNode list = body.putArray("registered_models");
        models.keySet().forEach(model -> list.addObject().put("name", model));
      }
      case "mlflow/registered-models/get" -> {
        ObjectNode model = body.putObject("registered_model").put("name", name);
        ArrayNode list = model.putArray("aliases");
        aliases.forEach(
            (alias, version) -> list.addObject().put("alias", alias).put("version", version));
      }
      case "mlflow/model-versions/search" -> {
        String filter = query.getOrDefault("filter", "");
        filters.add(filter);
        ArrayNode list = body.putArray("model_versions");
        models.forEach(
            (model, versions) -> {
              // The value is the text between the quotes, which has no escape character.
              if (filter.isEmpty()
                  || filter.equals("name='" + model + "'")
                  || filter.equals("name=\"" + model + "\"")) {
                versions.values().forEach(list::add);
              }
            });
      }
      case "mlflow/model-versions/get-download-uri" ->
          body.put(
              "artifact_uri",
              "mlflow-artifacts:/" + root(name, Long.parseLong(query.get("version"))));
      case "mlflow/runs/get" -> body.set("run", tree(run));
      case "mlflow-artifacts/artifacts" -> {
        ArrayNode list = body.putArray("files");
        files.forEach(
            (file, content) -> {
              String root = query.get("path") + "/";
              if (file.startsWith(root)) {
                list.addObject()
                    .put("path", file.substring(root.length()))
                    .put("is_dir", false)
                    .put("file_size", content.length);
              }
            });
      }
      default -> throw new IllegalArgumentException(path);
    }
    return body;
  }

  private static ObjectNode tree(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException invalid) {
      throw new UncheckedIOException(invalid);
    }
  }

  private static Map<String, String> query(String text) {
    Map<String, String> parameters = new HashMap<>();
    if (text != null) {
      for (String pair : text.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        parameters.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return parameters;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
