package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.TestStore;
import dev.vitrine.server.web.draft.AiEndpoint;
import dev.vitrine.server.web.draft.DraftWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drafts of descriptions by the service of {@code --ai-endpoint}, here a server of the test. */
final class DraftServiceTest {
  private static final String KEY = "key-of-the-operator";

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer service;
  private volatile Reply reply = exchange -> new byte[0];

  private interface Reply {
    byte[] to(HttpExchange exchange) throws Exception;
  }

  @BeforeEach
  void serve() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setExecutor(threads);
    service.createContext("/v1/chat/completions", this::handle);
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body = reply.to(exchange);
      if (exchange.getResponseCode() < 0) {
        exchange.sendResponseHeaders(200, 0);
      }
      exchange.getResponseBody().write(body);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private AiEndpoint endpoint() {
    return new AiEndpoint(
        URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/v1/chat/completions"),
        "small-model",
        Optional.of(KEY));
  }

  private TestServer server() {
    return TestServer.start(TestStore.H2.newUrl(), TestServer.SETTINGS.withAi(endpoint()));
  }

  private static Reply text(String content) {
    return exchange ->
        ("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + content + "\"}}]}")
            .getBytes(UTF_8);
  }

  private static void model(TestServer server) throws Exception {
    RestTest.sql(
        server,
        "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m COMMENT 'old';"
            + " CREATE USER dave WITH PASSWORD '"
            + TestServer.PASSWORD
            + "'");
  }

  @Test
  void theTextOfTheFieldIsSentAndTheDraftIsShownOnly() throws Exception {
    reply = text("A <b>draft</b> of the service");
    try (TestServer server = server()) {
      model(server);
      Browser admin = Browser.of(server, "admin");
      String path = "/change/model/c.s.m/comment";
      String form = admin.page(path);
      assertThat(form)
          .contains("Draft with small-model", "127.0.0.1", "Nothing else is sent")
          .contains(DraftWriter.INSTRUCTION)
          .doesNotContain(KEY);
      String facts = admin.page(path + "?suggest=true");
      assertThat(facts).contains("Describe the purpose of");
      assertThat(received).isEmpty();
      HttpResponse<String> drafted =
          admin.submit(path, "comment", "Facts: \"x\" is a double", "draft", "true");
      assertThat(drafted.statusCode()).isEqualTo(200);
      assertThat(drafted.body())
          .contains("A &lt;b&gt;draft&lt;/b&gt; of the service")
          .doesNotContain(KEY);
      assertThat(received)
          .singleElement()
          .satisfies(
              body ->
                  assertThat(body)
                      .isEqualTo(
                          "{\"model\":\"small-model\",\"messages\":[{\"role\":\"system\",\"content\":\""
                              + DraftWriter.INSTRUCTION
                              + "\"},{\"role\":\"user\",\"content\":\"Facts: \\\"x\\\" is a double\"}]}"));
      assertThat(keys).containsExactly("Bearer " + KEY);
      assertThat(admin.page("/models/c.s.m")).contains("<p>old</p>");
      assertThat(admin.page("/change/catalog/c/comment")).doesNotContain("Draft with");
    }
  }

  @Test
  void nothingIsSentForUsersWhoDoNotSeeTheModelOrWithoutTheOption() throws Exception {
    reply = text("secret");
    try (TestServer server = server()) {
      model(server);
      Browser dave = Browser.of(server, "dave");
      String path = "/change/model/c.s.m/comment";
      HttpResponse<String> hidden =
          dave.post(path, dave.token("/"), "comment", "facts", "draft", "true");
      assertThat(hidden.statusCode()).isEqualTo(404);
      RestTest.sql(server, "GRANT BROWSE ON CATALOG c TO dave");
      HttpResponse<String> refused =
          dave.post(path, dave.token("/"), "comment", "facts", "draft", "true");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("You need MANAGE on model c.s.m.");
      assertThat(received).isEmpty();
    }
    try (TestServer server = TestServer.start(TestStore.H2.newUrl())) {
      model(server);
      Browser admin = Browser.of(server, "admin");
      String path = "/change/model/c.s.m/comment";
      assertThat(admin.page(path)).contains(">Suggest</a>").doesNotContain("Draft with");
      // Without a service the button does not exist; its field is ignored.
      assertThat(admin.submit(path, "comment", "facts", "draft", "true").statusCode())
          .isEqualTo(303);
      assertThat(received).isEmpty();
    }
  }

  @Test
  void failuresOfTheServiceKeepTheTextOfTheUser() throws Exception {
    try (TestServer server = server()) {
      model(server);
      Browser admin = Browser.of(server, "admin");
      failed(
          admin,
          "my words",
          exchange -> {
            exchange.sendResponseHeaders(500, 0);
            return "key=".concat(KEY).getBytes(UTF_8);
          },
          "responded with HTTP status 500");
      failed(admin, "my words", exchange -> "no json".getBytes(UTF_8), "something else than JSON");
      failed(admin, "my words", exchange -> "{}".getBytes(UTF_8), "responded without a text");
      failed(admin, "my words", exchange -> new byte[300_000], "its response is too long");
      failed(
          admin,
          "my words",
          exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(302, 0);
            return new byte[0];
          },
          "responded with HTTP status 302");
      int before = received.size();
      failed(admin, "x".repeat(20_001), exchange -> new byte[0], "1 to 20000 characters");
      assertThat(received).hasSize(before);
      service.stop(0);
      failed(admin, "my words", exchange -> new byte[0], "could not be reached");
    }
  }

  private void failed(Browser browser, String text, Reply replied, String message)
      throws Exception {
    reply = replied;
    HttpResponse<String> response =
        browser.submit("/change/model/c.s.m/comment", "comment", text, "draft", "true");
    assertThat(response.statusCode()).as(message).isNotIn(200, 303, 500);
    assertThat(response.body()).contains(message, text).doesNotContain(KEY);
  }

  @Test
  void aUserHasOneDraftAtATime() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Reply late = text("late draft");
    reply =
        exchange -> {
          arrived.countDown();
          assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
          return late.to(exchange);
        };
    try (TestServer server = server()) {
      model(server);
      Browser admin = Browser.of(server, "admin");
      String path = "/change/model/c.s.m/comment";
      String token = admin.token(path);
      CompletableFuture<HttpResponse<String>> first =
          CompletableFuture.supplyAsync(() -> draft(admin, path, token), threads);
      assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(draft(admin, path, token).body()).contains("A draft for you is being written.");
      go.countDown();
      assertThat(first.get(60, TimeUnit.SECONDS).body()).contains("late draft");
      assertThat(received).hasSize(1);
    }
  }

  private static HttpResponse<String> draft(Browser browser, String path, String token) {
    try {
      return browser.post(path, token, "comment", "facts", "draft", "true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
