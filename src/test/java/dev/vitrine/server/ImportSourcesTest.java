package dev.vitrine.server;

import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command import with a second server of Vitrine as the source: by its own interfaces, and by
 * those of Databricks that it is compatible with.
 */
final class ImportSourcesTest extends RestTest {
  private static final Map<String, String> AS_READER =
      Map.of(
          "VITRINE_SOURCE_USER",
          "reader",
          "VITRINE_SOURCE_PASSWORD",
          TestServer.PASSWORD,
          "DATABRICKS_USERNAME",
          "reader",
          "DATABRICKS_PASSWORD",
          TestServer.PASSWORD);

  private final TestServer source = server(TestStore.POSTGRESQL);
  private final TestServer target = server(TestStore.H2);
  private String from = "";
  private String into = "";

  @TempDir Path directory;

  @BeforeEach
  void create() throws Exception {
    String model = newModel(source);
    from = model.substring(0, model.lastIndexOf('.'));
    as(source, "reader");
    sql(source, "GRANT ALL PRIVILEGES ON CATALOG " + catalog(model) + " TO reader");
    sql(source, "GRANT MANAGE ON CATALOG " + catalog(model) + " TO reader");
    fill(model);
    String other = newModel(target);
    sql(target, "DROP MODEL " + other);
    into = other.substring(0, other.lastIndexOf('.'));
    as(target, "importer");
    sql(target, "GRANT ALL PRIVILEGES ON CATALOG " + catalog(other) + " TO importer");
    sql(target, "GRANT MANAGE ON CATALOG " + catalog(other) + " TO importer");
  }

  /**
   * Versions 1, 3 and 4 of different content, version 4 was imported; and a model without files.
   */
  private void fill(String model) throws Exception {
    Rest ada = as(source, "ada");
    open(source, model, "ada");
    sql(
        source,
        "GRANT CREATE MODEL VERSION, EXECUTE ON MODEL %1$s TO ada; GRANT MANAGE ON SCHEMA %2$s TO ada"
            .formatted(model, from));
    for (int version = 1; version <= 3; version++) {
      begin(ada, model, version, "");
    }
    begin(
        ada,
        model,
        4,
        ", 'imported': {'version': 4, 'author': 'Zoë', 'created': '2024-05-01 12:30:00.000'}");
    sql(
        source,
        """
        ALTER MODEL %1$s DROP VERSION 2;
        COMMENT ON MODEL %1$s IS 'Ünïcode ☃';
        ALTER MODEL %1$s SET TAGS ('team' = 'risk');
        ALTER MODEL %1$s VERSION 3 SET TAGS ('päth' = 'a b');
        ALTER MODEL %1$s VERSION 3 SET ALIAS Champion;
        CREATE MODEL %2$s.elsewhere;
        ALTER MODEL %2$s.elsewhere ADD VERSION FROM 's3://bucket/x'
        """
            .formatted(model, from));
  }

  private static void begin(Rest user, String model, long version, String more) throws Exception {
    user.post(
            Rest.MLFLOW + "/model-versions/create",
            "{'name': '%s', 'source': 'runs:/%d/model', 'run_id': 'run%d', 'description': 'v%d'"
                    .formatted(model, version, version, version)
                + ", 'model_params': [{'name': 'p', 'value': '%d'}]".formatted(version)
                + ", 'model_metrics': [{'key': 'q', 'value': -0.5, 'timestamp': 1000, 'step': 3,"
                + " 'dataset_name': 'test'}]"
                + more
                + "}")
        .ok();
    String root = directory(model, version);
    user.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    user.upload(root + "/data/naïve file%.bin", ("bytes " + version).getBytes(UTF_8)).ok();
    user.upload(root + "/data/empty", new byte[0]).ok();
    user.post(Rest.MLFLOW + "/model-versions/finalize", naming(model, version)).ok();
  }

  /** What an import keeps, of all models of a schema. */
  private static List<String> contents(TestServer server, String schema) throws SQLException {
    return contents(server, schema, "COALESCE(imported_by, created_by)", "imported_at, created_at");
  }

