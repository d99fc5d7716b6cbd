package dev.vitrine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Requests per second of Vitrine's server, on its two stores, and of MLflow's own, as it is
 * installed, with the same models in each: what clients of a registry ask most. Each server is a
 * process of its own; they take turns, so that one only has work at any time.
 */
final class ServersBenchmark implements AutoCloseable {
  private static final int MODELS = 120;
  private static final int VERSIONS = 2;

  /**
   * How a server is asked.
   *
   * @param anew whether each request has a connection of its own; or else all have the same
   */
  private record Load(String name, int clients, boolean anew) {}

  private static final Load BUSY = new Load("8", 8, false);

  /** MLflow's server lets a connection that was used before wait. */
  private static final List<Load> LOADS =
      List.of(new Load("1", 1, false), new Load("1, each time anew", 1, true), BUSY);

  private static final int ROUNDS = 5;
  private static final String PASSWORD = "a password for the benchmark";

  private final Report report;
  private final long warmNanos;
  private final long roundNanos;
  private final List<ServerUnderLoad> open = new ArrayList<>();

  /** A server, and how it is asked. */
  private record Side(String name, String url, Optional<String> token, String api, String prefix) {
    String model(int number) {
      return String.format("%smodel_%03d", prefix, number);
    }

    boolean isVitrine() {
      return token.isPresent();
    }
  }

  /** One request, or those that a client makes for one thing. */
  private interface Task {
    void run(Side side, JsonClient client) throws IOException;
  }

  private static final Map<String, Task> TASKS = new LinkedHashMap<>();

  static {
    TASKS.put(
        "resolve an alias",
        (side, client) ->
            client.ask(
                "GET",
                side.api()
                    + "/registered-models/alias?name="
                    + side.model(random())
                    + "&alias=Champion",
                Optional.empty()));
    TASKS.put(
        "get a version",
        (side, client) ->
            client.ask(
                "GET",
                side.api() + "/model-versions/get?name=" + side.model(random()) + "&version=2",
                Optional.empty()));
    TASKS.put(
        "list 100 models",
        (side, client) ->
            client.ask(
                "GET", side.api() + "/registered-models/search?max_results=100", Optional.empty()));
    TASKS.put("register a version", ServersBenchmark::register);
  }

  private ServersBenchmark(Report report) {
    this.report = report;
    this.warmNanos = seconds("vitrine.bench.servers.warm", "40");
    this.roundNanos = seconds("vitrine.bench.servers.round", "3");
  }

  private static long seconds(String property, String usual) {
    return (long) (Double.parseDouble(System.getProperty(property, usual)) * 1e9);
  }

  private static int random() {
    return ThreadLocalRandom.current().nextInt(MODELS);
  }

  /** Measures against the {@code mlflow} of a virtual environment. */
  static void run(Report report, Path target, Path environment) throws Exception {
    try (ServersBenchmark benchmark = new ServersBenchmark(report);
        BenchmarkServer postgres = BenchmarkServer.startDurable(target.resolve("servers-data"))) {
      Path directory = Files.createTempDirectory(target.toAbsolutePath(), "servers");
      List<Side> sides = new ArrayList<>();
      sides.add(benchmark.mlflow(directory, environment));
      sides.add(
          benchmark.vitrine(
              "Vitrine, H2", "jdbc:vitrine:file:" + directory.resolve("registry"), directory));
      sides.add(
          benchmark.vitrine(
              "Vitrine, PostgreSQL",
              BenchmarkServer.vitrineUrl(postgres.create("served")),
              directory));
      benchmark.measure(sides);
    }
  }

