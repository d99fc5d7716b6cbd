package dev.vitrine.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import dev.vitrine.server.FileSettings;
import dev.vitrine.server.ServerSettings;
import dev.vitrine.server.VitrineServer;
import dev.vitrine.session.Engine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time and the size of the web pages of a large registry, for {@link Reader#BROAD}. */
final class PageBenchmark implements AutoCloseable {
  private static final String PASSWORD = "a password for the benchmark";

  /** The model of the pages; it gets 20,000 versions. Its schema has 100 of 100,000 models. */
  private static final String MODEL = "catalog_03.schema_0050.model_0000049";

  /** Addresses of the measured pages; the benchmark of 10,000 models has the same objects. */
  private static final List<String> PAGES =
      List.of(
          "/",
          "/catalogs/catalog_03",
          "/catalogs/catalog_03/schema_0050",
          "/models/" + MODEL,
          "/models/" + MODEL + "?before=10001",
          "/models/" + MODEL + "?tab=permissions",
          "/models/" + MODEL + "?tab=lineage",
          "/models/" + MODEL + "?tab=activity",
          "/models/" + MODEL + "?tab=use",
          "/models/" + MODEL + "/versions/10",
          "/models/" + MODEL + "/versions/10?tab=lineage",
          "/models/" + MODEL + "/versions/10?tab=activity",
          "/models/" + MODEL + "/compare?versions=9,10",
          "/search?q=model_0000049",
          "/search?q=champion",
          "/search?q=team:team_07",
          "/search?q=outcome+42",
          "/search?q=no+such+text",
          "/tree?q=0049",
          "/audit",
          "/people",
          "/people/broad",
          "/account",
          "/sql");

  private static final int WARM_ROUNDS = 12;
  private static final int ROUNDS = 15;
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final Report report;
  private final Engine engine;
  private final VitrineServer server;
  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String storeUrl;
  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private PageBenchmark(Report report, String vitrineUrl, Path files)
      throws SQLException, IOException {
    this.report = report;
    this.storeUrl = vitrineUrl;
    this.engine = Engine.open(vitrineUrl);
    String user = Reader.BROAD.user();
    try (Connection admin = DriverManager.getConnection(vitrineUrl, Reader.ADMIN.user(), "");
        Statement statement = admin.createStatement()) {
      statement.execute("ALTER USER " + user + " SET PASSWORD '" + PASSWORD + "'");
    }
    this.server =
        VitrineServer.start(
            ServerSettings.local(), FileSettings.under(files), engine, engine.authenticator());
  }

  /**
   * Measures the pages.
   *
   * @param vitrineUrl of a registry of {@link RegistryData}
   * @param files directory for files of versions, the same for all servers of the registry
   */
  static void run(Report report, String vitrineUrl, Path files)
      throws SQLException, IOException, InterruptedException {
    try (PageBenchmark benchmark = new PageBenchmark(report, vitrineUrl, files)) {
      benchmark.signIn();
      benchmark.measure();
    }
  }

  /** Gives the model of the pages 20,000 versions. */
  static void addVersions(Connection plain) throws SQLException {
    try (Statement statement = plain.createStatement()) {
      statement.execute(
          "INSERT INTO versions (model_id, version, status, source, run_id, storage_location,"
              + " created_at, created_by, updated_at, updated_by)"
              + " SELECT m.id, v, 'READY', 's3://runs/49/' || v, 'run' || v,"
              + " m.storage_location || '/' || v, TIMESTAMP '2025-01-01', 'admin',"
              + " TIMESTAMP '2025-01-01', 'admin'"
              + " FROM models m, generate_series(11, 20000) v WHERE m.full_name = '"
              + MODEL
              + "'");
      statement.execute(
          "UPDATE models SET last_version = 20000, latest_version = 20000 WHERE full_name = '"
              + MODEL
              + "'");
    }
  }

  private void signIn() throws IOException, InterruptedException {
    Matcher token = TOKEN.matcher(get("/signin").body());
    if (!token.find()) {
      throw new IllegalStateException("The sign-in page has no token.");
    }
    String form =
        "csrf=%s&user=%s&password=%s"
            .formatted(
                URLEncoder.encode(token.group(1), UTF_8),
                Reader.BROAD.user(),
                URLEncoder.encode(PASSWORD, UTF_8));
    HttpResponse<String> response =
        browser.send(
            HttpRequest.newBuilder(address("/signin"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", address("").toString())
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 303) {
      throw new IllegalStateException("The sign-in failed with " + response.statusCode() + ".");
    }
  }

  private void measure() throws SQLException, IOException, InterruptedException {
    report.heading("### Web pages, as broad");
    report.line(
        "| page | median, ms | CPU of server, ms | CPU of PostgreSQL, ms | compressed, kB |");
    report.line("|---|---:|---:|---:|---:|");
    for (String page : PAGES) {
      for (int round = 0; round < WARM_ROUNDS; round++) {
        if (get(page).statusCode() != 200) {
          throw new IllegalStateException("The page cannot be shown: " + page);
        }
      }
      Samples samples = new Samples();
      long cpu = process.getProcessCpuTime();
      Duration backends = backends();
      for (int round = 0; round < ROUNDS; round++) {
        long before = System.nanoTime();
        get(page);
        samples.add(System.nanoTime() - before);
      }
      report.line(
          "| `%s` | %.1f | %.1f | %.1f | %.1f |",
          page.replace(MODEL, "M"),
          samples.medianMicros() / 1_000,
          (process.getProcessCpuTime() - cpu) / 1e6 / ROUNDS,
          backends().minus(backends).toMillis() / (double) ROUNDS,
          compressedBytes(page) / 1e3);
    }
  }

  /** CPU time of the connections of the store; zero for H2, which runs in this process. */
  private Duration backends() throws SQLException {
    Duration sum = Duration.ZERO;
    if (storeUrl.contains(":postgresql:")) {
      try (Connection plain =
              DriverManager.getConnection(storeUrl.replace("jdbc:vitrine:", "jdbc:"));
          Statement statement = plain.createStatement();
          ResultSet pids =
              statement.executeQuery(
                  "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                      + " AND backend_type IN ('client backend', 'parallel worker')")) {
        while (pids.next()) {
          sum =
              sum.plus(
                  ProcessHandle.of(pids.getLong(1))
                      .flatMap(backend -> backend.info().totalCpuDuration())
                      .orElse(Duration.ZERO));
        }
      }
    }
    return sum;
  }

  private int compressedBytes(String page) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address(page))
            .header("Accept", "text/html")
            .header("Accept-Encoding", "gzip")
            .build();
    return browser.send(request, BodyHandlers.ofByteArray()).body().length;
  }

  private HttpResponse<String> get(String page) throws IOException, InterruptedException {
    return browser.send(
        HttpRequest.newBuilder(address(page)).header("Accept", "text/html").build(),
        BodyHandlers.ofString());
  }

  private URI address(String path) {
    return URI.create(server.url() + path);
  }

  @Override
  public void close() {
    server.close();
    engine.close();
  }
}
