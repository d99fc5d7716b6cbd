package dev.vitrine.server.chromium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser without a window, in front of one server. */
public final class Chromium implements AutoCloseable {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  /** Time between two checks of a condition; the default of Selenium is half a second. */
  private static final Duration POLLING = Duration.ofMillis(50);

  private static final JsonMapper JSON = new JsonMapper();
  private static final String AXE = axe();

  private final ChromeDriver driver;
  private final String server;
  private final Path directory;

  private Chromium(ChromeDriver driver, String server, Path directory) {
    this.driver = driver;
    this.server = server;
    this.directory = directory;
  }

  /** Skips the test, or all tests of the class, if there is no browser on this machine. */
  public static void assumeInstalled() {
    assumeTrue(
        Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER), () -> "Chromium is missing");
  }

  /**
   * Starts a browser, or skips the test if there is none on this machine.
   *
   * @param server the HTTP URL of the server
   */
  public static Chromium start(String server) {
    assumeInstalled();
    Path directory = newDirectory();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + directory);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriver driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
    Chromium chromium = new Chromium(driver, server, directory);
    chromium.size(1280, 800);
    return chromium;
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory(Path.of("target"), "chromium").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same browser in front of another server. */
  Chromium at(String otherServer) {
    return new Chromium(driver, otherServer, directory);
  }

  /** The driver, for what this class does not do. */
  public ChromeDriver driver() {
    return driver;
  }

  /** Makes the page this large, in CSS pixels. */
  public void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Ends the present session and signs a user in through the page. */
  public void signIn(String user, String secret) {
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    open("/signin");
    fill("user", user);
    fill("password", secret);
    leave(find("main button.primary")::click);
    assertThat(path()).as(text()).doesNotStartWith("/signin");
  }

  /** Opens an address of the server. */
  public void open(String path) {
    driver.get(server + path);
  }

  /** The path and query of the page. */
  public String path() {
    return driver.getCurrentUrl().substring(server.length());
  }

  /** The visible text of the page. */
  public String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /** The first element of the page; fails if there is none. */
  public WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  /** How many elements there are. */
  public int count(String css) {
    return driver.findElements(By.cssSelector(css)).size();
  }

  /** The link or button of the content with this text; the menu that contains it is opened. */
  public WebElement control(String label) {
    List<WebElement> found =
        driver.findElements(
            By.xpath(
                "//main//*[self::a or self::button][normalize-space()='%s' or @aria-label='%s']"
                    .formatted(label, label)));
    if (found.isEmpty()) {
      throw new NoSuchElementException(label + " at " + path() + "\n" + text());
    }
    for (WebElement control : found) {
      if (control.isDisplayed()) {
        return control;
      }
    }
    WebElement hidden = found.get(0);
    hidden.findElement(By.xpath("ancestor::details[1]/summary")).click();
    return hidden;
  }

  /** Activates a control that opens a dialog. */
  public void dialog(String label) {
    control(label).click();
    await("a dialog of " + label, () -> count("dialog[open] form") == 1);
  }

  /** Writes into a field of the dialog, or of the page if no dialog is open. */
  public void fill(String name, String value) {
    WebElement field = field(name);
    field.clear();
    field.sendKeys(value);
  }

  /** A field of the dialog, or of the page if no dialog is open. */
  public WebElement field(String name) {
    return find((dialogIsOpen() ? "dialog[open]" : "main") + " [name='" + name + "']");
  }

  private boolean dialogIsOpen() {
    return count("dialog[open]") == 1;
  }

  /** Waits until the dialog shows a statement that contains this text. */
  public void awaitPreview(String sql) {
    await(
        "a preview of " + sql,
        () ->
            driver.findElements(By.cssSelector("dialog[open] .preview")).stream()
                .anyMatch(preview -> preview.getText().contains(sql)));
  }

  /** Sends the form of the dialog and waits for the next page. */
  public void submit() {
    leave(find("dialog[open] .buttons button[type='submit']")::click);
  }

  /** Sends the form of the dialog, which must stay open with this error. */
  public void submitRefused(String error) {
    find("dialog[open] .buttons button[type='submit']").click();
    await(
        "the error " + error,
        () ->
            driver.findElements(By.cssSelector("dialog[open] [role='alert']")).stream()
                .anyMatch(alert -> alert.getText().contains(error)));
  }

  /** Does something that leaves the page, and waits until the next one is loaded. */
  public void leave(Runnable action) {
    driver.executeScript("window.left = true;");
    action.run();
    await(
        "another page",
        () ->
            (Boolean)
                driver.executeScript(
                    "return window.left !== true && document.readyState === 'complete'"));
  }

  /** Waits until the editor of the SQL page can be used. */
  public void awaitEditor() {
    await(
        "the editor",
        () ->
            (Boolean)
                driver.executeScript(
                    "return document.getElementById('sqleditor').shadowRoot !== null"));
  }

  /** Waits until something is so. */
  public void await(String what, BooleanSupplier condition) {
    new WebDriverWait(driver, PATIENCE, POLLING)
        .withMessage(() -> what + " at " + driver.getCurrentUrl() + "\n" + text())
        .ignoring(StaleElementReferenceException.class)
        .until(any -> condition.getAsBoolean());
  }

  /** The bytes to which a link of the page leads, requested by the browser. */
  public byte[] linked(String label) {
    String base64 =
        (String)
            driver.executeAsyncScript(
                "const done = arguments[1]; fetch(arguments[0]).then(async (response) => {"
                    + " const bytes = new Uint8Array(await response.arrayBuffer());"
                    + " done(response.ok ? btoa(String.fromCharCode(...bytes)) : null); });",
                control(label).getDomProperty("href"));
    assertThat(base64).as("the bytes of " + label).isNotNull();
    return Base64.getDecoder().decode(base64);
  }

  /** Sets the theme: {@code light} or {@code dark}. */
  public void theme(String theme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  /** Writes what the page looks like, as PNG. */
  public void screenshot(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The violations that axe finds in the page, as JSON. */
  public String violations() {
    driver.executeScript(AXE);
    return violations("{resultTypes: ['violations']}");
  }

  /**
   * The violations of the rules about colors in the page, as JSON; {@link #violations} must have
   * been called for the page.
   */
  public String contrastViolations() {
    return violations(
        "{runOnly: ['color-contrast', 'link-in-text-block'], resultTypes: ['violations']}");
  }

  private String violations(String options) {
    return (String)
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1]; axe.run("
                + options
                + ").then((found) => done(JSON.stringify(found.violations.map((rule) =>"
                + " [rule.id, rule.nodes.map((node) => node.html.slice(0, 200))]))));");
  }

  private static String axe() {
    try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URLs of all requests since the last call. */
  public List<String> requests() throws IOException {
    List<String> urls = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = JSON.readTree(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        String url = message.path("params").path("request").path("url").asText();
        // Icons of the browser's own controls are data in a style sheet, not requests.
        if (!url.startsWith("data:")) {
          urls.add(url);
        }
      }
    }
    return urls;
  }

  /** Errors and warnings of the console since the last call, except those of HTTP status codes. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !message.contains("the server responded with a status of"))
        .toList();
  }

  /** Ends the browser and deletes its files. */
  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
