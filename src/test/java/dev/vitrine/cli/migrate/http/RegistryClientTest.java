package dev.vitrine.cli.migrate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests of an import to servers that break off, hang or are overloaded. */
@Timeout(120)
final class RegistryClientTest {
  @TempDir Path directory;

  /** Sends one of two bytes. */
  private static void half(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 2);
    exchange.getResponseBody().write('{');
    exchange.getResponseBody().flush();
  }

  @Test
  void bodiesThatBreakOffAreReadAgain() throws Exception {
    try (StubRegistry server =
        new StubRegistry(
            (exchange, request) -> {
              if (request % 2 == 1) {
                half(exchange);
              } else {
                StubRegistry.json(exchange, "{}");
              }
            })) {
      RegistryClient client = server.client();
      Path file = directory.resolve("file");
      AtomicLong received = new AtomicLong();
      assertThat(client.get("/x", Map.of()).isEmpty()).isTrue();
      assertThat(client.download("/x", file, 10, received::addAndGet)).isEqualTo(2);
      assertThat(
              client.downloadSigned(
                  server.url() + "/s", Map.of("X-Header", "1"), "f", file, 10, bytes -> {}))
          .isEqualTo(2);
      assertThat(Files.readString(file)).isEqualTo("{}");
      assertThat(received).hasValue(2);
      assertThat(server.requests()).isEqualTo(6);
    }
  }

  @Test
  void bodiesThatAlwaysBreakOffAreAFailure() {
    try (StubRegistry server = new StubRegistry((exchange, request) -> half(exchange))) {
      RegistryClient client = server.client();
      assertThatThrownBy(() -> client.get("/x", Map.of()))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("broke off its response to /x");
      assertThat(server.requests()).isEqualTo(4);
      // A request that changes something is not repeated.
      assertThatThrownBy(() -> client.post("/x", JsonNodeFactory.instance.objectNode()))
          .isInstanceOf(MigrationException.class);
      assertThat(server.requests()).isEqualTo(5);
      assertThatThrownBy(() -> client.postIdempotent("/x", JsonNodeFactory.instance.objectNode()))
          .isInstanceOf(MigrationException.class);
      assertThat(server.requests()).isEqualTo(9);
    }
  }

  @Test
  void aBodyWithoutBytesEnds() {
    CountDownLatch end = new CountDownLatch(1);
    try (StubRegistry server =
        new StubRegistry(
            (exchange, request) -> {
              half(exchange);
              end.await(100, TimeUnit.SECONDS);
            })) {
      RegistryClient client = server.client(Duration.ofMillis(200));
      assertThatThrownBy(() -> client.download("/x", directory.resolve("file"), 10, bytes -> {}))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("no bytes for");
      assertThat(server.requests()).isEqualTo(4);
      end.countDown();
    }
  }

  @Test
  void overloadedServersAreAskedAgain() throws Exception {
    try (StubRegistry server =
        new StubRegistry(
            (exchange, request) -> {
              if (request < 4) {
                exchange.getResponseHeaders().add("Retry-After", "0");
                exchange.sendResponseHeaders(List.of(429, 502, 503).get(request - 1), -1);
              } else {
                StubRegistry.json(exchange, "{}");
              }
            })) {
      server.client().get("/x", Map.of());
      assertThat(server.requests()).isEqualTo(4);
    }
  }

  @Test
  void uploadsAreSentAgain() throws Exception {
    Path file = directory.resolve("file");
    Files.writeString(file, "content");
    String[] body = {""};
    try (StubRegistry server =
        new StubRegistry(
            (exchange, request) -> {
              body[0] = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
              exchange.sendResponseHeaders(request < 3 ? 503 : 200, -1);
            })) {
      server.client().upload(server.url() + "/signed", file);
      assertThat(body[0]).isEqualTo("content");
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void longFilesAreRefused() throws Exception {
    try (StubRegistry server =
        new StubRegistry((exchange, request) -> StubRegistry.json(exchange, "1234567890"))) {
      Path file = directory.resolve("file");
      RegistryClient client = server.client();
      assertThat(client.download("/x", file, 10, bytes -> {})).isEqualTo(10);
      assertThatThrownBy(() -> client.download("/x", file, 9, bytes -> {}))
          .hasMessage(server.url() + "/x has more than 9 bytes.");
    }
  }

  @Test
  void uploadsHaveTimeForTheirSize() {
    assertThat(RegistryClient.uploadLimit(0)).isEqualTo(Duration.ofMinutes(2));
    assertThat(RegistryClient.uploadLimit(5L << 30)).isGreaterThan(Duration.ofHours(5));
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    Instant now = Instant.parse("2026-11-30T12:00:00Z");
    assertThat(RetryAfter.milliseconds("7", now)).isEqualTo(7_000);
    assertThat(RetryAfter.milliseconds("999999", now)).isEqualTo(30_000);
    assertThat(RetryAfter.milliseconds("Mon, 30 Nov 2026 12:00:09 GMT", now)).isEqualTo(9_000);
    assertThat(RetryAfter.milliseconds("Mon, 30 Nov 2026 13:00:00 GMT", now)).isEqualTo(30_000);
    assertThat(RetryAfter.milliseconds("Mon, 30 Nov 2026 11:00:00 GMT", now)).isZero();
    assertThat(RetryAfter.milliseconds("Fri, 31 Dec 9999 23:59:59 GMT", now)).isEqualTo(30_000);
    for (String invalid : List.of("", "-1", "soon", "2026-11-30", "99999999999999999999")) {
      assertThat(RetryAfter.milliseconds(invalid, now)).as(invalid).isZero();
    }
  }

  @Test
  void malformedSignedUrlsAreFailures() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    try (StubRegistry server = new StubRegistry((exchange, request) -> {})) {
      RegistryClient client = server.client();
      for (String url : List.of("", "no url", "mailto:x", "http://[secret")) {
        assertThatThrownBy(() -> client.upload(url, file))
            .isInstanceOf(MigrationException.class)
            .hasMessageEndingWith("returned a malformed URL for an upload.");
        assertThatThrownBy(() -> client.downloadSigned(url, Map.of(), "f", file, 10, bytes -> {}))
            .isInstanceOf(MigrationException.class)
            .hasMessageEndingWith("returned a malformed URL of f.");
      }
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void longListsOfVitrineHaveSeveralChunks() throws Exception {
    try (StubRegistry server =
        new StubRegistry(
            (exchange, request) -> {
              String rows = "\"data_array\": [[\"c.s.m%d\"]]".formatted(request);
              String next = request < 3 ? ", \"next_chunk_index\": " + request : "";
              boolean first = exchange.getRequestURI().getPath().endsWith("/statements");
              StubRegistry.json(
                  exchange,
                  first
                      ? "{\"statement_id\": \"id\", \"status\": {\"state\": \"SUCCEEDED\"},"
                          + " \"result\": {"
                          + rows
                          + next
                          + "}}"
                      : "{" + rows + next + "}");
            })) {
      assertThat(new SqlClient(server.client()).rows(new SqlStatement("SELECT 1")))
          .extracting(row -> row.path(0).asText())
          .containsExactly("c.s.m1", "c.s.m2", "c.s.m3");
    }
  }

  @Test
  void aRedirectIsAFailureAndCarriesNoCredentials() {
    List<String> asked = new CopyOnWriteArrayList<>();
    try (StubRegistry other =
            new StubRegistry(
                (exchange, request) -> {
                  asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders());
                  StubRegistry.json(exchange, "{}");
                });
        StubRegistry server =
            new StubRegistry(
                (exchange, request) -> {
                  exchange.getResponseHeaders().set("Location", other.url() + "/x");
                  exchange.sendResponseHeaders(300 + request % 9, -1);
                })) {
      RegistryClient client = server.client();
      for (int i = 0; i < 9; i++) {
        assertThatThrownBy(() -> client.get("/x", Map.of()))
            .isInstanceOf(MigrationException.class)
            .hasMessageContaining(server.url() + "/x is redirected");
      }
      assertThatThrownBy(
              () ->
                  client.downloadSigned(
                      server.url() + "/s?signature=secret",
                      Map.of(),
                      "f",
                      directory.resolve("f"),
                      10,
                      bytes -> {}))
          .hasMessageContaining("the signed URL of f at " + server.url() + " is redirected")
          .message()
          .doesNotContain("secret");
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void aMessageNamesTheServerAndWhyItDoesNotRespond() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    Map<String, String> reasons =
        Map.of(
            "http://127.0.0.1:" + closed,
            "the connection is refused",
            "http://registry.invalid:81",
            "its host name is unknown");
    reasons.forEach(
        (server, reason) ->
            assertThatThrownBy(() -> client(server).get("/x", Map.of()))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith(server + " did not respond to /x: " + reason));
    SSLHandshakeException untrusted = new SSLHandshakeException("x");
    assertThat(RequestPlace.reason(untrusted)).isEqualTo("TLS failed: x");
    untrusted.initCause(new CertificateException("no name"));
    assertThat(RequestPlace.reason(untrusted)).contains("-Djavax.net.ssl.trustStore=FILE");
  }

  private static RegistryClient client(String server) {
    return new RegistryClient(
        server,
        ServerCredentials.of(Map.of(), "A", "B", "C"),
        Duration.ofSeconds(5),
        Duration.ofMillis(1));
  }
}
