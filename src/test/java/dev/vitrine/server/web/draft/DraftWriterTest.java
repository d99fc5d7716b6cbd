package dev.vitrine.server.web.draft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of requests to a service that does not respond, or responds with too much. */
@Timeout(60)
final class DraftWriterTest {
  private static final int MOST_REQUESTS = 4;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore arrived = new Semaphore(0);
  private final CountDownLatch respond = new CountDownLatch(1);
  private String text = "A draft.";
  private HttpServer service;

  @BeforeEach
  void serve() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setExecutor(threads);
    service.createContext("/", this::handle);
    service.start();
  }

  @AfterEach
  void stop() {
    respond.countDown();
    service.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      arrived.release();
      respond.await();
      byte[] body =
          ("{\"choices\":[{\"message\":{\"content\":\"" + text + "\"}}]}").getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private DraftWriter writer(Duration limit) {
    URI url = URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/");
    return new DraftWriter(new AiEndpoint(url, "model", Optional.empty()), limit);
  }

  private static VitrineException refusal(DraftWriter writer, String user) {
    return catchThrowableOfType(VitrineException.class, () -> writer.write(user, "facts"));
  }

  @Test
  void aServiceThatDoesNotRespondIsGivenUp() {
    VitrineException refusal = refusal(writer(Duration.ofMillis(200)), "alice");
    assertThat(refusal.code()).isEqualTo(ErrorCode.CANNOT_CONNECT);
    assertThat(refusal.getMessage()).contains("did not respond within");
  }

  @Test
  void fourDraftsAreWrittenAtOnceAndOneOfAUser() throws Exception {
    DraftWriter writer = writer(Duration.ofSeconds(50));
    List<CompletableFuture<String>> drafts = new ArrayList<>();
    for (int i = 0; i < MOST_REQUESTS; i++) {
      String user = "user" + i;
      drafts.add(CompletableFuture.supplyAsync(() -> writer.write(user, "facts"), threads));
    }
    assertThat(arrived.tryAcquire(MOST_REQUESTS, 30, TimeUnit.SECONDS)).isTrue();

    VitrineException ofUser = refusal(writer, "user0");
    VitrineException ofAll = refusal(writer, "another");
    assertThat(ofUser.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
    assertThat(ofUser.getMessage()).contains("for you");
    assertThat(ofAll.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
    assertThat(ofAll.getMessage()).contains(MOST_REQUESTS + " drafts");

    respond.countDown();
    for (CompletableFuture<String> draft : drafts) {
      assertThat(draft.get(30, TimeUnit.SECONDS)).isEqualTo("A draft.");
    }
    assertThat(writer.write("another", "facts")).isEqualTo("A draft.");
  }

  @Test
  void aLongDraftEndsWithAWholeCharacter() {
    text = "x" + "\uD83D\uDE00".repeat(DraftWriter.MOST_SENT / 2);
    respond.countDown();
    assertThat(writer(Duration.ofSeconds(50)).write("alice", "facts"))
        .hasSize(DraftWriter.MOST_SENT - 1)
        .endsWith("\uD83D\uDE00");
  }
}
