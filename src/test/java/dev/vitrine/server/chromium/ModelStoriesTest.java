package dev.vitrine.server.chromium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.server.chromium.StoryServer.Stage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WebElement;

/** What an administrator does with models in the browser, up to the changed row in SQL. */
final class ModelStoriesTest {
  private static final StoryServer SERVERS = new StoryServer();

  private static final String SIGNED =
      """
      flavors: {}
      signature:
        inputs: '[{"type": "double", "name": "x", "required": true}]'
        outputs: '[{"type": "tensor"}]'
      """;

  @TempDir private Path folders;

  @AfterAll
  static void stop() {
    SERVERS.close();
  }

  static List<TestStore> stores() {
    return StoryServer.stores();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aModelIsCreatedAndAVersionRegistered(TestStore store) throws Exception {
    Stage stage = SERVERS.stage(store);
    Chromium chromium = stage.chromium();
    chromium.open("/");
    chromium.dialog("Create catalog");
    chromium.fill("new", "Fresh");
    chromium.fill("comment", "It's *new*");
    chromium.awaitPreview("CREATE CATALOG");
    chromium.submit();
    assertThat(chromium.path()).isEqualTo("/catalogs/fresh");
    assertThat(chromium.find("main .notice").getText()).contains("CREATE CATALOG");
    assertThat(chromium.find("main em").getText()).isEqualTo("new");
    create(chromium, "Create schema", "team");
    create(chromium, "Create model", "iris");
    chromium.dialog("Register version from a source");
    chromium.fill("source", "runs:/7/model");
    chromium.fill("inputs", "lake.plants.measurements");
    chromium.awaitPreview("ADD VERSION FROM 'runs:/7/model'");
    chromium.submit();
    assertThat(stage.rows("SELECT full_name, version, source, status FROM versions"))
        .contains("fresh.team.iris | 1 | runs:/7/model | READY");
    assertThat(stage.rows("SELECT comment FROM catalogs WHERE catalog_name = 'fresh'"))
        .containsExactly("It's *new*");
    chromium.open("/models/fresh.team.iris?tab=lineage");
    assertThat(chromium.find("svg.lineage").getText()).contains("measurements");
    chromium.open("/models/fresh.team.iris?tab=use");
    assertThat(chromium.text()).contains("models:/fresh.team.iris", stage.server().httpUrl());
  }

  private static void create(Chromium chromium, String label, String name) {
    chromium.dialog(label);
    chromium.fill("new", name);
    chromium.awaitPreview("CREATE ");
    chromium.submit();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aFolderIsUploadedAndDownloaded(TestStore store) throws Exception {
    Stage stage = SERVERS.stage(store);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("uploads");
    Path unsigned = Files.createDirectory(folders.resolve("unsigned"));
    Files.writeString(unsigned.resolve("MLmodel"), "flavors: {}\n");
    Path signed = Files.createDirectory(folders.resolve("signed"));
    Files.writeString(signed.resolve("MLmodel"), SIGNED);
    Files.writeString(Files.createDirectory(signed.resolve("data")).resolve("w.bin"), "weights");
    chromium.open("/models/" + model + "/upload");
    chromium.find("#folder").sendKeys(unsigned.toAbsolutePath().toString());
    chromium.await("a refusal", () -> chromium.text().contains("MLmodel has no signature"));
    assertThat(chromium.find("#upload button[type='submit']").isEnabled()).isFalse();
    assertThat(stage.rows("SELECT 1 FROM versions WHERE full_name = '" + model + "'")).isEmpty();
    // The driver adds to the files that are chosen already; a person replaces them.
    chromium.open("/models/" + model + "/upload");
    chromium.find("#folder").sendKeys(signed.toAbsolutePath().toString());
    WebElement button = chromium.find("#upload button[type='submit']");
    chromium.await("a folder with a signature", button::isEnabled);
    button.click();
    chromium.await("the version", () -> chromium.path().startsWith("/models/" + model + "/v"));
    assertThat(stage.rows("SELECT version, status FROM versions WHERE full_name = '" + model + "'"))
        .containsExactly("1 | READY");
    chromium.open("/models/" + model + "/versions/1?tab=files");
    assertThat(chromium.text()).contains("data/w.bin");
    assertThat(new String(chromium.linked("MLmodel"), UTF_8)).isEqualTo(SIGNED);
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(chromium.linked("Download all")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names).hasSize(2).anyMatch(name -> name.endsWith("data/w.bin"));
  }

  @ParameterizedTest
  @MethodSource("stores")
  void anAliasIsSetMovedAndRemoved(TestStore store) throws Exception {
    Stage stage = SERVERS.stage(store);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("aliases_");
    stage.sql(
        "ALTER MODEL %1$s ADD VERSION FROM 's3://b/1'; ALTER MODEL %1$s ADD VERSION FROM 's3://b/2'"
            .formatted(model));
    String aliases = "SELECT alias, version FROM aliases WHERE full_name = '" + model + "'";
    chromium.open("/models/" + model);
    chromium.dialog("Set alias");
    chromium.fill("alias", "Champion");
    chromium.fill("number", "1");
    chromium.awaitPreview("ALTER MODEL " + model + " VERSION 1 SET ALIAS Champion");
    chromium.submit();
    assertThat(stage.rows(aliases)).containsExactly("Champion | 1");
    chromium.open("/models/" + model + "/versions/2");
    chromium.dialog("Set alias");
    assertThat(chromium.find("dialog[open]").getText()).contains("Champion", "version 1");
    chromium.fill("alias", "Champion");
    chromium.awaitPreview("VERSION 2 SET ALIAS Champion");
    chromium.submit();
    assertThat(stage.rows(aliases)).containsExactly("Champion | 2");
    chromium.open("/models/" + model);
    chromium.dialog("Remove alias Champion");
    chromium.awaitPreview("UNSET ALIAS Champion");
    chromium.submit();
    assertThat(stage.rows(aliases)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void tagsAndDescriptionsAreWritten(TestStore store) throws Exception {
    Stage stage = SERVERS.stage(store);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("words");
    stage.sql("ALTER MODEL " + model + " ADD VERSION FROM 's3://b/1'");
    for (String page :
        List.of(
            "/catalogs/words",
            "/catalogs/words/s",
            "/models/" + model,
            "/models/" + model + "/versions/1")) {
      chromium.open(page);
      chromium.dialog("Add tag");
      chromium.fill("key", "team");
      chromium.fill("value", "it's ours");
      chromium.awaitPreview("it''s ours");
      chromium.submit();
      chromium.dialog("Add description");
      chromium.fill("comment", "**Bold** words");
      chromium.awaitPreview("'**Bold** words'");
      chromium.submit();
      assertThat(chromium.find("main .markdown strong").getText()).isEqualTo("Bold");
    }
    assertThat(
            stage.rows(
                "SELECT object_type, tag_value FROM tags WHERE catalog_name = 'words'"
                    + " ORDER BY object_type"))
        .containsExactly("CATALOG | it's ours", "MODEL | it's ours", "SCHEMA | it's ours");
    assertThat(stage.rows("SELECT tag_value FROM version_tags WHERE full_name = 'words.s.m'"))
        .containsExactly("it's ours");
    assertThat(stage.rows("SELECT comment FROM versions WHERE full_name = 'words.s.m'"))
        .containsExactly("**Bold** words");
    chromium.open("/catalogs/words");
    chromium.dialog("Remove tag team");
    chromium.submit();
    assertThat(
            stage.rows(
                "SELECT 1 FROM tags WHERE catalog_name = 'words' AND object_type = 'CATALOG'"))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aVersionIsCopiedAndTheModelRenamedGivenAwayAndDeleted(TestStore store) throws Exception {
    Stage stage = SERVERS.stage(store);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("moves");
    stage.sql("CREATE USER heir; ALTER MODEL " + model + " ADD VERSION FROM 's3://b/1'");
    chromium.open("/models/" + model + "/versions/1");
    chromium.dialog("Copy to a model");
    chromium.fill("target", "moves.s.copy");
    chromium.fill("alias", "Candidate");
    chromium.awaitPreview("SET ALIAS Candidate");
    chromium.submit();
    assertThat(
            stage.rows("SELECT full_name, alias, version FROM aliases WHERE alias = 'Candidate'"))
        .containsExactly("moves.s.copy | Candidate | 1");
    chromium.open("/models/" + model);
    chromium.dialog("Rename");
    chromium.fill("new", "renamed");
    chromium.awaitPreview("RENAME TO");
    chromium.submit();
    assertThat(chromium.path()).isEqualTo("/models/moves.s.renamed");
    chromium.dialog("Change owner");
    chromium.fill("owner", "heir");
    chromium.awaitPreview("OWNER TO heir");
    chromium.submit();
    assertThat(stage.rows("SELECT model_name, owner FROM models WHERE catalog_name = 'moves'"))
        .containsExactlyInAnyOrder("renamed | heir", "copy | admin");
    chromium.dialog("Delete model");
    assertThat(chromium.find("dialog[open]").getText()).contains("1 version");
    chromium.fill("confirm", "moves.s.copy");
    chromium.submitRefused("The name was not typed correctly.");
    assertThat(stage.rows("SELECT 1 FROM models WHERE model_name = 'renamed'")).hasSize(1);
    chromium.fill("confirm", "moves.s.renamed");
    chromium.submit();
    assertThat(stage.rows("SELECT model_name FROM models WHERE catalog_name = 'moves'"))
        .containsExactly("copy");
    // The page of the deleted model is in the history of the browser.
    chromium.driver().navigate().back();
    chromium.await("a page", () -> !chromium.text().isBlank());
    chromium.driver().navigate().refresh();
    assertThat(chromium.text()).contains("SQLSTATE 42704");
    assertThat(stage.rows("SELECT model_name FROM models WHERE catalog_name = 'moves'"))
        .as("after going back and loading again")
        .containsExactly("copy");
  }
}
