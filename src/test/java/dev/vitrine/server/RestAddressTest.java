package dev.vitrine.server;

import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.directory;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.error.VitrineException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the urls of files say that the server is: what no proxy can make up for others. */
final class RestAddressTest {
  private static final String[] FORWARDED = {
    "X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example, models.example.com"
  };

  private static String url(ServerSettings settings, String... headers) throws Exception {
    try (TestServer server = TestServer.start(TestStore.H2.newUrl(), settings)) {
      RestTest.sql(server, "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
      Rest admin = new Rest(server, "admin");
      long version = admin.begin("c.s.m");
      String path = "{\"path\":\"" + directory("c.s.m", version) + "/f\"}";
      String[] all = new String[headers.length + 4];
      System.arraycopy(headers, 0, all, 4, headers.length);
      all[0] = "Authorization";
      all[1] = admin.authorization();
      all[2] = "Content-Type";
      all[3] = "application/json";
      String url =
          Rest.raw(
                  "POST",
                  server.httpUrl() + FILES + "/create-upload-url",
                  path.getBytes(UTF_8),
                  all)
              .ok()
              .body()
              .path("url")
              .asText();
      assertThat(url).contains(FILES + "/signed/");
      // The path is independent of a forwarded prefix.
      Rest.raw("PUT", server.httpUrl() + url.substring(url.indexOf(FILES)), new byte[0]).ok();
      return url.substring(0, url.indexOf(FILES)).replace(server.httpUrl(), "SERVER");
    }
  }

  @Test
  void forwardingHeadersAreAcceptedFromTrustedProxiesOnly() throws Exception {
    ServerSettings local = TestServer.SETTINGS;
    assertThat(url(local)).isEqualTo("SERVER");
    assertThat(url(local, FORWARDED)).isEqualTo("SERVER");
    assertThat(url(local.withProxies(TrustedProxies.of(List.of("192.0.2.1"))), FORWARDED))
        .isEqualTo("SERVER");
    ServerSettings proxied = local.withProxies(TrustedProxies.of(List.of("127.0.0.1")));
    assertThat(url(proxied, FORWARDED)).isEqualTo("https://models.example.com");
    assertThat(url(proxied)).isEqualTo("SERVER");
  }

  @Test
  void theConfiguredUrlTakesPrecedence() throws Exception {
    ServerSettings told =
        TestServer.SETTINGS
            .withProxies(TrustedProxies.of(List.of("127.0.0.1")))
            .withPublicUrl("https://models.example.com:8443/a/b/");
    assertThat(url(told, FORWARDED)).isEqualTo("https://models.example.com:8443/a/b");
    for (String bad :
        List.of("models.example.com", "ftp://x", "https://", "https://x?a", "https://u@x", "x y")) {
      assertThatThrownBy(() -> TestServer.SETTINGS.withPublicUrl(bad))
          .isInstanceOf(VitrineException.class)
          .hasMessageContaining("is not the URL of a server");
    }
  }
}