  /**
   * @param author expression for the author of a version
   * @param times of a version, of which the first that is not NULL is compared
   */
  private static List<String> contents(
      TestServer server, String schema, String author, String times) throws SQLException {
    String in = " WHERE full_name LIKE '" + schema + ".%'";
    List<String> contents = new ArrayList<>();
    for (String query :
        List.of(
            "SELECT model_name || ' ' || COALESCE(comment, '') FROM models" + in,
            "SELECT COALESCE(" + times + ") FROM versions" + in,
            "SELECT model_name || ' ' || version || ' ' || "
                + author
                + " || ' ' || source || ' ' || COALESCE(run_id, '') || ' ' || COALESCE(comment, '') || ' ' || status"
                + " FROM versions"
                + in,
            "SELECT model_name || tag_name || tag_value FROM tags" + in,
            "SELECT model_name || version || tag_name || tag_value FROM version_tags" + in,
            "SELECT model_name || alias || version FROM aliases" + in,
            "SELECT model_name || version || name || \"value\" FROM version_params" + in,
            "SELECT model_name || version || name || step || dataset FROM version_metrics" + in,
            "SELECT model_name || version || direction || type FROM signature_columns" + in,
            "SELECT model_name || version || ' ' || files || ' ' || bytes FROM version_files"
                + in)) {
      column(server, query).stream().sorted().forEach(contents::add);
    }
    return contents;
  }

  private void assertFilesAreEqual(long version) throws Exception {
    Rest reader = as(source, "reader");
    Rest importer = as(target, "importer");
    for (String file : List.of("/MLmodel", "/data/naïve file%.bin", "/data/empty")) {
      assertThat(importer.download(directory(into + ".m", version) + file))
          .isEqualTo(reader.download(directory(from + ".m", version) + file));
    }
  }

  private ImportRun run(String address, String... options) {
    return ImportRun.run(AS_READER, address, target, into, options);
  }

  private void assertAllIsImported(String address, List<String> expected) throws Exception {
    ImportRun plan = run(address, "--dry-run");
    assertThat(plan.text()).contains("elsewhere");
    assertThat(contents(target, into)).isEmpty();
    ImportRun run = run(address);
    assertThat(run.text()).contains("Imported: 3, already there: 0, skipped: 1, failed: 0");
    assertThat(run.status()).isEqualTo(1);
    assertFilesAreEqual(1);
    assertFilesAreEqual(3);
    assertFilesAreEqual(4);
    run = run(address, "--without-files");
    assertThat(run.text()).contains("Imported: 1, already there: 3, skipped: 0, failed: 0");
    assertThat(run.status()).isZero();
    assertThat(contents(target, into)).isEqualTo(expected).hasSizeGreaterThan(20);
  }

  private static String[] with(String[] options, String more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add(more);
    return all.toArray(String[]::new);
  }

  @Test
  void aSecondVitrine() throws Exception {
    assertAllIsImported("vitrine:" + source.httpUrl() + "/" + from, contents(source, from));
  }

