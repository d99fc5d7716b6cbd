package dev.vitrine.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.Claims;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.OpenStores;
import dev.vitrine.store.Store;
import dev.vitrine.store.principal.LoginCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sign-in of browsers with an identity provider. */
final class OidcSignInTest {
  private static final URI CALLBACK = URI.create("http://127.0.0.1:8080/signin/oidc/callback");
  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;

  private MockProvider provider;
  private Store store;
  private Client admin;
  private StoreAuthenticator authenticator;
  private OidcSignIn signIn;

  @BeforeEach
  void start() throws IOException {
    provider = new MockProvider(folder);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private void open(TestStore kind, OidcProvider settings) {
    TestRegistry registry = TestRegistry.open(kind);
    admin = registry.admin();
    admin.run("CREATE USER alice");
    store = OpenStores.at(registry.url());
    accept(settings);
  }

  private void accept(OidcProvider settings) {
    authenticator =
        new StoreAuthenticator(store, Clock.systemUTC())
            .accepting(
                settings.withClient(
                    new OidcClient(MockProvider.CLIENT, Optional.of("client-s3cret"))));
    signIn = authenticator.oidcSignIn().orElseThrow();
  }

  private URI visited(String secret) throws IOException {
    return MockProvider.visit(signIn.begin(secret, CALLBACK));
  }

  private Optional<Authenticated> complete(String secret, URI response) {
    BrowserSecret session = signIn.complete(secret, CALLBACK, response, LOCAL);
    return authenticator.browserSessions().find(session.value());
  }

  private static String refused(ThrowingCallable attempt) {
    VitrineException refusal = catchThrowableOfType(VitrineException.class, attempt);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(refusal.hint()).isNotEmpty();
    return refusal.problem();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aUserOfTheProviderSignsIn(TestStore kind) throws IOException {
    open(kind, provider.provider().withGroups("groups", null));
    provider.signsIn("Alice", List.of("Crew"));
    String secret = OidcSignIn.newSecret();
    URI address = signIn.begin(secret, CALLBACK);
    assertThat(address.toString())
        .contains("code_challenge_method=S256", "response_type=code", "state=", "nonce=")
        .doesNotContain(secret, "client-s3cret");

    Authenticated alice = complete(secret, MockProvider.visit(address)).orElseThrow();
    assertThat(alice.user()).isEqualTo("alice");
    assertThat(alice.claims()).isEqualTo(Claims.of(List.of("crew"), null));
    assertThat(alice.proof().kind()).isEqualTo(LoginCredentials.Kind.IDENTITY);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anotherServerCanEndWhatOneBegan(TestStore kind) throws IOException {
    open(kind, provider.provider());
    provider.signsIn("alice", List.of());
    String secret = OidcSignIn.newSecret();
    URI response = visited(secret);
    accept(provider.provider());
    assertThat(complete(secret, response)).isPresent();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aResponseForAnotherBrowserIsRefused(TestStore kind) throws IOException {
    open(kind, provider.provider());
    String secret = OidcSignIn.newSecret();
    String victim = OidcSignIn.newSecret();
    String response = visited(secret).toString();
    String other = "does not belong to a sign-in of this browser";
    assertThat(refused(() -> complete(victim, URI.create(response)))).contains(other);
    assertThat(refused(() -> complete("", URI.create(response)))).contains(other);
    String noState = response.replaceAll("&?state=[^&]*", "");
    assertThat(refused(() -> complete(secret, URI.create(noState)))).contains(other);
    String noCode = response.replaceAll("code=[^&]*&?", "");
    assertThat(refused(() -> complete(secret, URI.create(noCode)))).contains(other);
    assertThat(refused(() -> complete(secret, CALLBACK))).contains(other);
  }

  /** A code that was made for another browser does not fit the verifier of this one. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anInjectedCodeIsRefused(TestStore kind) throws IOException {
    open(kind, provider.provider());
    provider.signsIn("alice", List.of());
    String victim = OidcSignIn.newSecret();
    String code = query(visited(OidcSignIn.newSecret()), "code");
    String injected = visited(victim).toString().replaceAll("code=[^&]*", "code=" + code);
    assertThat(refused(() -> complete(victim, URI.create(injected))))
        .isEqualTo("The identity provider refused the sign-in.");
  }

  private static String query(URI address, String name) {
    for (String parameter : address.getRawQuery().split("&")) {
      if (parameter.startsWith(name + "=")) {
        return parameter.substring(name.length() + 1);
      }
    }
    throw new AssertionError(name);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTokenWithAnotherNonceAudienceOrNoUserIsRefused(TestStore kind) throws IOException {
    open(kind, provider.provider());
    String secret = OidcSignIn.newSecret();
    provider.signsIn("alice", List.of());
    URI replayed =
        URI.create(
            signIn.begin(secret, CALLBACK).toString().replaceAll("nonce=[^&]*", "nonce=other"));
    assertThat(refused(() -> complete(secret, MockProvider.visit(replayed))))
        .isEqualTo("The token is invalid.");

    provider.signsIn(Map.of("preferred_username", "alice", "aud", "other-client"));
    assertThat(refused(() -> complete(secret, visited(secret)))).isEqualTo("The token is invalid.");

    provider.signsIn(Map.of());
    assertThat(refused(() -> complete(secret, visited(secret)))).isEqualTo("The token is invalid.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void missingUsersAreCreatedOnlyIfConfigured(TestStore kind) throws IOException {
    open(kind, provider.provider());
    String secret = OidcSignIn.newSecret();
    provider.signsIn("bob", List.of());
    assertThat(refused(() -> complete(secret, visited(secret))))
        .isEqualTo("There is no user 'bob'.");
    assertThat(
            admin.value(
                "SELECT COUNT(*) FROM system.access.audit WHERE action_name = 'login'"
                    + " AND user_identity = 'bob' AND response_code = 401"))
        .isEqualTo(1L);
    accept(provider.provider().creatingUsers());
    provider.signsIn("bob", List.of());
    assertThat(complete(secret, visited(secret)).orElseThrow().user()).isEqualTo("bob");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void textsOfAnErrorResponseAreNotRepeated(TestStore kind) {
    open(kind, provider.provider());
    String secret = OidcSignIn.newSecret();
    String state = query(signIn.begin(secret, CALLBACK), "state");
    URI denied =
        URI.create(
            CALLBACK + "?error=access_denied&error_description=call+0123+now&state=" + state);
    assertThat(refused(() -> complete(secret, denied)))
        .isEqualTo("The identity provider refused the sign-in.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anUnusableProviderIsAskedOnlyOnceInAWhile(TestStore kind) throws IOException {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = "{\"issuer\": \"https://other\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      OidcProvider known = provider.provider();
      open(
          kind,
          new OidcProvider(
              "http://127.0.0.1:" + server.getAddress().getPort(),
              known.audience(),
              known.keys(),
              known.userClaim()));
      for (int i = 0; i < 3; i++) {
        assertThat(refused(() -> signIn.begin(OidcSignIn.newSecret(), CALLBACK)))
            .isEqualTo("The identity provider cannot be reached.");
      }
      assertThat(requests).hasValue(1);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void endpointsNeedEncryption(TestStore kind) {
    OidcProvider known = provider.provider();
    open(
        kind,
        new OidcProvider(
            "http://login.example.com", known.audience(), known.keys(), known.userClaim()));
    assertThat(refused(() -> signIn.begin(OidcSignIn.newSecret(), CALLBACK)))
        .isEqualTo("The identity provider cannot be reached.");
    assertThat(new OidcClient("a", Optional.of("client-s3cret")).toString())
        .doesNotContain("s3cret");
  }
}
