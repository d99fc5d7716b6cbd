package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vitrine.TestStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command import with a source whose versions fail, are unusable or are there already. */
final class ImportFailuresTest extends RestTest {
  private final TestServer server = server(TestStore.H2);
  private String schema = "";
  private StubMlflow mlflow;

  @BeforeEach
  void start() throws Exception {
    String model = newModel(server);
    sql(server, "DROP MODEL " + model);
    schema = model.substring(0, model.lastIndexOf('.'));
    as(server, "importer");
    sql(server, "GRANT ALL PRIVILEGES ON CATALOG " + catalog(model) + " TO importer");
    sql(server, "GRANT MANAGE ON CATALOG " + catalog(model) + " TO importer");
    mlflow = new StubMlflow();
  }

  @AfterEach
  void close() {
    mlflow.close();
  }

  private ImportRun run(String... options) {
    return ImportRun.run(Map.of(), "mlflow:" + mlflow.url(), server, schema, options);
  }

  private List<String> versions(String model) throws SQLException {
    return column(
        server,
        "SELECT version || ' ' || status FROM versions WHERE full_name = '%s.%s' ORDER BY version"
            .formatted(schema, model));
  }

  private List<String> aliases() throws SQLException {
    return column(
        server,
        "SELECT alias || ' ' || version FROM aliases WHERE full_name LIKE '%s.%%' ORDER BY 1"
            .formatted(schema));
  }

  @Test
  void laterVersionsWaitForAVersionThatFailed() throws Exception {
    for (long version = 1; version <= 3; version++) {
      mlflow.add("m", version, StubMlflow.SIGNED);
    }
    String file = StubMlflow.root("m", 2) + "/MLmodel";
    mlflow.broken.add(file);
    ImportRun first = run();
    assertThat(first.status()).isEqualTo(1);
    assertThat(first.text())
        .contains("broke off its response", "Not tried: version 2 failed")
        .doesNotContain("\tat ");
    assertThat(versions("m")).containsExactly("1 READY");
    mlflow.broken.clear();
    ImportRun second = run();
    assertThat(second.text()).contains("Imported: 2, already there: 1, skipped: 0, failed: 0");
    assertThat(second.status()).isZero();
    assertThat(versions("m")).containsExactly("1 READY", "2 READY", "3 READY");
    assertThat(
            column(
                server,
                "SELECT tag_name FROM version_tags WHERE full_name LIKE '" + schema + ".%'"))
        .isEmpty();
  }

  @Test
  void numbersOfUnusableVersionsStayFreeUnlessTheyAreGivenUp() throws Exception {
    mlflow.add("m", 1, StubMlflow.SIGNED);
    mlflow.add("m", 2, StubMlflow.HALF_SIGNED);
    mlflow.add("m", 3, StubMlflow.SIGNED);
    mlflow.add("n", 1, StubMlflow.SIGNED).put("status", "PENDING_REGISTRATION");
    mlflow.add("n", 2, StubMlflow.SIGNED);
    String reason = "version 2 was skipped (--skip-for-good)";
    assertThat(run("--dry-run").text()).contains(reason, "inputs and outputs", "not READY");
    assertThat(run().text()).contains(reason);
    assertThat(versions("m")).containsExactly("1 READY");
    assertThat(versions("n")).isEmpty();
    run("--skip-for-good");
    assertThat(versions("m")).containsExactly("1 READY", "3 READY");
    assertThat(versions("n")).containsExactly("2 READY");
    ImportRun last = run();
    assertThat(last.text()).contains("Impossible: Vitrine has used 3.");
    assertThat(last.status()).isEqualTo(1);
  }

  @Test
  void tagsThatVitrineRefusesAreRenamedOrLeftOut() throws Exception {
    ArrayNode tags = mlflow.add("m", 1, StubMlflow.SIGNED).putArray("tags");
    tags.addObject().put("key", "team.name").put("value", "risk");
    tags.addObject().put("key", "long").put("value", "x".repeat(1_001));
    ImportRun run = run();
    assertThat(run.text()).contains("without the tags long", "Imported: 1,");
    assertThat(run.status()).isZero();
    assertThat(
            column(
                server,
                "SELECT tag_name FROM version_tags WHERE full_name LIKE '" + schema + ".%'"))
        .containsExactly("team_name");
  }

  @Test
  void namesWithQuotesAndVersionsWithoutAuthor() throws Exception {
    mlflow.add("bob's_model", 4, StubMlflow.SIGNED);
    mlflow.add("a'b\"c", 5, StubMlflow.SIGNED);
    mlflow.add("other", 1, StubMlflow.SIGNED);
    ImportRun run = run("--model", "bob's_model", "--model", "a'b\"c");
    assertThat(run.text()).contains("Imported: 2,");
    assertThat(mlflow.filters).containsExactlyInAnyOrder("name=\"bob's_model\"", "");
    assertThat(
            column(
                server,
                "SELECT version || imported_by FROM versions WHERE full_name LIKE '"
                    + schema
                    + ".%'"))
        .containsExactlyInAnyOrder("4", "5");
    assertThat(run("--model", "missing").text())
        .contains("The source has no model 'missing' (--model).");
  }