  @Test
  void intoAStoreWithoutAServer() throws Exception {
    String store = "jdbc:vitrine:file:" + directory.resolve("registry");
    String address = "vitrine:" + source.httpUrl() + "/" + from;
    List<String> arguments = List.of(address, "--into", "c.s", "--store", store);
    try (Connection admin = DriverManager.getConnection(store, "admin", "");
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE CATALOG c; CREATE SCHEMA c.s");
    }
    ImportRun run = ImportRun.run(AS_READER, arguments);
    assertThat(run.text()).contains("Imported: 3, already there: 0, skipped: 1, failed: 0");
    run = ImportRun.run(AS_READER, arguments);
    assertThat(run.text()).contains("Imported: 0, already there: 3, skipped: 1, failed: 0");
    assertThat(directory.resolve("registry.files")).isDirectory();
    try (Connection admin = DriverManager.getConnection(store, "admin", "");
        Statement statement = admin.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT (SELECT COUNT(*) FROM system.registry.versions WHERE full_name = 'c.s.m'"
                    + " AND status = 'READY'), (SELECT COUNT(*) FROM system.registry.tokens)")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(3);
      assertThat(rows.getInt(2)).isZero();
    }

    run = ImportRun.run(Map.of("VITRINE_USER", "nobody"), arguments);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.text()).contains("The store cannot be used:", "nobody");
    List<String> both = new ArrayList<>(arguments);
    both.addAll(List.of("--server", "http://localhost:1"));
    assertThat(ImportRun.run(AS_READER, both).status()).isEqualTo(2);
    assertThat(
            ImportRun.run(AS_READER, List.of(address, "--into", "c.s", "--storage", "x")).status())
        .isEqualTo(2);
  }

  @Test
  void theModelsOfACatalog() throws Exception {
    ImportRun run = run("vitrine:" + source.httpUrl() + "/" + catalog(from), "--model", "s.m");
    assertThat(run.text()).contains("Imported: 3,");
    assertThat(
            column(target, "SELECT model_name FROM models WHERE full_name LIKE '" + into + ".%'"))
        .containsExactly("m");
  }

  @Test
  void theUnityCatalogOfDatabricks() throws Exception {
    // This interface does not state authors and times of versions that the source imported.
    assertAllIsImported(
        "databricks:" + source.httpUrl() + "/" + from,
        contents(source, from, "created_by", "created_at, created_at"));
  }

  @Test
  void theRegistryOfAWorkspace() throws Exception {
    Path rules = directory.resolve("rules");
    Files.writeString(rules, "%1$s.m => m%n%1$s.elsewhere => elsewhere".formatted(from));
    ImportRun run =
        run(
            "databricks:" + source.httpUrl(),
            "--model",
            from + ".m",
            "--rename-rules",
            rules.toString());
    assertThat(run.text()).contains("Imported: 3, already there: 0, skipped: 0, failed: 0");
    assertThat(run.status()).isZero();
    assertFilesAreEqual(3);
    assertThat(
            column(target, "SELECT imported_by FROM versions WHERE full_name = '" + into + ".m'"))
        .containsOnly("ada");
  }

  @Test
  void privilegesOnModels() throws Exception {
    String model = from + ".m";
    as(source, "bob");
    if (column(source, "SELECT name FROM principals WHERE name = 'eve@example.com'").isEmpty()) {
      sql(source, "CREATE USER `eve@example.com`");
      sql(target, "CREATE USER `o``neil x@example.com`");
    }
    as(source, "carl");
    sql(
        source,
        """
        GRANT EXECUTE, APPLY TAG ON MODEL %1$s TO bob;
        GRANT EXECUTE ON MODEL %1$s TO `eve@example.com`;
        GRANT EXECUTE ON SCHEMA %2$s TO carl;
        GRANT USE SCHEMA ON SCHEMA %2$s TO carl
        """
            .formatted(model, from));
    as(target, "robert");
    Path principals = directory.resolve("principals");
    Files.writeString(
        principals,
        """
        # comment

        bob = robert
        carl = o`neil x@example.com
        ada = -
        reader = -
        admin = -
        """);
    String[] options = {"--model", "m", "--permissions", "--principals", principals.toString()};
    for (String address : List.of("vitrine:", "databricks:")) {
      String url = address + source.httpUrl() + "/" + from;
      ImportRun plan = run(url, with(options, "--dry-run"));
      assertThat(plan.text())
          .contains("robert", "eve@example.com", "The principal is not in --principals.")
          .doesNotContain("carl", "ada", "Granted:");
      assertThat(grants()).isEmpty();
      ImportRun run = run(url, options);
      assertThat(run.text())
          .contains("Granted: 2, already there: 0, skipped: 1, failed: 0", "eve@example.com");
      assertThat(run.status()).isEqualTo(1);
      assertThat(grants()).containsExactly("robert APPLY TAG", "robert EXECUTE");
      run =
          run(
              url,
              "--model",
              "m",
              "--permissions=inherited",
              "--principals",
              principals.toString());
      assertThat(run.text()).contains("Granted: 1, already there: 2, skipped: 1, failed: 0");
      assertThat(grants())
          .containsExactly("o`neil x@example.com EXECUTE", "robert APPLY TAG", "robert EXECUTE");
      sql(target, "DROP MODEL " + into + ".m");
    }
    Files.writeString(principals, "bob = missing\nada = -\nreader = -\neve@example.com = -");
    ImportRun run = run("vitrine:" + source.httpUrl() + "/" + from, options);
    assertThat(run.text()).contains("Granted: 0, already there: 0, skipped: 0, failed: 2");
    assertThat(run.status()).isEqualTo(1);
  }

  private List<String> grants() throws SQLException {
    return column(
        target,
        "SELECT principal || ' ' || privilege FROM grants WHERE full_name = '"
            + into
            + ".m' AND inherited_from_type IS NULL ORDER BY 1");
  }

  @Test
  void optionsThatDoNotFitTheSource() {
    String url = source.httpUrl();
    assertThat(run("mlflow:" + url, "--permissions").text())
        .contains("has no permissions that can be imported");
    assertThat(run("vitrine:" + url + "/a.b.c").text()).contains("CATALOG or CATALOG.SCHEMA");
    assertThat(run("s3:" + url).text()).contains("The source must be");
    ImportRun run = run("vitrine:" + url.replace("://", "://eve:secret@"));
    assertThat(run.text()).contains("must not contain credentials").doesNotContain("secret");
    assertThat(run.status()).isEqualTo(2);
  }
}
