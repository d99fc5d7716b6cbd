package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.SlowQuery;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.server.pg.PgServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PostgreSQL's clients in other languages against the port for them. The property {@code
 * vitrine.pg.clients} is a directory with {@code python} (a virtual environment of
 * requirements-postgresql.txt), {@code node} (the packages of src/test/node) and {@code go/clients}
 * (the program of src/test/go). Clients that are not installed are skipped. All sign in with SCRAM
 * on one store and with a password in clear text on the other.
 */
@Timeout(300)
@EnabledIfSystemProperty(
    named = "vitrine.pg.clients",
    matches = ".+",
    disabledReason = "no PostgreSQL clients of other languages (-Dvitrine.pg.clients)")
final class PgDriversIT {
  private static final List<String> QUERIES =
      List.of(
          "SELECT full_name, owner, comment, latest_version FROM registry.models ORDER BY full_name",
          "SELECT full_name, version, source FROM registry.versions ORDER BY full_name, version",
          "SELECT COUNT(*), MIN(version), MAX(full_name) FROM registry.versions",
          "SELECT m.model_name, a.alias FROM registry.models m JOIN registry.aliases a"
              + " ON a.full_name = m.full_name ORDER BY m.model_name, a.alias");

  private static final String CONTENT =
      """
      CREATE CATALOG prod; CREATE SCHEMA prod.ml; CREATE MODEL prod.ml.churn COMMENT 'it''s ü';
      CREATE MODEL prod.ml.price;
      ALTER MODEL prod.ml.churn ADD VERSION FROM 's3://bucket/1';
      ALTER MODEL prod.ml.churn ADD VERSION FROM 's3://bucket/2';
      ALTER MODEL prod.ml.churn ADD VERSION FROM 's3://bucket/3';
      ALTER MODEL prod.ml.churn VERSION 2 SET ALIAS champion;
      """;

  private static final Path ODBC_DRIVER = Path.of("/usr/lib/x86_64-linux-gnu/odbc/psqlodbcw.so");

  @TempDir private Path folder;

  private static Path clients() {
    return Path.of(System.getProperty("vitrine.pg.clients")).toAbsolutePath();
  }

  private static Path installed(String file) {
    Path path = clients().resolve(file);
    assumeTrue(Files.exists(path), file + " is not installed");
    return path;
  }

  static Stream<String> pythonClients() {
    return Stream.of("asyncpg", "pg8000", "pgcli", "duckdb", "odbc");
  }

  @ParameterizedTest
  @MethodSource("pythonClients")
  void pythonClient(String client) throws Exception {
    Path python = installed("python/bin/python");
    assumeTrue(!client.equals("odbc") || Files.exists(ODBC_DRIVER), "psqlODBC is not installed");
    for (TestStore store : TestStore.values()) {
      run(
          store,
          List.of(
              python.toString(),
              "-W",
              "ignore",
              Path.of("src/test/python/postgresql_drivers.py").toAbsolutePath().toString(),
              client));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void nodeClients(TestStore store) throws Exception {
    Path node = installed("node/node_modules").resolveSibling("postgresql.mjs");
    Files.copy(Path.of("src/test/node/postgresql.mjs"), node, StandardCopyOption.REPLACE_EXISTING);
    run(store, List.of("node", node.toString()));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void goClients(TestStore store) throws Exception {
    run(store, List.of(installed("go/clients").toString()));
  }

  /** Runs a program against a server with the content; it must end with status 0. */
  private void run(TestStore store, List<String> command) throws Exception {
    String url = store.newUrl();
    TestRegistry registry = TestRegistry.at(url);
    registry.admin().run(CONTENT);
    try (PgServer server = PgServer.startSigningIn(store, url);
        Client admin = registry.as("admin")) {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.directory(folder.toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "PGHOST",
                  "127.0.0.1",
                  "PGPORT",
                  Integer.toString(server.port()),
                  "PGUSER",
                  "admin",
                  "PGPASSWORD",
                  TestServer.PASSWORD,
                  "PGDATABASE",
                  "system",
                  "HOME",
                  folder.toString(),
                  "PYTHONDONTWRITEBYTECODE",
                  "1",
                  "ODBC_DRIVER",
                  ODBC_DRIVER.toString(),
                  "EXPECTED",
                  expected(admin).toString(),
                  "SLOW",
                  SlowQuery.TEXT));
      Process process = builder.start();
      try {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s at %s: %s", command, store, output).isZero();
      } finally {
        process.destroyForcibly();
      }
      assertThat(admin.column("SELECT full_name FROM registry.models ORDER BY 1"))
          .containsExactly("prod.ml.churn", "prod.ml.price");
    }
  }

  /** A file with the queries and their rows in an embedded session, all values as texts. */
  private Path expected(Client admin) throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String query : QUERIES) {
      List<List<String>> rows = new ArrayList<>();
      for (List<Object> row : admin.rows(query)) {
        List<String> texts = new ArrayList<>();
        row.forEach(value -> texts.add(value == null ? null : value.toString()));
        rows.add(texts);
      }
      all.add(new TreeMap<>(Map.of("sql", query, "rows", rows)));
    }
    Path file = folder.resolve("expected.json");
    JsonMapper.builder().build().writeValue(file.toFile(), all);
    return file;
  }
}
