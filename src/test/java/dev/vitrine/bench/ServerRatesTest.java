package dev.vitrine.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.bench.ServerSide.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The benchmark against Unity Catalog OSS, with a server that has the part of its API. */
final class ServerRatesTest {
  private static final String TOKEN = "a token";

  @Test
  void theTableHasAllTasksAndTheCpuTimeOfKnownProcesses() throws Exception {
    try (Stub stub = new Stub()) {
      UnityCatalogSide made =
          UnityCatalogSide.create(stub.url(), Optional.of(TOKEN), "bench", Optional.empty());
      assertThat(stub.models).hasSize(ServerTasks.MODELS);
      assertThat(stub.models.get("bench.ml_team.model_007")).hasSize(2);
      ServerSide same =
          new ServerSide(
              "the same",
              stub.url(),
              Optional.of(TOKEN),
              Api.UNITY_CATALOG,
              "bench.ml_team",
              Optional.of(ProcessHandle.current()),
              true);
      List<String> table = new ArrayList<>();
      new ServerRates(
              List.of(made.side(), same), Duration.ZERO, Duration.ofMillis(1), 1, table::add)
          .measure();

      assertThat(table)
          .hasSize(2 + 4 * 3)
          .startsWith(
              "| task | connections | Unity Catalog OSS | CPU, ms | the same | CPU, ms | ratio |",
              "|---|---:|---:|---:|---:|---:|---:|");
      String number = "[\\d,]+";
      assertThat(table.subList(2, table.size()))
          .allMatch(
              row ->
                  row.matches(
                      "\\| .+ \\| (1|1, each time anew|8) \\| %s \\| – \\| %s \\| \\d+\\.\\d\\d \\| \\d+\\.\\d × \\|"
                          .formatted(number, number)));
      assertThat(table.get(2)).startsWith("| get a model | 1 |");
      assertThat(stub.models.get("bench.ml_team.model_007")).allMatch("READY"::equals);
      made.close();
      assertThat(stub.models).isEmpty();
    }
  }

  @Test
  void aServerWithoutItsTokenIsReported() throws Exception {
    try (Stub stub = new Stub()) {
      assertThatThrownBy(
              () ->
                  UnityCatalogSide.create(stub.url(), Optional.empty(), "bench", Optional.empty()))
          .hasMessage("POST /api/2.1/unity-catalog/catalogs: 401 ");
    }
  }

  /** Catalogs, schemas, models and versions of Unity Catalog OSS, as far as they are needed. */
  private static final class Stub implements AutoCloseable {
    private static final String PATH = "/api/2.1/unity-catalog";
    private static final JsonMapper JSON = new JsonMapper();

    /** The status of each version, by the full name of the model. */
    private final Map<String, List<String>> models = new TreeMap<>();

    private final Map<String, String> runs = new TreeMap<>();
    private final HttpServer server;

    private Stub() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(PATH, this::answer);
      server.start();
    }

    private String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
      byte[] text = exchange.getRequestBody().readAllBytes();
      boolean known =
          ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      Optional<JsonNode> result =
          known
              ? result(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString().substring(PATH.length()),
                  text.length == 0 ? JSON.createObjectNode() : JSON.readTree(text))
              : Optional.empty();
      byte[] body = result.map(JsonNode::toString).orElse("").getBytes(UTF_8);
      int status = known ? (result.isPresent() ? 200 : 404) : 401;
      // Otherwise the client waits 40 ms for the body, which this server sends after the headers.
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      try (exchange) {
        exchange.getResponseBody().write(body);
      }
    }

    private Optional<JsonNode> result(String method, String path, JsonNode body) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      String[] parts = path.split("[/?]", -1);
      String request = method + " " + path.replaceAll("(models/)[^/]+\\.[^/]+", "$1M");
      if (request.equals("POST /catalogs") || request.equals("POST /schemas")) {
        return body.has("name") ? Optional.of(result) : Optional.empty();
      } else if (request.equals("DELETE /catalogs/bench?force=true")) {
        models.clear();
      } else if (request.equals("POST /models")) {
        models.put(name(body, "name"), new ArrayList<>());
      } else if (request.equals("POST /models/versions")) {
        List<String> versions = models.get(name(body, "model_name"));
        versions.add("PENDING_REGISTRATION");
        runs.put(name(body, "model_name") + versions.size(), body.get("run_id").asText());
        result.put("version", versions.size());
      } else if (request.matches("PATCH /models/M/versions/\\d+/finalize")) {
        models.get(parts[2]).set(Integer.parseInt(parts[4]) - 1, "READY");
        result.put("status", "READY");
      } else if (request.equals("GET /models/M") && models.containsKey(parts[2])) {
        result.put("full_name", parts[2]);
      } else if (request.equals("GET /models/M/versions/2")) {
        result.put("run_id", runs.get(parts[2] + 2));
      } else if (request.equals(
          "GET /models?max_results=100&catalog_name=bench&schema_name=ml_team")) {
        models.keySet().stream()
            .limit(100)
            .forEach(name -> result.withArray("registered_models").addObject().put("name", name));
      } else {
        return Optional.empty();
      }
      return Optional.of(result);
    }

    private static String name(JsonNode body, String key) {
      return String.join(
          ".",
          body.get("catalog_name").asText(),
          body.get("schema_name").asText(),
          body.get(key).asText());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
