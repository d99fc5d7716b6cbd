package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.server.pg.PgServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * PostgreSQL's released clients against the port for them; results as in an embedded session. They
 * sign in with SCRAM on one store and with a password in clear text on the other.
 */
@Timeout(300)
final class PgClientIT {
  private static final String CONTENT =
      """
      CREATE CATALOG prod; CREATE SCHEMA prod.ml; CREATE MODEL prod.ml.churn COMMENT 'leaves';
      CREATE MODEL prod.ml.price; CREATE USER eve; CREATE GROUP analysts;
      ALTER MODEL prod.ml.churn ADD VERSION FROM 's3://bucket/1';
      ALTER MODEL prod.ml.churn ADD VERSION FROM 's3://bucket/2';
      ALTER MODEL prod.ml.churn ADD VERSION FROM 's3://bucket/3';
      ALTER MODEL prod.ml.churn VERSION 2 SET ALIAS champion;
      GRANT EXECUTE ON MODEL prod.ml.churn TO eve;
      """;

  private static final List<String> QUERIES =
      List.of(
          "SELECT full_name, owner, comment, latest_version FROM registry.models ORDER BY 1",
          "SELECT full_name, version, source FROM registry.versions ORDER BY 1, 2",
          "SHOW GRANTS ON MODEL prod.ml.churn");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(TestStore.class)
  @EnabledIfSystemProperty(
      named = "vitrine.python",
      matches = ".+",
      disabledReason = "no Python clients (-Dvitrine.python)")
  void pythonClientsReadLikeEmbeddedSessions(TestStore store) throws Exception {
    String url = store.newUrl();
    TestRegistry.at(url).admin().run(CONTENT);
    try (PgServer pg = PgServer.startSigningIn(store, url);
        TestServer server = TestServer.start(url)) {
      PythonScript script =
          new PythonScript(
              server,
              PythonScript.releases().get(0).resolve("bin/python"),
              "src/test/python/postgresql.py",
              List.of(
                  "postgresql://admin:%s@127.0.0.1:%d/system"
                      .formatted(TestServer.PASSWORD.replace(" ", "%20"), pg.port())),
              Map.of());
      int status = script.run();
      assertThat(status).as(script.output()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void psqlReadsLikeAnEmbeddedSession(TestStore store) throws Exception {
    requirePsql();
    String url = store.newUrl();
    TestRegistry registry = TestRegistry.at(url);
    registry.admin().run(CONTENT);
    try (PgServer pg = PgServer.startSigningIn(store, url);
        Client admin = registry.as("admin")) {
      for (String query : QUERIES) {
        assertThat(psql(pg, "system", query)).as(query).isEqualTo(text(admin.rows(query)));
      }
      Path file = folder.resolve("models.csv");
      psql(pg, "system", "\\copy (" + QUERIES.get(1) + ") to '" + file + "' csv");
      assertThat(Files.readString(file).strip()).isEqualTo(text(admin.rows(QUERIES.get(1))));
      psql(
          pg,
          "prod",
          "CREATE MODEL prod.ml.fresh",
          "GRANT EXECUTE ON MODEL prod.ml.fresh TO eve",
          "BEGIN",
          "CREATE MODEL prod.ml.undone",
          "ROLLBACK");
      assertThat(admin.column("SELECT full_name FROM registry.models ORDER BY 1"))
          .containsExactly("prod.ml.churn", "prod.ml.fresh", "prod.ml.price");
      assertThat(text(admin.rows("SHOW GRANTS ON MODEL prod.ml.fresh"))).contains("eve,EXECUTE");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void psqlDescribesTheRegistry(TestStore store) throws Exception {
    requirePsql();
    String url = store.newUrl();
    TestRegistry registry = TestRegistry.at(url);
    registry.admin().run(CONTENT);
    try (PgServer pg = PgServer.startSigningIn(store, url);
        Client admin = registry.as("admin")) {
      assertThat(first(psql(pg, "system", "\\l"))).containsExactly("prod", "system");
      assertThat(first(psql(pg, "prod", "\\dn"))).contains("access", "ml", "registry");
      List<String> relations =
          admin.column(
              "SELECT table_name FROM system.information_schema.tables"
                  + " WHERE table_schema = 'registry' ORDER BY 1");
      List<String> described = new ArrayList<>();
      for (String command : List.of("\\dt registry.*", "\\dv registry.*")) {
        psql(pg, "system", command)
            .lines()
            .filter(line -> line.startsWith("registry,"))
            .forEach(line -> described.add(line.split(",")[1]));
      }
      assertThat(described).containsExactlyInAnyOrderElementsOf(relations);
      List<String> columns =
          admin.column(
              "SELECT column_name FROM system.information_schema.columns"
                  + " WHERE table_schema = 'registry' AND table_name = 'models'"
                  + " ORDER BY ordinal_position");
      for (String command : List.of("\\d registry.models", "\\d+ registry.models")) {
        assertThat(first(psql(pg, "system", command))).as(command).containsAll(columns);
      }
      assertThat(psql(pg, "system", "\\d")).contains("models").contains("versions");
      assertThat(first(psql(pg, "prod", "\\dt ml.*"))).contains("ml");
      assertThat(psql(pg, "prod", "\\dt ml.*")).contains("churn").contains("price");
      assertThat(first(psql(pg, "system", "\\du"))).contains("admin", "eve", "analysts");
      assertThat(psql(pg, "system", "\\dp registry.models")).contains("models");
      psql(pg, "system", "\\df");
    }
  }

  private static void requirePsql() {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    assumeTrue(
        Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "psql"))),
        "psql is not installed");
  }

  /** The output of the commands as CSV without headings; all must succeed without a warning. */
  private static String psql(PgServer server, String database, String... commands)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "psql",
                "-X",
                "-q",
                "--csv",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "postgresql://admin@127.0.0.1:" + server.port() + "/" + database));
    for (String command : commands) {
      line.addAll(List.of("-c", command));
    }
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", TestServer.PASSWORD);
    builder.environment().put("PGCLIENTENCODING", "UTF8");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as("%s: %s", line, output).isZero();
    assertThat(output).as("%s", line).doesNotContain("ERROR", "WARNING", "FATAL");
    return output;
  }

  private static List<String> first(String csv) {
    return csv.lines().map(line -> line.split(",")[0]).toList();
  }

  /** Rows as psql prints them, when no value contains a delimiter. */
  private static String text(List<List<Object>> rows) {
    return String.join(
        "\n",
        rows.stream()
            .map(
                row ->
                    String.join(
                        ",", row.stream().map(value -> Objects.toString(value, "")).toList()))
            .toList());
  }
}
