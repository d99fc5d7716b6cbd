package dev.vitrine.server.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.server.TestServer;
import dev.vitrine.server.web.PointInTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * Every page of the demo registry in a real browser: accessible in both themes, without requests to
 * other servers and without errors, also after a reload. Pictures of the main pages are written to
 * {@code target/screenshots}.
 */
final class DemoPagesTest {
  private static final List<String> THEMES = List.of("light", "dark");

  /** Width of a narrow screen, in CSS pixels. */
  private static final int NARROW = 400;

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  /** The pages of which pictures are made, by the names of their files. */
  private static final Map<String, String> PICTURES =
      Map.of(
          "home",
          "/",
          "search",
          "/search?q=claim",
          "catalog",
          "/catalogs/prod",
          "schema",
          "/catalogs/prod/claims",
          "model",
          DemoPages.PAGE,
          "permissions",
          DemoPages.PAGE + "?tab=permissions&why=carol",
          "lineage",
          DemoPages.PAGE + "?tab=lineage",
          "version",
          DemoPages.WITH_FILES + "/versions/1",
          "compare",
          DemoPages.PAGE + "/compare?versions=1,2",
          "audit",
          "/audit");

  private static final String QUERY =
      "SELECT%20m.full_name%2C%20m.owner%2C%20a.alias%2C%20a.version%0AFROM%20models%20m%20"
          + "JOIN%20aliases%20a%20ON%20a.full_name%20%3D%20m.full_name%0A"
          + "ORDER%20BY%20m.full_name%2C%20a.alias";

  private static List<String> addresses;
  private static TestServer server;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    Chromium.assumeInstalled();
    server = DemoPages.start();
    addresses = new ArrayList<>(DemoPages.ADDRESSES);
    addresses.addAll(DemoPages.past(new PointInTime(UtcTime.now())));
    chromium = Chromium.start(server.httpUrl());
    chromium.signIn("admin", TestServer.PASSWORD);
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

  /** One pass, because loading a page takes longer than each check. */
  @Test
  void everyPageIsSound() throws Exception {
    chromium.requests();
    chromium.complaints();
    Map<String, String> problems = new TreeMap<>();
    for (String address : addresses) {
      chromium.open(address);
      addViolations(problems, address);
      addWidth(problems, address);
      String text = withoutTimes();
      chromium.driver().navigate().refresh();
      assertThat(withoutTimes()).as("after a reload of " + address).isEqualTo(text);
      assertThat(chromium.path()).isEqualTo(address);
      chromium
          .complaints()
          .forEach(complaint -> problems.merge(address + " console", complaint, String::concat));
    }
    assertThat(problems).isEmpty();
    assertThat(chromium.requests())
        .hasSizeGreaterThan(addresses.size())
        .allMatch(url -> url.startsWith(server.httpUrl() + "/"));
  }

  @Test
  void dialogsAndTheSignInPageAreAccessible() {
    Map<String, String> violations = new TreeMap<>();
    chromium.open(DemoPages.PAGE);
    chromium.dialog("Set alias");
    addViolations(violations, "a dialog");
    chromium.driver().manage().deleteAllCookies();
    chromium.open("/signin");
    addViolations(violations, "/signin");
    chromium.signIn("admin", TestServer.PASSWORD);
    assertThat(violations).isEmpty();
  }

  /** Wide tables scroll in their own area; the page itself does not scroll horizontally. */
  private static void addWidth(Map<String, String> problems, String page) {
    chromium.size(NARROW, 800);
    try {
      long width =
          (Long) chromium.driver().executeScript("return document.documentElement.scrollWidth;");
      if (width > NARROW) {
        problems.put(page + " narrow", width + " pixels");
      }
    } finally {
      chromium.size(1280, 800);
    }
  }

  /** Themes differ in colors only, so that the second one is checked for contrast only. */
  private static void addViolations(Map<String, String> violations, String page) {
    chromium.theme("light");
    addViolations(violations, page + " light", chromium.violations());
    chromium.theme("dark");
    addViolations(violations, page + " dark", chromium.contrastViolations());
  }

  private static void addViolations(Map<String, String> violations, String page, String found) {
    if (!found.equals("[]")) {
      violations.put(page, found);
    }
  }

  /**
   * The text of the main part, without ages of objects, the chart of events, whose times move on,
   * and parts that scripts fill in later.
   */
  private static String withoutTimes() {
    return (String)
        chromium
            .driver()
            .executeScript(
                "const main = document.querySelector('main').cloneNode(true);"
                    + " main.querySelectorAll('time, .when, .days, .preview, #sqleditor')"
                    + ".forEach((part) => part.remove()); return main.textContent.replace(/[(].* ago[)]/g, '');");
  }

  @Test
  void picturesOfTheMainPagesAreWritten() {
    PICTURES.forEach(
        (name, address) -> {
          chromium.open(address);
          assertThat(chromium.text()).doesNotContain("SQLSTATE");
          pictures(name);
        });
    chromium.open(DemoPages.PAGE);
    chromium.dialog("Set alias");
    chromium.fill("alias", "Challenger");
    chromium.awaitPreview("SET ALIAS Challenger");
    pictures("alias");
    chromium.open(DemoPages.PAGE + "?at=before-last-change");
    assertThat(chromium.text()).contains("read only").doesNotContain("SQLSTATE");
    pictures("past");
    chromium.open("/sql?q=" + QUERY);
    chromium.awaitEditor();
    chromium.find("#sqlrun").click();
    chromium.await("rows", () -> chromium.find("#sqlstatus").getText().contains(" rows"));
    pictures("sql");
  }

  /** Browsers change the theme of a page without a new request. */
  private static void pictures(String name) {
    for (String theme : THEMES) {
      chromium.theme(theme);
      chromium.screenshot(SCREENSHOTS.resolve("demo-" + name + "-" + theme + ".png"));
    }
  }

  @Test
  void aPageInAFrameIsRefused() {
    // A page of the same server is the strongest case: even that must not contain another.
    chromium.open("/");
    chromium
        .driver()
        .executeScript(
            "const frame = document.createElement('iframe'); frame.id = 'framed';"
                + " frame.src = '/account'; document.body.append(frame);");
    chromium.await(
        "a refusal of the frame",
        () -> chromium.complaints().stream().anyMatch(complaint -> complaint.contains("frame")));
  }

  @Test
  void pagesCanBeUsedByKeyboard() {
    chromium.open("/");
    chromium.driver().switchTo().activeElement().sendKeys("/");
    assertThat(chromium.driver().switchTo().activeElement().getDomAttribute("id"))
        .isEqualTo("search");
    chromium.driver().switchTo().activeElement().sendKeys("fraud", Keys.ENTER);
    chromium.await("results", () -> chromium.path().equals("/search?q=fraud"));
    chromium.open(DemoPages.PAGE);
    chromium.control("Set alias").sendKeys(Keys.ENTER);
    chromium.await("a dialog", () -> chromium.count("dialog[open] form") == 1);
    assertThat(chromium.driver().switchTo().activeElement().getDomAttribute("name"))
        .isEqualTo("alias");
    chromium.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
    chromium.await("no dialog", () -> chromium.count("dialog[open]") == 0);
    assertThat(chromium.driver().findElements(By.cssSelector("dialog form"))).isEmpty();
  }
}
