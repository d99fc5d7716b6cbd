package dev.vitrine.bench;

import dev.vitrine.bench.ServerSide.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests per second of Vitrine's server, on its two stores, and of another registry, with the
 * same models in each: of MLflow's server, as it is installed, or of a server of Unity Catalog OSS
 * that runs already. Each server is a process of its own; they take turns, so that one only has
 * work at any time.
 */
final class ServersBenchmark implements AutoCloseable {
  /** Environment variable with the token for the server of Unity Catalog. */
  private static final String TOKEN = "VITRINE_BENCH_UC_TOKEN";

  private static final int ROUNDS = 5;
  private static final String PASSWORD = "a password for the benchmark";

  private final Report report;
  private final Path directory;
  private final List<ServerUnderLoad> open = new ArrayList<>();

  private ServersBenchmark(Report report, Path directory) {
    this.report = report;
    this.directory = directory;
  }

  private static Duration seconds(String property, String usual) {
    return Duration.ofNanos((long) (Double.parseDouble(System.getProperty(property, usual)) * 1e9));
  }

  /** Measures against the {@code mlflow} of a virtual environment. */
  static void ofMlflow(Report report, Path target, Path environment) throws Exception {
    Path directory = Files.createTempDirectory(target.toAbsolutePath(), "servers");
    try (ServersBenchmark benchmark = new ServersBenchmark(report, directory)) {
      ServerSide mlflow = benchmark.mlflow(environment);
      report.heading("## Requests a second, against MLflow's server");
      benchmark.measure(target, mlflow, Api.MLFLOW_IN_SCHEMA);
    }
  }

  /**
   * Measures against a server of Unity Catalog OSS.
   *
   * @param pid of the server, or empty
   */
  static void ofUnityCatalog(Report report, Path target, String url, String pid) throws Exception {
    Path directory = Files.createTempDirectory(target.toAbsolutePath(), "servers");
    Optional<ProcessHandle> process =
        pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    String catalog = "vitrine_bench_" + System.currentTimeMillis();
    try (ServersBenchmark benchmark = new ServersBenchmark(report, directory);
        UnityCatalogSide other =
            UnityCatalogSide.create(
                url, Optional.ofNullable(System.getenv(TOKEN)), catalog, process)) {
      report.heading("## Requests a second, against Unity Catalog OSS");
      benchmark.measure(target, other.side(), Api.UNITY_CATALOG);
    }
  }

  private void measure(Path target, ServerSide other, Api api) throws Exception {
    try (BenchmarkServer postgres = BenchmarkServer.startDurable(target.resolve("servers-data"))) {
      List<ServerSide> sides =
          List.of(
              other,
              vitrine("Vitrine, H2", "jdbc:vitrine:file:" + directory.resolve("registry"), api),
              vitrine(
                  "Vitrine, PostgreSQL",
                  BenchmarkServer.vitrineUrl(postgres.create("served_" + api.ordinal())),
                  api));
      new ServerRates(
              sides,
              seconds("vitrine.bench.servers.warm", "40"),
              seconds("vitrine.bench.servers.round", "3"),
              ROUNDS,
              report::line)
          .measure();
    }
  }

  private ServerSide mlflow(Path environment) throws Exception {
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
    ServerSide side =
        new ServerSide(
            "MLflow", url, Optional.empty(), Api.MLFLOW, "", Optional.of(server.handle()), false);
    await(server, url);
    ServerTasks.fill(side);
    return side;
  }

  private ServerSide vitrine(String name, String storeUrl, Api api) throws Exception {
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
    await(server, url);
    try (Connection admin =
            DriverManager.getConnection("jdbc:vitrine://127.0.0.1:" + port, "admin", PASSWORD);
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE CATALOG prod");
      statement.execute("CREATE SCHEMA prod.ml_team");
      for (int model = 0; model < ServerTasks.MODELS; model++) {
        String full = String.format("prod.ml_team.model_%03d", model);
        statement.execute("CREATE MODEL " + full);
        for (int version = 1; version <= ServerTasks.VERSIONS; version++) {
          statement.execute(
              String.format(
                  "ALTER MODEL %s ADD VERSION FROM '%s' RUN ID '%s'",
                  full, ServerTasks.source(model, version), ServerTasks.run(model, version)));
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
      return new ServerSide(
          name,
          url,
          Optional.of(token.getString("token")),
          api,
          "prod.ml_team",
          Optional.of(server.handle()),
          true);
    }
  }

  private static void await(ServerUnderLoad server, String url) throws Exception {
    try (JsonClient client = new JsonClient(url, Optional.empty(), true)) {
      for (int attempt = 0; attempt < 600 && server.isAlive(); attempt++) {
        try {
          client.ask("GET", "/health", Optional.empty());
          return;
        } catch (IOException notYet) {
          Thread.sleep(200);
        }
      }
      throw new IllegalStateException(url + " does not start; the log tells why.");
    }
  }

  @Override
  public void close() {
    for (ServerUnderLoad server : open) {
      server.close();
    }
  }
}
