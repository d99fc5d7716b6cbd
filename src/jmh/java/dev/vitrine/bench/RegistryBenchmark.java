package dev.vitrine.bench;

import dev.vitrine.bench.MeasuredQuestion.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.RunnerException;

/** The whole benchmark: {@code mvn -Pbench}. */
final class RegistryBenchmark {
  /** Five relations, as dashboards join them. */
  private static final String FIVE_TABLES =
      "SELECT m.full_name, c.owner, v.created_at, t.tag_value FROM models m"
          + " JOIN catalogs c ON c.catalog_name = m.catalog_name"
          + " JOIN aliases a ON a.full_name = m.full_name AND a.alias_key = 'champion'"
          + " JOIN versions v ON v.full_name = a.full_name AND v.version = a.version"
          + " LEFT JOIN tags t ON t.full_name = m.full_name AND t.tag_name = 'team'"
          + " WHERE m.owner = 'user_0020' ORDER BY m.full_name LIMIT 10";

  private static final int PLANS = 300;

  private final Report report;
  private final List<Integer> sizes;
  private final List<Reader> readers;

  /** Medians in Vitrine, prepared, by question and reader and then by size. */
  private final Map<String, Map<Integer, Double>> growth = new TreeMap<>();

  private RegistryBenchmark(Report report, List<Integer> sizes, List<Reader> readers) {
    this.report = report;
    this.sizes = sizes;
    this.readers = readers;
  }

  /**
   * Takes {@code vitrine.bench.models}, {@code .past}, {@code .readers}, {@code .bi}, {@code
   * .remote}, {@code .jmh}, {@code .mlflow}, {@code .uc}, {@code .uc.pid} and {@code .target} as
   * system properties.
   */
  public static void main(String[] arguments) throws Exception {
    Path target = Path.of(System.getProperty("vitrine.bench.target", "target"));
    List<Integer> sizes = sizes("vitrine.bench.models", "10000,100000");
    List<Reader> readers =
        Arrays.stream(System.getProperty("vitrine.bench.readers", "admin,broad,single").split(","))
            .filter(name -> !name.equals("none"))
            .map(name -> Reader.valueOf(name.toUpperCase(Locale.ROOT)))
            .toList();
    Files.createDirectories(target);
    Report report = new Report(target.resolve("benchmarks.md"));
    try (BenchmarkServer server = BenchmarkServer.start(target.resolve("benchmark-data"))) {
      new RegistryBenchmark(report, sizes, readers).run(server);
      for (int models : sizes("vitrine.bench.past", "100000")) {
        PastBenchmark.run(report, server, models);
      }
    }
    String mlflow = System.getProperty("vitrine.bench.mlflow", "");
    if (!mlflow.isEmpty()) {
      ServersBenchmark.ofMlflow(report, target, Path.of(mlflow));
    }
    String unityCatalog = System.getProperty("vitrine.bench.uc", "");
    if (!unityCatalog.isEmpty()) {
      ServersBenchmark.ofUnityCatalog(
          report, target, unityCatalog, System.getProperty("vitrine.bench.uc.pid", ""));
    }
  }

  private static List<Integer> sizes(String property, String usual) {
    return Arrays.stream(System.getProperty(property, usual).split(","))
        .filter(size -> !size.equals("none"))
        .map(Integer::valueOf)
        .toList();
  }

  private void run(BenchmarkServer server)
      throws SQLException, IOException, RunnerException, InterruptedException {
    report.line(
        "%s; %d processors; Java %s; PostgreSQL with %s.",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        BenchmarkServer.settings());
    for (int models : sizes) {
      String database = "models_" + models;
      String url = server.create(database);
      report.heading(String.format("## %,d models", models));
      long start = System.nanoTime();
      load(url, models);
      report.line("Loaded in %d s.", (System.nanoTime() - start) / 1_000_000_000);
      for (Reader reader : readers) {
        try (Sides sides = Sides.open(url, reader)) {
          compare(sides, reader, models);
        }
      }
      if (Boolean.getBoolean("vitrine.bench.remote")) {
        Path files = Files.createTempDirectory("vitrine-bench");
        RemoteBenchmark.run(report, url, files);
        try (Connection connection = BenchmarkServer.plain(url)) {
          PageBenchmark.addVersions(connection);
        }
        PageBenchmark.run(report, BenchmarkServer.vitrineUrl(url), files);
      }
      report.heading("### Memory of a process with the engine");
      report.line(memory(url));
      if (Boolean.getBoolean("vitrine.bench.jmh")) {
        new SteadyLookUps(url, readers).report(report);
      }
      server.drop(database);
    }
    if (sizes.size() > 1) {
      growth();
    }
  }

  /** The first connection makes the tables, and its user the owner of the metastore. */
  private static void load(String url, int models) throws SQLException {
    DriverManager.getConnection(BenchmarkServer.vitrineUrl(url), Reader.ADMIN.user(), "").close();
    try (Connection connection = BenchmarkServer.plain(url)) {
      RegistryData.load(connection, models);
    }
  }

  private void compare(Sides sides, Reader reader, int models) throws SQLException, IOException {
    report.heading("### As " + reader.user());
    report.tableHead();
    for (Question question : ListQuestions.ALL) {
      MeasuredQuestion comparison = MeasuredQuestion.of(sides, question);
      report.row(comparison);
      growth
          .computeIfAbsent(question.name() + ", " + reader.user(), key -> new TreeMap<>())
          .put(models, comparison.micros().get(Mode.PREPARED));
    }
    if (Boolean.getBoolean("vitrine.bench.bi")) {
      askBiQuestions(sides);
    }
    Samples plans = new Samples();
    for (int i = 0; i < PLANS; i++) {
      long before = System.nanoTime();
      sides.plan(FIVE_TABLES);
      plans.add(System.nanoTime() - before);
    }
    report.line("");
    report.line("Planning a query over five relations: %.2f ms.", plans.medianMicros() / 1_000);
  }

  private void askBiQuestions(Sides sides) throws SQLException, IOException {
    report.line("");
    report.tableHead();
    List<MeasuredQuestion> comparisons = new ArrayList<>();
    for (Question question : BiQuestions.ALL) {
      MeasuredQuestion comparison = MeasuredQuestion.of(sides, question);
      report.row(comparison);
      comparisons.add(comparison);
    }
    report.total(comparisons);
  }

  private static String memory(String url) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-classpath",
                System.getProperty("java.class.path"),
                EngineMemory.class.getName(),
                url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("The process that measures memory failed.");
    }
    return "With -Xmx256m -XX:+UseSerialGC: " + answer + ".";
  }

  private void growth() throws IOException {
    report.heading("## Growth: Vitrine, prepared, against the smallest registry");
    int least = sizes.get(0);
    StringBuilder head = new StringBuilder("| question |");
    StringBuilder rule = new StringBuilder("|---|");
    for (int models : sizes) {
      head.append(String.format(" %,d |", models));
      rule.append("---:|");
    }
    report.line(head.toString());
    report.line(rule.toString());
    for (Map.Entry<String, Map<Integer, Double>> question : growth.entrySet()) {
      StringBuilder row = new StringBuilder("| " + question.getKey() + " |");
      for (int models : sizes) {
        double micros = question.getValue().get(models);
        row.append(
            String.format(
                " %.2f ms (%.2f ×) |", micros / 1_000, micros / question.getValue().get(least)));
      }
      report.line(row.toString());
    }
  }
}