  private Side mlflow(Path directory, Path environment) throws Exception {
    int port = ServerUnderLoad.freePort();
    Path bin = environment.toAbsolutePath().resolve("bin");
    ServerUnderLoad server =
        ServerUnderLoad.start(
            List.of(
                bin.resolve("mlflow").toString(),
                "server",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port)),
            Map.of("MLFLOW_DISABLE_TELEMETRY", "true", "PATH", bin + ":" + System.getenv("PATH")),
            Files.createDirectories(directory.resolve("mlflow")),
            directory.resolve("mlflow.log"));
    open.add(server);
    String url = "http://127.0.0.1:" + port;
    Side side = new Side("MLflow", url, Optional.empty(), "/api/2.0/mlflow", "");
    await(server, side, "/health");
    try (JsonClient client = new JsonClient(url, side.token(), true)) {
      for (int model = 0; model < MODELS; model++) {
        client.post(side.api() + "/registered-models/create", object("name", side.model(model)));
        for (int version = 1; version <= VERSIONS; version++) {
          client.post(
              side.api() + "/model-versions/create",
              object("name", side.model(model))
                  .put("source", source(model, version))
                  .put("run_id", run(model, version)));
        }
        client.post(
            side.api() + "/registered-models/alias",
            object("name", side.model(model)).put("alias", "Champion").put("version", "2"));
      }
    }
    return side;
  }

  private Side vitrine(String name, String storeUrl, Path directory) throws Exception {
    int port = ServerUnderLoad.freePort();
    ServerUnderLoad server =
        ServerUnderLoad.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + directory,
                "-classpath",
                System.getProperty("java.class.path"),
                "dev.vitrine.cli.Main",
                "server",
                "--port",
                Integer.toString(port),
                "--store",
                storeUrl,
                "--allow-unsigned"),
            Map.of("VITRINE_ADMIN_PASSWORD", PASSWORD),
            directory,
            directory.resolve(name.replaceAll("\\W+", "-") + ".log"));
    open.add(server);
    String url = "http://127.0.0.1:" + port;
    await(server, new Side(name, url, Optional.empty(), "", ""), "/health");
    try (Connection admin =
            DriverManager.getConnection("jdbc:vitrine://127.0.0.1:" + port, "admin", PASSWORD);
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE CATALOG prod");
      statement.execute("CREATE SCHEMA prod.ml_team");
      for (int model = 0; model < MODELS; model++) {
        String full = String.format("prod.ml_team.model_%03d", model);
        statement.execute("CREATE MODEL " + full);
        for (int version = 1; version <= VERSIONS; version++) {
          statement.execute(
              String.format(
                  "ALTER MODEL %s ADD VERSION FROM '%s' RUN ID '%s'",
                  full, source(model, version), run(model, version)));
        }
        statement.execute("ALTER MODEL " + full + " VERSION 2 SET ALIAS Champion");
      }
      statement.execute("CREATE USER reader WITH PASSWORD '" + PASSWORD + "'");
      statement.execute("GRANT ALL PRIVILEGES ON CATALOG prod TO reader");
    }
    try (Connection reader =
            DriverManager.getConnection("jdbc:vitrine://127.0.0.1:" + port, "reader", PASSWORD);
        Statement statement = reader.createStatement();
        ResultSet token = statement.executeQuery("CREATE TOKEN")) {
      token.next();
      return new Side(
          name,
          url,
          Optional.of(token.getString("token")),
          "/api/2.0/mlflow/unity-catalog",
          "prod.ml_team.");
    }
  }

  private static String source(int model, int version) {
    return "s3://models/" + model + "/" + version;
  }

  private static String run(int model, int version) {
    return String.format("%032x", model * 1_000L + version);
  }

  private static ObjectNode object(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }

  private static void await(ServerUnderLoad server, Side side, String path) throws Exception {
    try (JsonClient client = new JsonClient(side.url(), Optional.empty(), true)) {
      for (int attempt = 0; attempt < 600 && server.isAlive(); attempt++) {
        try {
          client.ask("GET", path, Optional.empty());
          return;
        } catch (IOException notYet) {
          Thread.sleep(200);
        }
      }
      throw new IllegalStateException(side.name() + " does not start; its log tells why.");
    }
  }

  /** In Vitrine a version becomes READY by a second request, between which files are sent. */
  private static void register(Side side, JsonClient client) throws IOException {
    String name = side.model(random());
    JsonNode created =
        client.post(
            side.api() + "/model-versions/create",
            object("name", name).put("source", "s3://models/new").put("run_id", run(0, 0)));
    if (side.isVitrine()) {
      JsonNode version =
          client.post(
              side.api() + "/model-versions/finalize",
              object("name", name)
                  .put("version", created.get("model_version").get("version").asText()));
      require(version.get("model_version").get("status").asText().equals("READY"));
    } else {
      require(created.get("model_version").get("status").asText().equals("READY"));
    }
  }

  private static void require(boolean held) {
    if (!held) {
      throw new IllegalStateException("a server answers something else than it should");
    }
  }

  /** That they answer the same. */
  private static void check(List<Side> sides) throws IOException {
    for (Side side : sides) {
      try (JsonClient client = new JsonClient(side.url(), side.token(), true)) {
        JsonNode version =
            client
                .get(
                    side.api()
                        + "/registered-models/alias?name="
                        + side.model(7)
                        + "&alias=Champion")
                .get("model_version");
        require(version.get("version").asText().equals("2"));
        require(version.get("run_id").asText().equals(run(7, 2)));
        JsonNode models = client.get(side.api() + "/registered-models/search?max_results=100");
        require(models.get("registered_models").size() == 100);
      }
    }
  }

  private void measure(List<Side> sides) throws Exception {
    check(sides);
    report.heading("## Requests a second, against MLflow's server");
    StringBuilder head = new StringBuilder("| task | connections |");
    StringBuilder rule = new StringBuilder("|---|---:|");
    for (Side side : sides) {
      head.append(' ').append(side.name()).append(side.isVitrine() ? " | ratio |" : " |");
      rule.append(side.isVitrine() ? "---:|---:|" : "---:|");
    }
    report.line(head.toString());
    report.line(rule.toString());
    for (Map.Entry<String, Task> task : TASKS.entrySet()) {
      for (Side side : sides) {
        rate(side, task.getValue(), BUSY, warmNanos);
      }
      for (Load load : LOADS) {
        measure(sides, task.getKey(), task.getValue(), load);
      }
    }
  }

  private void measure(List<Side> sides, String name, Task task, Load load) throws Exception {
    Map<Side, List<Double>> rates = new LinkedHashMap<>();
    sides.forEach(side -> rates.put(side, new ArrayList<>()));
    for (int round = 0; round < ROUNDS; round++) {
      for (Side side : sides) {
        rates.get(side).add(rate(side, task, load, roundNanos));
      }
    }
    double theirs = median(rates.get(sides.get(0)));
    StringBuilder row = new StringBuilder("| " + name + " | " + load.name() + " |");
    for (Side side : sides) {
      double rate = median(rates.get(side));
      row.append(String.format(" %,.0f |", rate));
      if (side.isVitrine()) {
        row.append(String.format(" %.1f × |", rate / theirs));
      }
    }
    report.line(row.toString());
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double rate(Side side, Task task, Load load, long nanos)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(load.clients());
    try {
      long start = System.nanoTime();
      List<Callable<Long>> clients = new ArrayList<>();
      for (int i = 0; i < load.clients(); i++) {
        clients.add(
            () -> {
              long done = 0;
              try (JsonClient client = new JsonClient(side.url(), side.token(), !load.anew())) {
                while (System.nanoTime() - start < nanos) {
                  task.run(side, client);
                  done++;
                }
              }
              return done;
            });
      }
      long done = 0;
      for (Future<Long> client : threads.invokeAll(clients)) {
        done += client.get();
      }
      return done * 1e9 / (System.nanoTime() - start);
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public void close() {
    for (ServerUnderLoad server : open) {
      server.close();
    }
  }
}
