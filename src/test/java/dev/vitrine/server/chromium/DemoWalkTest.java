package dev.vitrine.server.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * Makes the steps of docs/demo.md in the registry of {@code server --demo}: the forms show the
 * statements of that page. The pictures are written to {@code target/screenshots}.
 */
final class DemoWalkTest {
  private static final Path PAGE = Path.of("docs/demo.md");
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final String STAGING = "/models/staging.claims.fraud_detection";
  private static final String PROD = "/models/prod.claims.fraud_detection";

  private static TestServer server;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    Chromium.assumeInstalled();
    server = DemoPages.start();
    try (Connection admin = DriverManager.getConnection(server.storeUrl(), "admin", "");
        Statement statement = admin.createStatement()) {
      for (String user : List.of("carol", "dave")) {
        statement.execute("ALTER USER " + user + " SET PASSWORD '" + TestServer.PASSWORD + "'");
      }
    }
    chromium = Chromium.start(server.httpUrl());
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void theStepsOfThePageWork() throws Exception {
    Iterator<String> statements = statements().iterator();
    chromium.signIn("carol", TestServer.PASSWORD);
    find();
    compare();
    copy(statements.next());
    alias(statements.next());
    permissions();
    lookAsAnAnalyst();
    audit();
    assertThat(statements.hasNext()).as("statements without a step").isFalse();
  }

  private static List<String> statements() throws Exception {
    return Pattern.compile("```sql\n(.*?)\n```", Pattern.DOTALL)
        .matcher(Files.readString(PAGE))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static void find() {
    chromium.driver().switchTo().activeElement().sendKeys("/");
    chromium.leave(
        () -> chromium.driver().switchTo().activeElement().sendKeys("fraud", Keys.ENTER));
    assertThat(chromium.path()).isEqualTo("/search?q=fraud");
    picture("search");
    chromium.leave(() -> chromium.control("staging.claims.fraud_detection").click());
    assertThat(chromium.path()).isEqualTo(STAGING);
    assertThat(chromium.find("table.versions").getText()).contains("Challenger");
    picture("model");
  }

  private static void compare() {
    for (int version : List.of(2, 3)) {
      chromium.find("[name='versions'][value='" + version + "']").click();
    }
    chromium.leave(() -> chromium.control("Compare").click());
    assertThat(chromium.text()).contains("differences", "Version 2", "Version 3");
    picture("compare");
    chromium.open(STAGING + "?tab=lineage");
    assertThat(chromium.count("svg a")).isPositive();
    picture("lineage");
  }

  private static void copy(String statement) {
    chromium.open(STAGING + "/versions/3");
    chromium.dialog("Copy to a model");
    chromium.fill("target", "prod.claims.fraud_detection");
    chromium.fill("alias", "Challenger");
    chromium.awaitPreview(statement);
    picture("copy");
    chromium.submit();
    assertThat(chromium.path()).isEqualTo(PROD);
    assertThat(chromium.find(".notice").getText()).contains(statement);
  }

  private static void alias(String statement) {
    chromium.dialog("Set alias");
    assertThat(chromium.find("dialog[open]").getText()).contains("Champion points at version 2");
    assertThat(chromium.field("number").getDomProperty("value")).isEqualTo("3");
    chromium.fill("alias", "Champion");
    chromium.awaitPreview(statement);
    chromium.submit();
    assertThat(chromium.find(".notice").getText()).contains(statement);
    picture("champion");
  }

  private static void permissions() {
    chromium.open(PROD + "?tab=permissions");
    chromium.leave(() -> chromium.find("main a[href*='why=production_readers']").click());
    assertThat(chromium.count("#why")).isEqualTo(1);
    picture("permissions");
  }

  private static void lookAsAnAnalyst() {
    chromium.signIn("dave", TestServer.PASSWORD);
    chromium.open(PROD);
    assertThat(chromium.control("Set alias").getDomAttribute("title"))
        .isEqualTo(
            "You need MANAGE on model prod.claims.fraud_detection. Its owner is ml_engineers.");
  }

  private static void audit() {
    chromium.signIn("admin", TestServer.PASSWORD);
    chromium.open("/audit");
    chromium.fill("object", "prod.claims.fraud_detection");
    chromium.leave(() -> chromium.field("object").sendKeys(Keys.ENTER));
    chromium.find("main table details summary").click();
    assertThat(chromium.text()).contains("carol", "Champion", "prod.claims.fraud_detection");
    picture("audit");
  }

  private static void picture(String name) {
    chromium.screenshot(SCREENSHOTS.resolve("walk-" + name + ".png"));
  }
}
