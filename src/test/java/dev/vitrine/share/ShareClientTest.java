package dev.vitrine.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.share.ShareException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of the sharing protocol with a provider that misbehaves. */
final class ShareClientTest {
  /** As much memory as a response needs. */
  private static MemoryAccount memory() {
    return new MemoryBudget(1L << 32, Duration.ZERO).open(1);
  }

  private static final ShareSettings LOOPBACK = ShareSettings.DEFAULT.withLoopback();
  private StubProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = new StubProvider();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private ShareClient client() {
    return new ShareClient(ShareCredential.parse(provider.activation()), LOOPBACK);
  }

  private void refused(Reason reason, String message) {
    assertThatThrownBy(() -> client().content("s", "", memory()))
        .isInstanceOfSatisfying(
            ShareException.class, failure -> assertThat(failure.reason()).isEqualTo(reason))
        .hasMessageContaining(message)
        .hasMessageNotContaining(StubProvider.TOKEN);
  }

  @Test
  void contentIsRead() throws Exception {
    String file = provider.file(2, "model/a b%.txt", "hello");
    provider.share(
        "r1",
        "\"comment\":\"Churn\",\"tags\":{\"k\":\"v\"},\"aliases\":{\"Champion\":2,\"Gone\":9},"
            + "\"versions\":[2,1]",
        StubProvider.version(2, file),
        StubProvider.version(1));
    SharedContent content = client().content("s", "", memory()).orElseThrow();
    assertThat(content.revision()).isEqualTo("r1");
    SharedContent.SharedModel model = content.models().get(0);
    assertThat(model.schema()).isEqualTo("ml");
    assertThat(model.comment()).contains("Churn");
    assertThat(model.aliases()).containsOnly(java.util.Map.entry("Champion", 2L));
    assertThat(model.versions()).extracting(version -> version.number()).containsExactly(1L, 2L);
    assertThat(model.versions().get(1).files()).hasSize(1);
    assertThat(client().shares(memory()))
        .containsExactly(new ShareClient.Share("s", Optional.of("all models")));
    assertThat(client().content("s", "r1", memory())).isEmpty();
  }

