package dev.vitrine.server.chromium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.server.chromium.StoryServer.Stage;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Copy buttons put the text that they stand for into the clipboard of a real browser. */
final class CopyButtonsTest {
  private static final StoryServer SERVERS = new StoryServer();

  private static Stage stage;
  private static Chromium chromium;
  private static String model;

  @BeforeAll
  static void start() throws Exception {
    stage = SERVERS.stage(TestStore.H2);
    chromium = stage.chromium();
    model = stage.newModel("copied");
    stage.sql("ALTER MODEL " + model + " ADD VERSION FROM 's3://b/1'");
    chromium
        .driver()
        .executeCdpCommand(
            "Browser.grantPermissions",
            Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    chromium
        .driver()
        .executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
  }

  @AfterAll
  static void stop() {
    SERVERS.close();
  }

  @Test
  void namesStatementsAndSnippetsAreCopied() {
    chromium.open("/models/" + model);
    assertThat(copied("main [data-copy='" + model + "']")).isEqualTo(model);
    chromium.dialog("Set alias");
    chromium.fill("alias", "Champion");
    String statement = "ALTER MODEL " + model + " VERSION 1 SET ALIAS Champion";
    chromium.awaitPreview(statement);
    assertThat(copied("dialog[open] .preview [data-copy]")).isEqualTo(statement);
    chromium.open("/models/" + model + "?tab=use");
    assertThat(copied("main .snippet [data-copy]").strip())
        .isEqualTo(chromium.find("main .snippet pre").getText())
        .contains("import mlflow\n");
  }

  @Test
  void aNewTokenIsCopiedAndItsStatementIsMasked() {
    chromium.open("/account");
    chromium.dialog("Create token");
    chromium.find("dialog[open] .buttons button[type='submit']").click();
    chromium.await("a token", () -> chromium.count("dialog[open] form") == 0);
    String token = copied("dialog[open] [data-copy^='vt']");
    assertThat(token)
        .isEqualTo(chromium.find("dialog[open] .statement code").getText())
        .hasSizeGreaterThan(30);
    assertThat(copied("dialog[open] [data-copy*='CREATE TOKEN']")).doesNotContain(token);
  }

  /** The browser keeps statements for other sessions of the same machine. */
  @Test
  void theHistoryOfTheBrowserHasNoSecrets() {
    List<String> statements =
        List.of(
            "CREATE USER kept PASSWORD 'secret-1'",
            "CREATE PROVIDER kept USING TEXT '{\"bearerToken\":\"secret-2\"}'",
            "alter /*'*/ provider kept using -- don't\n text '{\"bearerToken\":\"secret-3\"}'",
            "CREATE PROVIDER kept USING/**/TEXT 'secret-4'",
            "CREATE PROVIDER kept USING TEXT {\"bearerToken\":\"secret-5\"}");
    for (String statement : statements) {
      chromium.open("/sql?q=" + URLEncoder.encode(statement, UTF_8).replace("+", "%20"));
      chromium.awaitEditor();
      int before = chromium.count("#sqlhistory li");
      chromium.find("#sqlrun").click();
      chromium.await("the history", () -> chromium.count("#sqlhistory li") > before);
    }
    Object kept = chromium.driver().executeScript("return JSON.stringify(localStorage)");
    assertThat(kept.toString()).contains("kept", "***").doesNotContain("secret-");
  }

  /** Pages from plain HTTP of another machine have no {@code navigator.clipboard}. */
  @Test
  void withoutAClipboardOfTheBrowserTheTextIsCopiedByACommand() {
    for (String absent : List.of("undefined", "{ writeText: () => Promise.reject() }")) {
      chromium.open("/models/" + model);
      chromium
          .driver()
          .executeScript(
              "window.kept = navigator.clipboard; Object.defineProperty(navigator, 'clipboard',"
                  + " { configurable: true, value: "
                  + absent
                  + " });");
      assertThat(copied("main [data-copy='" + model + "']")).isEqualTo(model);
      assertThat(chromium.count("textarea")).as("fields left behind").isZero();
      chromium.dialog("Set alias");
      chromium.fill("alias", "Other");
      String statement = "ALTER MODEL " + model + " VERSION 1 SET ALIAS Other";
      chromium.awaitPreview(statement);
      assertThat(copied("dialog[open] .preview [data-copy]")).isEqualTo(statement);
    }
  }

  @Test
  void aFailedCopyIsReported() {
    chromium.open("/models/" + model);
    chromium
        .driver()
        .executeScript(
            "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
                + " document.execCommand = () => false;");
    String button = "main [data-copy='" + model + "']";
    chromium.find(button).click();
    chromium.await("a hint", () -> chromium.find(button).getText().equals("Select and copy it"));
    chromium.await("the label again", () -> chromium.find(button).getText().equals("Copy name"));
  }

  /** What the clipboard contains after a click. */
  private static String copied(String button) {
    clipboard("writeText('nothing')");
    chromium.find(button).click();
    chromium.await("a copy", () -> !"nothing".equals(clipboard("readText()")));
    return String.valueOf(clipboard("readText()"));
  }

  private static @Nullable Object clipboard(String call) {
    return chromium
        .driver()
        .executeAsyncScript(
            "const done = arguments[0];"
                + " (window.kept ?? navigator.clipboard)."
                + call
                + ".then(done, (refusal) => done('refused: ' + refusal));");
  }
}