  @Test
  void aListWithoutTheVersionsOfAnAliasIsNoSuccess() {
    mlflow.add("m", 1, StubMlflow.SIGNED);
    mlflow.aliases.put("best", 7L);
    ImportRun run = run();
    assertThat(run.text()).contains("The source does not list versions [7]");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void otherVersionsOfTheSameNumberGetNoAlias() throws Exception {
    sql(
        server,
        "CREATE MODEL %1$s.m; ALTER MODEL %1$s.m ADD VERSION FROM 'runs:/1/model' RUN ID 'run1'"
            .formatted(schema));
    mlflow.add("m", 1, StubMlflow.SIGNED);
    mlflow.add("m", 2, StubMlflow.SIGNED);
    mlflow.aliases.put("one", 1L);
    mlflow.aliases.put("two", 2L);
    ImportRun run = run();
    assertThat(run.text())
        .contains("was not imported", "Imported: 1, already there: 0, skipped: 1");
    assertThat(aliases()).containsExactly("two 2");
    // The same number of another history.
    mlflow.add("m", 2, StubMlflow.SIGNED).put("creation_timestamp", 5);
    assertThat(run().text()).contains("was imported from another one", "already there: 0");
  }

  @Test
  void aliasesOfUnfinishedVersionsAreNotSet() throws Exception {
    mlflow.add("m", 1, StubMlflow.HALF_SIGNED);
    mlflow.aliases.put("one", 1L);
    // The server refuses to finish the version, which is left PENDING_REGISTRATION.
    assertThat(run("--allow-unsigned").status()).isEqualTo(1);
    assertThat(versions("m")).containsExactly("1 PENDING_REGISTRATION");
    assertThat(aliases()).isEmpty();
  }

  @Test
  void withoutFilesRunsHaveTheirValues() throws Exception {
    mlflow.run =
        """
        {"data": {"params": [{"key": "p", "value": "1"}],
          "metrics": [{"key": "q", "value": -0.5, "timestamp": 1, "step": 3}]}}""";
    mlflow.add("m", 1, StubMlflow.SIGNED);
    assertThat(run("--without-files").status()).isZero();
    String of = " WHERE full_name = '" + schema + ".m'";
    assertThat(column(server, "SELECT name || \"value\" FROM version_params" + of))
        .containsExactly("p1");
    assertThat(column(server, "SELECT name || step FROM version_metrics" + of))
        .containsExactly("q3");
  }

  @Test
  void versionsWithoutFilesAreReportedByAnImportWithFiles() throws Exception {
    mlflow.add("m", 1, StubMlflow.SIGNED);
    assertThat(run("--without-files").status()).isZero();
    mlflow.add("m", 2, StubMlflow.SIGNED);
    ImportRun second = run();
    assertThat(second.text())
        .contains("Versions cannot get files later.", "Imported: 1, already there: 1, skipped: 0");
    assertThat(second.status()).isZero();
    assertThat(run("--without-files").text())
        .contains("Imported: 0, already there: 2, skipped: 0, failed: 0")
        .doesNotContain("later");
  }

  @Test
  void aVersionThatWasBegunWithFilesIsNotFinishedWithoutThem() throws Exception {
    mlflow.add("m", 1, StubMlflow.SIGNED);
    mlflow.add("m", 2, StubMlflow.HALF_SIGNED);
    assertThat(run("--allow-unsigned").status()).isEqualTo(1);
    assertThat(run("--without-files").text())
        .contains("An interrupted import began to copy its files.");
    assertThat(versions("m")).containsExactly("1 READY", "2 PENDING_REGISTRATION");
  }

  @Test
  void copiesThatWereNotComparedAreComparedByTheNextRun() throws Exception {
    mlflow.add("m", 1, StubMlflow.SIGNED);
    mlflow.aliases.put("one", 1L);
    assertThat(run("--no-verify").status()).isZero();
    // As an import leaves it that was killed between the last upload and the comparison.
    String version = "ALTER MODEL " + schema + ".m VERSION 1 ";
    sql(server, version + "SET TAGS ('vitrine_import_unverified' = '')");
    sql(server, "ALTER MODEL " + schema + ".m UNSET ALIAS one");
    mlflow.change("m", 1, StubMlflow.SIGNED.replace("double", "string"));
    ImportRun run = run();
    assertThat(run.text())
        .contains("Not verified: A copied file differs from the file of the source.")
        .contains("Imported: 0, already there: 0, skipped: 0, failed: 1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(aliases()).isEmpty();
    assertThat(unverified()).containsExactly("1");
    mlflow.change("m", 1, StubMlflow.SIGNED);
    run = run();
    assertThat(run.text()).contains("already there: 1, skipped: 0, failed: 0");
    assertThat(run.status()).isZero();
    assertThat(aliases()).containsExactly("one 1");
    assertThat(unverified()).isEmpty();
  }

  private List<String> unverified() throws SQLException {
    return column(
        server,
        "SELECT version FROM version_tags WHERE tag_name = 'vitrine_import_unverified'"
            + " AND full_name = '"
            + schema
            + ".m'");
  }

  @Test
  void numbersOfDroppedVersionsAreRefusedAndDoNotStopLaterVersions() throws Exception {
    sql(
        server,
        "CREATE MODEL %1$s.m; ALTER MODEL %1$s.m ADD VERSION 5 FROM 'x:'".formatted(schema)
            + " IMPORTED (AUTHOR 'a', CREATED '2024-05-01 00:00:00');"
            + " ALTER MODEL %1$s.m DROP VERSION 5".formatted(schema));
    sql(server, "GRANT EXECUTE ON MODEL " + schema + ".m TO importer");
    mlflow.add("m", 3, StubMlflow.SIGNED);
    mlflow.add("m", 6, StubMlflow.SIGNED);
    ImportRun run = run();
    assertThat(run.text())
        .contains("not above all numbers used", "Imported: 1, already there: 0")
        .contains("skipped: 0, failed: 1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(versions("m")).containsExactly("6 READY");
  }
}
