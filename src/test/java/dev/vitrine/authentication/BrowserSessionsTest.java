package dev.vitrine.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestClock;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.Claims;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.OpenStores;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Rows;
import dev.vitrine.store.StatementTrace;
import dev.vitrine.store.Store;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.vendor.StoreLocation;
import java.net.InetAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How browser sessions begin and end, and where their secrets are accepted. */
final class BrowserSessionsTest {
  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

  private final TestClock clock = new TestClock();
  private TestRegistry registry;
  private Client admin;
  private StoreAuthenticator authenticator;
  private BrowserSessions sessions;

  private void open(TestStore kind) {
    registry = TestRegistry.open(kind);
    admin = registry.admin();
    admin.run("CREATE USER alice WITH PASSWORD 's3cret-a'");
    Store store = OpenStores.at(registry.url());
    authenticator = new StoreAuthenticator(store, clock);
    sessions = authenticator.browserSessions();
  }

  private Bearer token(String user, String sql) {
    try (Client client = registry.as(user)) {
      return new Bearer((String) client.rows(sql).get(0).get(1));
    }
  }

  private String in(Credentials credentials) {
    return sessions.open(authenticator.authenticate(credentials), LOCAL).value();
  }

  private String alice() {
    return in(new Password("alice", "s3cret-a"));
  }

  private Optional<String> user(String secret) {
    return sessions.find(secret).map(Authenticated::user);
  }

  private void isValid(String secret) {
    assertThat(user(secret)).contains("alice");
  }

  private void hasEnded(String secret) {
    assertThat(user(secret)).isEmpty();
  }