  @Test
  void pagesAreFollowed() throws Exception {
    provider.share("r1", "\"tags\":{}", StubProvider.version(1));
    provider.json(
        "/shares/s/models/ml/churn/versions",
        "{\"versions\":[" + StubProvider.version(1) + "],\"next_page_token\":\"a/b\"}");
    provider.json(
        "/shares/s/models/ml/churn/versions?page_token=a%2Fb",
        "{\"versions\":[" + StubProvider.version(2) + "]}");
    assertThat(client().content("s", "", memory()).orElseThrow().models().get(0).versions())
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schema\":\"ml\",\"name\":\"a.b\"}",
        "{\"schema\":\"ml\",\"name\":\"a/b\"}",
        "{\"schema\":\"\",\"name\":\"a\"}",
        "{\"schema\":\"ml\",\"name\":7}",
        "{\"schema\":\"information_schema\",\"name\":\"a\"}",
        "{\"schema\":\"ml\",\"name\":\"\\u0000\"}",
        "{\"schema\":\"ml\",\"name\":\"a\",\"comment\":\"\\ud800\"}",
        "{\"schema\":\"ml\",\"name\":\"a\",\"tags\":{\"a.b\":\"v\"}}",
        "{\"schema\":\"ml\",\"name\":\"a\",\"tags\":{\"k\":7}}",
        "{\"schema\":\"ml\",\"name\":\"a\",\"aliases\":{\"latest\":1}}",
        "{\"schema\":\"ml\",\"name\":\"a\",\"aliases\":{\"x\":1,\"X\":1}}",
        "{\"schema\":\"ml\",\"name\":\"a\",\"aliases\":{\"x\":\"1\"}}",
        "{\"schema\":\"ml\",\"name\":\"a\"},{\"schema\":\"ML\",\"name\":\"A\"}"
      })
  void invalidModelsAreRefused(String models) {
    provider.share("r1", "\"tags\":{}");
    provider.json("/shares/s/models", "{\"models\":[" + models + "]}");
    provider.json("/shares/s/models/ml/a/versions", "{\"versions\":[]}");
    refused(Reason.INVALID, "The provider sent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "/x",
        "a//b",
        "a/./b",
        "a/..",
        "a\\\\b",
        "",
        "a\\u0000",
        "a\\nb",
        "a\\ud800"
      })
  void invalidPathsAreRefused(String path) {
    provider.share(
        "r1", "\"tags\":{}", StubProvider.version(1, StubProvider.listed(path, "content")));
    refused(Reason.INVALID, "invalid path");
  }

  @Test
  void invalidVersionsAreRefused() {
    String digest = "0".repeat(64);
    for (String version :
        List.of(
            StubProvider.version(0),
            StubProvider.version(1) + "," + StubProvider.version(1),
            StubProvider.version(1).replace("1764522000000", "-1"),
            StubProvider.version(1).replace("1764522000000", "999999999999999999"),
            StubProvider.version(1, "{\"path\":\"a\",\"size\":-1,\"sha256\":\"" + digest + "\"}"),
            StubProvider.version(1, "{\"path\":\"a\",\"size\":1,\"sha256\":\"../../etc\"}"),
            StubProvider.version(1, StubProvider.listed("a", "x"), StubProvider.listed("a/b", "x")),
            StubProvider.version(
                1, StubProvider.listed("a", "x"), StubProvider.listed("a", "x")))) {
      provider.share("r1", "\"tags\":{}", version);
      refused(Reason.INVALID, "The provider sent");
    }
  }

  @Test
  void tooManyModelsAreRefused() {
    provider.share("r1", "\"tags\":{}");
    provider.json(
        "/shares/s/models",
        IntStream.range(0, 1_001)
            .mapToObj(i -> "{\"schema\":\"ml\",\"name\":\"m" + i + "\"}")
            .collect(Collectors.joining(",", "{\"models\":[", "]}")));
    refused(Reason.INVALID, "more than 1000 models");
  }

  @Test
  void pagesWithoutAnEndAreRefused() {
    provider.share("r1", "\"tags\":{}");
    provider.json("/shares/s/models", "{\"models\":[],\"next_page_token\":\"x\"}");
    refused(Reason.INVALID, "pages without an end");
    String page =
        "{\"versions\":[%s],\"next_page_token\":\"x\"}".formatted(StubProvider.version(1));
    provider.share("r1", "\"tags\":{}");
    provider.json("/shares/s/models/ml/churn/versions", page);
    provider.json(
        "/shares/s/models/ml/churn/versions?page_token=x",
        page.replace("\"version\":1", "\"version\":2"));
    refused(Reason.INVALID, "pages without an end");
  }

  @Test
  void largeResponsesAreRefused() {
    provider.share("r1", "\"tags\":{}");
    provider.on(
        "/shares/s/models",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = " ".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.UTF_8);
          for (int i = 0; i < 64; i++) {
            exchange.getResponseBody().write(spaces);
          }
        });
    refused(Reason.INVALID, "more than 8192 KiB");
  }

  @Test
  void otherTextIsRefused() {
    provider.share("r1", "\"tags\":{}");
    provider.json("/shares/s/models", "<html>");
    refused(Reason.INVALID, "did not send JSON");
    provider.json("/shares/s/models", "[".repeat(100_000));
    refused(Reason.INVALID, "did not send JSON");
    provider.json("/shares/s/models", "{}");
    refused(Reason.INVALID, "without a list");
    provider.json("/shares/s", "{\"revision\":\"\\r\\nX: y\"}");
    refused(Reason.INVALID, "invalid revision");
  }

  @Test
  void refusalsAreToldFromFailures() {
    for (int status : List.of(401, 403, 404)) {
      provider.fail(status);
      refused(status == 401 ? Reason.UNAUTHORIZED : Reason.REFUSED, "The provider does not");
    }
    for (int status : List.of(400, 500, 503)) {
      provider.fail(status);
      refused(Reason.UNREACHABLE, "HTTP status " + status);
    }
  }

  @Test
  void aModelThatIsRemovedMeanwhileDoesNotEndTheShare() throws Exception {
    String versions = "/shares/s/models/ml/churn/versions";
    provider.share("r1", "\"tags\":{}", StubProvider.version(1));
    provider.on(
        versions,
        exchange -> {
          provider.json("/shares/s", "{\"revision\":\"r2\"}");
          provider.json("/shares/s/models", "{\"models\":[]}");
          exchange.sendResponseHeaders(404, -1);
        });
    SharedContent content = client().content("s", "r0", memory()).orElseThrow();
    assertThat(content.revision()).isEqualTo("r2");
    assertThat(content.models()).isEmpty();
    provider.share("r3", "\"tags\":{}");
    provider.remove(versions);
    refused(Reason.UNREACHABLE, "changed while it was read");
    assertThat(provider.count(versions)).isEqualTo(3);
  }

  /** The rest of a response arrives byte by byte, until the client closes the connection. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 20})
  void slowResponsesHaveATimeLimit(long length) throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    provider.on(
        "/shares",
        exchange -> {
          exchange.sendResponseHeaders(200, length);
          try {
            while (!closed.await(20, TimeUnit.MILLISECONDS)) {
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
            }
          } catch (IOException end) {
            closed.countDown();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
    ShareHttp http =
        new ShareHttp(
            ShareCredential.parse(provider.activation()),
            LOOPBACK,
            (SSLSocketFactory) SSLSocketFactory.getDefault());
    assertThatThrownBy(
            () -> http.get("/shares", null, Duration.ofSeconds(1), bytes -> bytes.readAllBytes()))
        .isInstanceOf(ShareException.class)
        .hasMessageContaining("within 1 seconds");
    assertThat(closed.await(60, TimeUnit.SECONDS)).as("the connection is closed").isTrue();
  }

  @Test
  void redirectsAreNotFollowed() {
    for (int status : List.of(301, 302, 303, 307, 308)) {
      provider.fail(status);
      refused(Reason.UNREACHABLE, "redirects");
    }
    assertThat(provider.count("elsewhere")).isZero();
  }

  @Test
  void aStoppedProviderIsUnreachable() {
    ShareClient client = client();
    provider.close();
    assertThatThrownBy(() -> client.content("s", "", memory()))
        .isInstanceOfSatisfying(
            ShareException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE));
  }

  @Test
  void thisMachineNeedsTheOption() {
    ShareClient client =
        new ShareClient(ShareCredential.parse(provider.activation()), ShareSettings.DEFAULT);
    assertThatThrownBy(() -> client.content("s", "", memory()))
        .hasMessageContaining("this machine");
    assertThat(provider.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:1",
        "https://[::1]:1",
        "https://localhost:1",
        "https://10.0.0.1",
        "https://172.16.0.1",
        "https://192.168.1.1",
        "https://100.64.0.1",
        "https://169.254.169.254",
        "https://[fe80::1]",
        "https://[fd00::1]",
        "https://[::ffff:10.0.0.1]",
        "https://[64:ff9b::a00:1]",
        "https://[2002:a00:1::]",
        "https://0.0.0.0",
        "https://224.0.0.1",
        "https://255.255.255.255",
        "https://2130706433",
        "https://0x7f.1",
        "http://10.0.0.1",
        "http://192.0.2.1"
      })
  void forbiddenAddressesAreNotContacted(String endpoint) {
    ShareClient client =
        new ShareClient(
            new ShareCredential(endpoint, "token", Optional.empty()), ShareSettings.DEFAULT);
    assertThatThrownBy(() -> client.shares(memory()))
        .isInstanceOfSatisfying(
            ShareException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE))
        .hasMessageMatching(
            "The (address of the provider is (this machine|not that of a host|in a private"
                + " network)|endpoint of the provider is not an https URL"
                + "|host name of the provider is unknown)\\.");
  }

  @Test
  void theOperatorAllowsPrivateAddresses() throws Exception {
    ShareSettings settings =
        new ShareSettings(
            false,
            List.of("10.1.0.0/16", "fd00::/8", "models.example.com"),
            ShareSettings.DEFAULT.refreshAfter(),
            ShareSettings.DEFAULT.staleFor(),
            1);
    AddressRules rules = new AddressRules(settings);
    rules.require("a", InetAddress.getByName("10.1.255.255"));
    rules.require("a", InetAddress.getByName("fd12::1"));
    rules.require("MODELS.example.com", InetAddress.getByName("192.168.0.1"));
    rules.require("a", InetAddress.getByName("8.8.8.8"));
    for (String other : List.of("10.2.0.0", "192.168.0.1", "127.0.0.1", "fe80::1")) {
      assertThatThrownBy(() -> rules.require("a", InetAddress.getByName(other)))
          .isInstanceOf(ForbiddenAddressException.class);
    }
    assertThatThrownBy(() -> new ShareSettings(false, List.of("10.0.0.0/33"), null, null, 1))
        .hasMessageContaining("not a range");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "{}",
        "{\"shareCredentialsVersion\":2,\"endpoint\":\"https://a\",\"bearerToken\":\"secret\"}",
        "{\"shareCredentialsVersion\":1,\"endpoint\":\"ftp://a\",\"bearerToken\":\"secret\"}",
        "{\"shareCredentialsVersion\":1,\"endpoint\":\"https://u:p@a\",\"bearerToken\":\"secret\"}",
        "{\"shareCredentialsVersion\":1,\"endpoint\":\"https://a?b\",\"bearerToken\":\"secret\"}",
        "{\"shareCredentialsVersion\":1,\"endpoint\":\"secret\",\"bearerToken\":\"secret\"}",
        "{\"shareCredentialsVersion\":1,\"endpoint\":\"https://a\",\"bearerToken\":\"sec\\nret\"}",
        "{\"shareCredentialsVersion\":1,\"endpoint\":\"https://a\",\"bearerToken\":\"\"}",
        "{\"shareCredentialsVersion\":1,\"endpoint\":\"https://a\",\"bearerToken\":\"secret\","
            + "\"expirationTime\":\"secret\"}"
      })
  void malformedActivationsAreRefusedWithoutTheirText(String text) {
    assertThatThrownBy(() -> ShareCredential.parse(text))
        .isInstanceOfSatisfying(
            VitrineException.class,
            error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageNotContaining("secret");
  }

  /** The response is refused before its tree is built. */
  @Test
  void aShareForWhichThereIsNoMemoryFailsAlone() throws Exception {
    provider.share("r1", "\"aliases\":{}", StubProvider.version(1));
    String files =
        IntStream.range(0, 2_000)
            .mapToObj(number -> StubProvider.listed("file" + number, "x"))
            .collect(Collectors.joining(","));
    provider.json(
        "/shares/s/models/ml/churn/versions",
        "{\"versions\":[" + StubProvider.version(1, files) + "]}");
    MemoryBudget budget = new MemoryBudget(1 << 20, Duration.ZERO);
    try (MemoryAccount memory = budget.open(1)) {
      assertThatThrownBy(() -> client().content("s", "", memory))
          .isInstanceOfSatisfying(
              VitrineException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
    }
    assertThat(budget.used()).isZero();
    MemoryBudget enough = new MemoryBudget(8 << 20, Duration.ZERO);
    try (MemoryAccount memory = enough.open(1)) {
      assertThat(client().content("s", "", memory)).isPresent();
      assertThat(memory.reserved()).as("its content remains").isBetween(600_000L, 1_200_000L);
    }
  }
}
