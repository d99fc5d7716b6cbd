package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.authentication.MockProvider;
import dev.vitrine.authentication.OidcClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages with which a browser signs in at an identity provider. */
final class ProviderPagesTest {
  @TempDir private Path folder;

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static String path(URI address) {
    return address.getRawPath() + "?" + address.getRawQuery();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aBrowserSignsInAtTheProviderAndComesBack(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE USER alice");
    OidcClient client = new OidcClient(MockProvider.CLIENT, Optional.of("client-s3cret"));
    try (MockProvider provider = new MockProvider(folder);
        TestServer server =
            TestServer.start(
                registry.url(),
                TestServer.SETTINGS,
                own -> own.accepting(provider.provider().withClient(client)))) {
      Browser browser = new Browser(server);
      String link = "/signin/oidc?next=%2Fmodels%2Fa.b.c%3Ftab%3Duse";
      assertThat(browser.page("/signin?next=%2Fmodels%2Fa.b.c%3Ftab%3Duse")).contains(link);

      provider.signsIn("alice", List.of());
      URI back = MockProvider.visit(URI.create(location(browser.get(link))));
      assertThat(back.toString()).startsWith(server.httpUrl() + "/signin/oidc/callback?");
      Browser victim = new Browser(server);
      HttpResponse<String> foreign = victim.get(path(back));
      assertThat(foreign.statusCode()).isEqualTo(401);
      assertThat(foreign.body()).contains("does not belong to a sign-in of this browser");
      assertThat(victim.cookies()).doesNotContainKey("vitrine");

      HttpResponse<String> answer =
          browser.get(path(back), "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate");
      assertThat(location(answer)).isEqualTo("/models/a.b.c?tab=use");
      assertThat(browser.page("/")).contains("alice");
      assertThat(browser.cookies()).doesNotContainKey("vitrine-provider");

      HttpResponse<String> again = browser.get(path(back));
      assertThat(again.statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aServerWithoutProviderOffersNone() throws Exception {
    TestRegistry registry = TestRegistry.open(TestStore.H2);
    try (TestServer server = TestServer.start(registry.url())) {
      Browser browser = new Browser(server);
      assertThat(browser.page("/signin")).doesNotContain("/signin/oidc");
      assertThat(browser.get("/signin/oidc").statusCode()).isEqualTo(401);
      assertThat(browser.get("/signin/oidc/callback?code=1&state=2").statusCode()).isEqualTo(401);
    }
  }
}