  private List<String> rows(String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(StoreLocation.parse(registry.url()).jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(result.getString(i)).append('|');
        }
        rows.add(row.toString());
      }
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theSecretIsAcceptedOnlyAsCookie(TestStore store) {
    open(store);
    String secret = alice();
    assertThat(secret).matches("vts_[A-Za-z0-9_-]{43}").isNotEqualTo(alice());
    isValid(secret);
    assertThat(sessions.find(secret).orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("caller")
        .isEqualTo(authenticator.authenticate(new Password("alice", "s3cret-a")));

    assertThatThrownBy(() -> authenticator.authenticate(new Bearer(secret)))
        .isInstanceOf(VitrineException.class)
        .hasMessageContaining("AUTHENTICATION_FAILED");
    assertThatThrownBy(() -> authenticator.authenticate(new Password("alice", secret)))
        .isInstanceOf(VitrineException.class);

    Bearer token = token("alice", "CREATE TOKEN");
    hasEnded(token.token());
    hasEnded(token.token().replace("vtr_", "vts_"));
    hasEnded("s3cret-a");
    hasEnded("");
    hasEnded(secret + "x");
    hasEnded(secret.substring(0, secret.length() - 1) + "\0");
    hasEnded("\ud800");
    rows("SELECT secret_hash FROM vitrine.browser_sessions").forEach(this::hasEnded);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void neitherTheStoreNorTheAuditTrailHoldsTheSecret(TestStore store) {
    open(store);
    String secret = alice();
    String kept =
        rows("SELECT * FROM vitrine.browser_sessions").toString()
            + rows("SELECT * FROM vitrine.audit_log");
    assertThat(kept).doesNotContain(secret).doesNotContain(secret.substring(4)).contains("login");
    assertThat(BrowserSecret.of(secret).orElseThrow()).hasToString("********");
    assertThat(
            admin.rows(
                "SELECT source_ip FROM system.access.audit WHERE action_name = 'login'"
                    + " AND user_identity = 'alice' AND response_code = 200"))
        .containsExactly(List.of(LOCAL.getHostAddress()));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void itIsNoToken(TestStore store) {
    open(store);
    alice();
    try (Client alice = registry.as("alice")) {
      assertThat(alice.rows("SHOW TOKENS")).isEmpty();
      alice.run("CREATE TOKEN; ".repeat(100));
      isValid(alice());
    }
    assertThat(admin.rows("SELECT * FROM tokens")).hasSize(100);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void itEndsAfterTwelveHoursOrAnIdleHour(TestStore store) {
    open(store);
    String secret = alice();
    for (int i = 0; i < 13; i++) {
      isValid(secret);
      clock.pass(Duration.ofMinutes(55));
    }
    clock.pass(Duration.ofMinutes(5).minusMillis(1));
    isValid(secret);
    clock.pass(Duration.ofMillis(1));
    hasEnded(secret);

    String idle = alice();
    clock.pass(Duration.ofHours(1).minusMillis(1));
    isValid(idle);
    clock.pass(Duration.ofHours(1));
    hasEnded(idle);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aUseIsWrittenAtMostEveryFiveMinutes(TestStore store) {
    open(store);
    String secret = alice();
    try (StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      clock.pass(Duration.ofMinutes(5).minusMillis(1));
      isValid(secret);
      assertThat(trace.take()).hasSize(1).allMatch(text -> text.startsWith("SELECT"));
      clock.pass(Duration.ofMillis(1));
      isValid(secret);
      assertThat(trace.take()).anyMatch(text -> text.startsWith("UPDATE browser_sessions"));
      isValid(secret);
      assertThat(trace.take()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void signOutEndsThatSessionOnly(TestStore store) {
    open(store);
    String one = alice();
    String other = alice();
    sessions.end(one);
    hasEnded(one);
    isValid(other);
    sessions.end(one);
    sessions.end("nonsense");
    isValid(other);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aChangeOfThePasswordEndsAllSessionsOfTheUser(TestStore store) {
    open(store);
    admin.run("CREATE USER bob WITH PASSWORD 's3cret-b'");
    String bob = in(new Password("bob", "s3cret-b"));
    Bearer token = token("alice", "CREATE TOKEN");
    String before = alice();
    String withToken = in(token);
    try (Client alice = registry.as("alice")) {
      alice.run("ALTER USER alice SET PASSWORD 's3cret-2' OLD PASSWORD 's3cret-a'");
    }
    hasEnded(before);
    hasEnded(withToken);

    String again = in(new Password("alice", "s3cret-2"));
    admin.run("ALTER USER alice SET PASSWORD 's3cret-3' KEEP TOKENS");
    hasEnded(again);
    isValid(in(token));
    assertThat(user(bob)).contains("bob");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theDropOfTheUserOrOfItsTokenEndsIt(TestStore store) {
    open(store);
    String byPassword = alice();
    String byToken = in(token("alice", "CREATE TOKEN"));
    String byOther = in(token("alice", "CREATE TOKEN"));
    isValid(byToken);
    try (Client alice = registry.as("alice")) {
      alice.run("DROP TOKEN ?", alice.rows("SHOW TOKENS").get(0).get(0));
    }
    hasEnded(byToken);
    isValid(byOther);
    isValid(byPassword);

    admin.run("DROP USER alice; CREATE USER alice WITH PASSWORD 's3cret-a'");
    hasEnded(byPassword);
    hasEnded(byOther);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void itEndsNoLaterThanItsToken(TestStore store) {
    open(store);
    Bearer token = token("alice", "CREATE TOKEN LIFETIME 1 DAYS");
    clock.pass(Duration.ofHours(18));
    String secret = in(token);
    for (int i = 0; i < 5; i++) {
      clock.pass(Duration.ofMinutes(55));
      isValid(secret);
    }
    clock.pass(Duration.ofMinutes(55));
    isValid(secret);
    clock.pass(Duration.ofMinutes(40));
    hasEnded(secret);
  }

  private Duration lifetimeOfToken(String secret) {
    Authenticated user = sessions.find(secret).orElseThrow();
    try (Engine engine = Engine.open(registry.url());
        Session session =
            engine.session(
                new RemoteUser(
                    user.userId(), user.user(), user.claims(), user.proof(), "127.0.0.1"));
        Rows rows =
            (Rows)
                session.execute("CREATE TOKEN LIFETIME 90 DAYS", List.of(), Limits.NONE).get(0)) {
      Object[] row = rows.next().orElseThrow();
      return Duration.between((LocalDateTime) row[3], (LocalDateTime) row[4]);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTokenMadeInItIsCappedOnlyIfItWasOpenedWithAToken(TestStore store) {
    open(store);
    assertThat(lifetimeOfToken(alice())).isEqualTo(Duration.ofDays(90));
    assertThat(lifetimeOfToken(in(token("alice", "CREATE TOKEN LIFETIME 2 DAYS"))))
        .isLessThanOrEqualTo(Duration.ofDays(2));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theOldestOfMoreThanTwentyIsEnded(TestStore store) {
    open(store);
    admin.run("CREATE USER bob WITH PASSWORD 's3cret-b'");
    String bob = in(new Password("bob", "s3cret-b"));
    List<String> opened = new ArrayList<>();
    for (int i = 0; i < 22; i++) {
      clock.pass(Duration.ofSeconds(1));
      opened.add(alice());
    }
    opened.subList(0, 2).forEach(this::hasEnded);
    opened.subList(2, 22).forEach(this::isValid);
    assertThat(user(bob)).contains("bob");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theBoundHoldsForSimultaneousLogins(TestStore store) throws Exception {
    open(store);
    Authenticated alice = authenticator.authenticate(new Password("alice", "s3cret-a"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      running.add(threads.submit(() -> sessions.open(alice, LOCAL)));
    }
    for (Future<?> one : running) {
      one.get();
    }
    threads.shutdown();
    assertThat(rows("SELECT id FROM vitrine.browser_sessions")).hasSize(20);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyServerAcceptsItAndSeesItsEnd(TestStore store) {
    open(store);
    String secret = alice();
    BrowserSessions other =
        new StoreAuthenticator(OpenStores.at(registry.url()), clock).browserSessions();
    assertThat(other.find(secret)).isEqualTo(sessions.find(secret)).isPresent();
    sessions.end(secret);
    assertThat(other.find(secret)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void endedSessionsAreRemoved(TestStore store) {
    open(store);
    admin.run("CREATE USER bob WITH PASSWORD 's3cret-b'");
    in(new Password("bob", "s3cret-b"));
    in(token("alice", "CREATE TOKEN"));
    admin.run("DROP USER bob");
    try (Client alice = registry.as("alice")) {
      alice.run("DROP TOKEN ?", alice.rows("SHOW TOKENS").get(0).get(0));
    }
    alice();
    clock.pass(Duration.ofMinutes(59));
    String valid = alice();
    assertThat(rows("SELECT id FROM vitrine.browser_sessions")).hasSize(4);
    sessions.purge();
    assertThat(rows("SELECT id FROM vitrine.browser_sessions")).hasSize(2);
    clock.pass(Duration.ofMinutes(59));
    isValid(valid);
    sessions.purge();
    assertThat(rows("SELECT id FROM vitrine.browser_sessions")).hasSize(1);
    isValid(valid);
    clock.pass(Duration.ofMinutes(60));
    sessions.purge();
    assertThat(rows("SELECT id FROM vitrine.browser_sessions")).isEmpty();
  }

  private static OidcProvider provider(String issuer) {
    return new OidcProvider(issuer, "vitrine", URI.create("file:/keys.json"), "preferred_username");
  }

  private BrowserSessions with(OidcProvider provider) {
    return new BrowserSessions(OpenStores.at(registry.url()), clock, provider);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anIdentityKeepsItsGroupsAndEndsWithItsProvider(TestStore store) {
    open(store);
    OidcProvider provider = provider("https://login.example.com/").withGroups("groups", "Admins");
    Authenticated known = authenticator.authenticate(new Password("alice", "s3cret-a"));
    Claims claims = Claims.of(List.of("Crew", "admins", "bad\nname"), "admins");
    Authenticated alice =
        new Authenticated(
            known.userId(),
            known.user(),
            claims,
            LoginCredentials.of(LoginCredentials.Kind.IDENTITY, known.proof().version()));
    assertThatThrownBy(() -> sessions.open(alice, LOCAL)).isInstanceOf(VitrineException.class);

    String secret = with(provider).openForIdentity(alice, "4711", LOCAL).value();
    Authenticated found = with(provider).find(secret).orElseThrow();
    assertThat(found.proof()).isEqualTo(alice.proof());
    assertThat(found.claims())
        .isEqualTo(new Claims(List.of("admins", "crew"), Optional.of("admins")));
    assertThat(rows("SELECT subject FROM vitrine.browser_sessions")).containsExactly("4711|");

    OidcProvider noAdmins = provider(provider.issuer()).withGroups("groups", null);
    assertThat(with(noAdmins).find(secret).orElseThrow().claims())
        .isEqualTo(new Claims(List.of("admins", "crew"), Optional.empty()));
    assertThat(with(provider(provider.issuer())).find(secret).orElseThrow().claims())
        .isEqualTo(Claims.NONE);
    assertThat(with(provider("https://other.example.com/")).find(secret)).isEmpty();
    hasEnded(secret);
  }
}
