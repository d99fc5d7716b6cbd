package dev.vitrine.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The content of a server's log. */
final class LogTest {
  private final PrintStream original = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void catchLog() {
    System.setErr(new PrintStream(written, true, UTF_8));
  }

  @AfterEach
  void restore() {
    LogSettings.serve(LogSettings.Format.TEXT, LogSettings.Detail.WARN);
    System.setErr(original);
  }

  private static void get(TestServer server, String path, String id) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.httpUrl() + path))
            .header("X-Request-Id", id)
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  private List<String> lines() {
    return written.toString(UTF_8).lines().toList();
  }

  @Test
  void linesAreJsonWithTheIdOfTheRequest() throws Exception {
    LogSettings.serve(LogSettings.Format.JSON, LogSettings.Detail.INFO);
    try (TestServer server = TestServer.start(TestStore.H2.newUrl())) {
      get(server, "/health", "first");
      get(server, "/no/such?secret=x", "second");
    }
    List<JsonNode> entries = new ArrayList<>();
    for (String line : lines()) {
      entries.add(new ObjectMapper().readTree(line));
    }
    assertThat(entries).hasSizeGreaterThanOrEqualTo(4);
    assertThat(entries)
        .anySatisfy(
            entry -> {
              assertThat(entry.path("mdc").path("request").asText()).isEqualTo("first");
              assertThat(entry.path("kvpList").toString()).contains("/health", "200");
              assertThat(entry.path("level").asText()).isEqualTo("INFO");
            });
    assertThat(entries)
        .anySatisfy(
            entry -> {
              assertThat(entry.path("mdc").path("request").asText()).isEqualTo("second");
              assertThat(entry.path("kvpList").toString()).contains("none", "404");
            });
    assertThat(written.toString(UTF_8)).doesNotContain("secret=x", "/no/such");
  }

  @Test
  void textIsKeysAndValuesInOneLine() throws Exception {
    LogSettings.serve(LogSettings.Format.TEXT, LogSettings.Detail.INFO);
    try (TestServer server = TestServer.start(TestStore.H2.newUrl())) {
      get(server, "/health", "first");
    }
    LoggerFactory.getLogger("dev.vitrine.server.x").info("two\nlines \"quoted\"");
    assertThat(lines())
        .allSatisfy(line -> assertThat(line).matches("time=\\S+ level=\\S+ logger=\\S+ .*"))
        .anyMatch(
            line ->
                line.matches(
                    ".* request=first message=\"Answered\" method=GET route=/health status=200"
                        + " milliseconds=\\d+"))
        .anyMatch(line -> line.endsWith("logger=x message=\"two lines 'quoted'\""));
  }

  @Test
  void aShellWritesWarningsOnly() throws Exception {
    LogSettings.serve(LogSettings.Format.TEXT, LogSettings.Detail.WARN);
    try (TestServer server = TestServer.start(TestStore.H2.newUrl())) {
      get(server, "/health", "first");
    }
    assertThat(lines()).isEmpty();
  }

  @Test
  void secretsAreNeverWritten() throws Exception {
    LogSettings.serve(LogSettings.Format.JSON, LogSettings.Detail.DEBUG);
    List<String> secrets = new ArrayList<>(List.of(TestServer.PASSWORD, "open sesame", "guessed"));
    try (TestServer server = TestServer.start(TestStore.POSTGRESQL.newUrl())) {
      try (Client admin = TestRegistry.on(server.connect("admin"))) {
        admin.run("CREATE USER eve WITH PASSWORD 'open sesame'");
        admin.fails("CREATE USER eve WITH PASSWORD 'open sesame'");
        admin.fails("CREATE USERS eve WITH PASSWORD 'open sesame'");
        admin.run("ALTER USER eve SET PASSWORD 'open sesame'");
        String token = (String) admin.rows("CREATE TOKEN").get(0).get(1);
        secrets.add(token.substring(4));
        server.connectWith(token).close();
        refused(server, "eve", "guessed");
        get(server, "/health?accessToken=" + token, "x");
      }
    }
    assertThat(lines()).hasSizeGreaterThan(10);
    assertThat(written.toString(UTF_8)).doesNotContain(secrets.toArray(new String[0]));
  }

  private static void refused(TestServer server, String user, String password) {
    try {
      server.connect(user, password).close();
    } catch (SQLException refusal) {
      assertThat(refusal.getSQLState()).isEqualTo("28000");
      return;
    }
    throw new AssertionError("let in");
  }
}
