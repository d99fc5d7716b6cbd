package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.server.chromium.Chromium;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.SearchContext;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/**
 * Pages of details and the SQL page in a real browser, which is skipped without Chromium. Their
 * screenshots are in {@code target/screenshots}.
 */
final class ContentBrowserTest extends RestTest {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  private static Chromium chromium;
  private static ChromeDriver chrome;
  private static TestServer server;
  private static String model;

  @BeforeAll
  static void open() throws Exception {
    Chromium.assumeInstalled();
    server = server(TestStore.H2);
    model = newModel(server);
    String catalog = catalog(model);
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 'runs:/1/model' INPUTS (raw.shop.events, raw.shop.customers)
          SIGNATURE '{"inputs": [{"name": "age", "type": "long", "required": true},
            {"name": "country", "type": "string", "required": false}],
            "outputs": [{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}],
            "params": [{"name": "threshold", "type": "double", "default": 0.5}]}'
          TAGS ('validated' = 'approved', 'team' = 'shop') COMMENT 'First version'
          PARAMS ('max_depth' = '7', 'criterion' = 'gini', 'features' = 'age, country')
          METRICS ('accuracy' = 0.93, 'loss' = 0.21 DATASET 'holdout' STEP 20, 'loss' = 0.4 DATASET 'holdout' STEP 10);
        ALTER MODEL %1$s ADD VERSION FROM 'runs:/2/model' INPUTS (raw.shop.events, raw.shop.returns)
          SIGNATURE '{"inputs": [{"name": "age", "type": "double", "required": true},
            {"name": "city", "type": "string", "required": true}],
            "outputs": [{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]}'
          TAGS ('validated' = 'pending', 'team' = 'shop')
          PARAMS ('max_depth' = '9', 'criterion' = 'gini') METRICS ('accuracy' = 0.95);
        ALTER MODEL %1$s VERSION 1 SET ALIAS Champion; ALTER MODEL %1$s VERSION 2 SET ALIAS Challenger;
        CREATE SCHEMA %2$s.production;
        CREATE MODEL %2$s.production.customer_churn_for_the_whole_shop FROM MODEL %1$s VERSION 1;
        CREATE MODEL %2$s.production.copy FROM MODEL
          %2$s.production.customer_churn_for_the_whole_shop VERSION 1;
        ALTER MODEL %2$s.production.copy ADD VERSION FROM MODEL %1$s VERSION 2;
        """
            .formatted(model, catalog));
    chromium = Chromium.start(server.httpUrl());
    chrome = chromium.driver();
    chromium.signIn("admin", TestServer.PASSWORD);
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void pagesOfDetailsAreAccessible() {
    String page = "/models/" + model;
    look("lineage", page + "?tab=lineage");
    look("use", page + "?tab=use");
    look("compare", page + "/compare?versions=1,2");
    look("signature", page + "/versions/1");
    look("metrics", page + "/versions/1?tab=metrics");
    look("files", page + "/versions/1?tab=files");
  }

  @Test
  void statementsRunInTheEditor() {
    open("/sql");
    type("SELECT full_name, latest_version FROM models ORDER BY full_name");
    run();
    await("rows", () -> status().startsWith("3 rows"));
    assertThat(chrome.findElement(By.cssSelector("#sqlresult table")).getText())
        .contains("full_name", model);
    picture("sql-table");
    chrome.findElement(By.xpath("//div[@class='sqltools']/button[text()='Chart']")).click();
    await("a chart", () -> !chrome.findElements(By.cssSelector(".chart canvas")).isEmpty());
    picture("sql-chart");
    type("SELECT full_name,\n  nothing FROM models");
    run();
    await("an error", () -> status().contains("SQLSTATE 42703"));
    assertThat(editor().findElement(By.cssSelector(".sql-error")).getText()).isEqualTo("nothing");
    picture("sql-error");
    type("ALTER USER nobody_ SET PASSWORD 'open sesame'");
    run();
    await("a refusal", () -> status().contains("SQLSTATE 42704"));
    assertThat(chrome.findElement(By.id("sqlhistory")).getText())
        .contains("SELECT full_name", "SET PASSWORD '***'")
        .doesNotContain("sesame");
    type("SELECT version FROM versions");
    chrome.findElement(By.id("sqlexplain")).click();
    await("a plan", () -> !chrome.findElements(By.cssSelector("#sqlresult pre")).isEmpty());
  }

  @Test
  void wordsRelationsAndObjectsAreCompleted() {
    open("/sql");
    type("SELECT * FROM search_t");
    await("relations", () -> completions().contains("search_terms"));
    type("SELECT * FROM " + catalog(model) + ".s.");
    await("models", () -> completions().contains(model));
    picture("sql-completion");
  }

  @Test
  void anAddressFillsTheEditorOnly() throws Exception {
    open("/sql?q=SELECT%201");
    await(
        "the editor",
        () -> editor().findElement(By.cssSelector(".cm-content")).getText().equals("SELECT 1"));
    assertThat(status()).isEmpty();
  }

  private static SearchContext editor() {
    return chrome.findElement(By.id("sqleditor")).getShadowRoot();
  }

  private static String completions() {
    return String.join(
        " ",
        editor().findElements(By.cssSelector(".cm-tooltip-autocomplete li")).stream()
            .map(item -> item.getText())
            .toList());
  }

  private static void open(String path) {
    chromium.open(path);
    chromium.awaitEditor();
  }

  private static void type(String text) {
    editor().findElement(By.cssSelector(".cm-content")).click();
    new Actions(chrome)
        .keyDown(Keys.CONTROL)
        .sendKeys("a")
        .keyUp(Keys.CONTROL)
        .sendKeys(Keys.DELETE)
        .sendKeys(text)
        .perform();
  }

  private static void run() {
    new Actions(chrome)
        .sendKeys(Keys.ESCAPE)
        .keyDown(Keys.CONTROL)
        .sendKeys(Keys.ENTER)
        .keyUp(Keys.CONTROL)
        .perform();
  }

  private static String status() {
    return chrome.findElement(By.id("sqlstatus")).getText();
  }

  private static void look(String name, String path) {
    chromium.open(path);
    picture(name);
  }

  /**
   * Takes a screenshot in both themes, and requires that axe finds no violation. Themes differ in
   * colors only, so that the second one is checked for contrast only.
   */
  private static void picture(String name) {
    chromium.theme("light");
    chromium.screenshot(SCREENSHOTS.resolve(name + "-light.png"));
    assertThat(chromium.violations()).as(name + " light").isEqualTo("[]");
    chromium.theme("dark");
    chromium.screenshot(SCREENSHOTS.resolve(name + "-dark.png"));
    assertThat(chromium.contrastViolations()).as(name + " dark").isEqualTo("[]");
  }

  private static void await(String what, BooleanSupplier condition) {
    chromium.await(what, condition);
  }
}
