package dev.vitrine.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.Claims;
import dev.vitrine.session.OpenStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in of a browser with a real identity provider, which takes minutes to start. */
@EnabledIfSystemProperty(
    named = "vitrine.keycloak",
    matches = ".+",
    disabledReason = "needs the directory of a Keycloak distribution; -Pnightly has one")
final class KeycloakTest {
  private static final URI CALLBACK = URI.create("http://127.0.0.1:8080/signin/oidc/callback");

  @TempDir private Path folder;

  @Test
  void aUserOfKeycloakSignsIn() throws IOException, InterruptedException {
    try (Keycloak keycloak = new Keycloak(Path.of(System.getProperty("vitrine.keycloak")))) {
      OidcProvider provider = keycloak.provider(folder).withGroups("groups", null).creatingUsers();
      OidcClient client = new OidcClient(Keycloak.CLIENT, Optional.of(Keycloak.SECRET));
      for (TestStore kind : TestStore.values()) {
        TestRegistry registry = TestRegistry.open(kind);
        StoreAuthenticator authenticator =
            new StoreAuthenticator(OpenStores.at(registry.url()), Clock.systemUTC())
                .accepting(provider.withClient(client));
        OidcSignIn signIn = authenticator.oidcSignIn().orElseThrow();
        String secret = OidcSignIn.newSecret();
        URI response = keycloak.visit(signIn.begin(secret, CALLBACK));
        BrowserSecret session =
            signIn.complete(secret, CALLBACK, response, InetAddress.getLoopbackAddress());
        Authenticated user = authenticator.browserSessions().find(session.value()).orElseThrow();
        assertThat(user.user()).isEqualTo(Keycloak.USER);
        assertThat(user.claims()).isEqualTo(Claims.of(List.of(Keycloak.GROUP), null));
      }
    }
  }
}
