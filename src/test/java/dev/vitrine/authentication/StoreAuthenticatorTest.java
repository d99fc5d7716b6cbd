package dev.vitrine.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestClock;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.OpenStores;
import dev.vitrine.store.StatementTrace;
import dev.vitrine.store.principal.LoginCredentials;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accepted and refused credentials. */
final class StoreAuthenticatorTest {
  private static final String WRONG = "The user name or the password is wrong.";
  private static final String INVALID = "The token is invalid.";

  private final TestClock clock = new TestClock();
  private TestRegistry registry;
  private Client admin;
  private StoreAuthenticator authenticator;

  private void open(TestStore store) {
    registry = TestRegistry.open(store);
    admin = registry.admin();
    authenticator = new StoreAuthenticator(OpenStores.at(registry.url()), clock);
  }

  private static String refused(Authenticator authenticator, Credentials credentials) {
    VitrineException refusal =
        catchThrowableOfType(VitrineException.class, () -> authenticator.authenticate(credentials));
    assertThat(refusal).as("%s", credentials).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(refusal.hint()).isNotEmpty();
    assertThat(refusal.getCause()).isNull();
    return refusal.problem();
  }

  private Authenticated in(String user, String password) {
    return authenticator.authenticate(new Password(user, password));
  }

  private void isRefused(String user, String password) {
    assertThat(refused(authenticator, new Password(user, password))).isEqualTo(WRONG);
  }

  private Bearer token(String user, String sql) {
    try (Client client = registry.as(user)) {
      return new Bearer((String) client.rows(sql).get(0).get(1));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aRememberedPasswordCostsOneStatement(TestStore store) {
    open(store);
    admin.run("CREATE USER alice WITH PASSWORD 's3cret-a'");
    Bearer token = token("alice", "CREATE TOKEN");
    in("alice", "s3cret-a");
    authenticator.authenticate(token);
    try (StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      in("alice", "s3cret-a");
      assertThat(trace.take()).hasSize(1);
      authenticator.authenticate(token);
      assertThat(trace.take()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aPasswordAuthenticatesItsUserOnly(TestStore store) {
    open(store);
    String longest = "é".repeat(36);
    admin.run(
        "CREATE USER Alice WITH PASSWORD 's3cret-a'; CREATE USER bob WITH PASSWORD 's3cret-b'");
    admin.run("CREATE USER robot; CREATE GROUP crew");
    admin.run("CREATE USER long WITH PASSWORD ?", longest);

    Authenticated alice = in("aLICE", "s3cret-a");
    assertThat(alice.user()).isEqualTo("Alice");
    assertSame(in("Alice", "s3cret-a"), alice);
    assertThat(in("bob", "s3cret-b").userId()).isNotEqualTo(alice.userId());
    assertThat(in("long", longest).user()).isEqualTo("long");

    isRefused("alice", "s3cret-b");
    isRefused("alice", "S3cret-a");
    isRefused("alice", "");
    isRefused("alice", "s3cret-a\0");
    isRefused("long", longest + "x");
    isRefused("nobody", "s3cret-a");
    isRefused("robot", "");
    isRefused("robot", "s3cret-a");
    isRefused("crew", "s3cret-a");
    isRefused("account users", "s3cret-a");
    isRefused("", "s3cret-a");
    isRefused("alice\0", "s3cret-a");
    isRefused("\ud800", "s3cret-a");
    isRefused("x".repeat(100_000), "s3cret-a");
    isRefused("alice' OR '1' = '1", "s3cret-a");
    isRefused("bob", "y".repeat(100_000));
  }

  private static void assertSame(Authenticated user, Authenticated expected) {
    assertThat(user).usingRecursiveComparison().ignoringFields("caller.readAt").isEqualTo(expected);
  }

  /** The same user after changes of the password. */
  private static Authenticated changed(Authenticated user, long changes) {
    return new Authenticated(
        user.userId(),
        user.user(),
        user.claims(),
        LoginCredentials.of(LoginCredentials.Kind.PASSWORD, changes),
        user.caller());
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aPasswordThatIsChangedOrWhoseUserIsDroppedIsForgottenAtOnce(TestStore store) {
    open(store);
    admin.run("CREATE USER alice WITH PASSWORD 'first'");
    Authenticated before = in("alice", "first");
    assertSame(in("alice", "first"), before);

    admin.run("ALTER USER alice SET PASSWORD 'second'");
    isRefused("alice", "first");
    assertSame(in("alice", "second"), changed(before, 1));
    admin.run("ALTER USER alice SET PASSWORD 'first'");
    isRefused("alice", "second");
    assertSame(in("alice", "first"), changed(before, 2));

    admin.run("DROP USER alice");
    isRefused("alice", "first");
    admin.run("CREATE USER alice");
    isRefused("alice", "first");
    admin.run("ALTER USER alice SET PASSWORD 'first'");
    assertThat(in("alice", "first").userId()).isGreaterThan(before.userId());
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTokenLetsItsUserInUntilItIsDroppedOrItsUserIs(TestStore store) {
    open(store);
    admin.run("CREATE USER Alice; CREATE USER bob");
    Bearer first = token("alice", "CREATE TOKEN");
    Bearer second = token("alice", "CREATE TOKEN");
    Bearer bobs = token("bob", "CREATE TOKEN");

    Authenticated alice = authenticator.authenticate(first);
    assertThat(alice.user()).isEqualTo("Alice");
    assertThat(authenticator.authenticate(second))
        .usingRecursiveComparison()
        .ignoringFields("proof.tokenId", "caller.readAt")
        .isEqualTo(alice);
    assertThat(authenticator.authenticate(bobs).user()).isEqualTo("bob");

    admin.run("DROP TOKEN ?", admin.value("SELECT MIN(token_id) FROM tokens"));
    assertThat(refused(authenticator, first)).isEqualTo(INVALID);
    assertThat(authenticator.authenticate(second))
        .usingRecursiveComparison()
        .ignoringFields("proof.tokenId", "caller.readAt")
        .isEqualTo(alice);
    admin.run("DROP USER alice; CREATE USER alice");
    assertThat(refused(authenticator, second)).isEqualTo(INVALID);
    assertThat(authenticator.authenticate(bobs).user()).isEqualTo("bob");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void invalidTokensAreRefused(TestStore store) {
    open(store);
    String token = token("admin", "CREATE TOKEN").token();
    String hash = TokenText.of(token).orElseThrow().hash();
    List<String> others =
        List.of(
            "",
            " ",
            "vtr_",
            token.substring(4),
            token + "A",
            token + "\n",
            " " + token,
            token.substring(0, token.length() - 1),
            token.toUpperCase(java.util.Locale.ROOT),
            token.replace(token.charAt(10), token.charAt(10) == 'x' ? 'y' : 'x'),
            hash,
            "vtr_" + hash.substring(0, 43),
            TokenText.generate().value(),
            "vtr_' OR 1 = 1 --",
            "\0",
            "x".repeat(1_000_000));
    for (String other : others) {
      assertThat(refused(authenticator, new Bearer(other))).isEqualTo(INVALID);
    }
    assertThat(authenticator.authenticate(new Bearer(token)).user()).isEqualTo("admin");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTokenExpiresToTheMillisecond(TestStore store) {
    open(store);
    Bearer token = token("admin", "CREATE TOKEN LIFETIME 1 DAYS");
    LocalDateTime expires =
        ((Timestamp) admin.value("SELECT expires_at FROM tokens"))
            .toInstant()
            .atZone(java.time.ZoneId.systemDefault())
            .toLocalDateTime();

    clock.set(expires.toInstant(ZoneOffset.UTC).minusMillis(1));
    assertThat(authenticator.authenticate(token).user()).isEqualTo("admin");
    clock.pass(Duration.ofMillis(1));
    assertThat(refused(authenticator, token)).isEqualTo("The token has expired.");
    clock.pass(Duration.ofDays(1000));
    assertThat(refused(authenticator, token)).isEqualTo("The token has expired.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void whenATokenWasLastUsedIsKnownToTheHour(TestStore store) {
    open(store);
    Bearer token = token("admin", "CREATE TOKEN");
    String used = "SELECT last_used_at FROM tokens";
    assertThat(admin.value(used)).isNull();
    authenticator.authenticate(token);
    Object first = admin.value(used);
    assertThat(first).isNotNull();

    clock.pass(Duration.ofMinutes(59));
    authenticator.authenticate(token);
    assertThat(admin.value(used)).isEqualTo(first);
    clock.pass(Duration.ofMinutes(1));
    authenticator.authenticate(token);
    Object second = admin.value(used);
    assertThat(Duration.between(((Timestamp) first).toInstant(), ((Timestamp) second).toInstant()))
        .isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anEngineHasOneForAllThatItLetsIn(TestStore store) {
    open(store);
    Bearer token = token("admin", "CREATE TOKEN");
    try (Engine engine = Engine.open(registry.url());
        Engine again = Engine.open(registry.url())) {
      assertThat(engine.authenticator()).isSameAs(again.authenticator());
      assertThat(engine.authenticator().authenticate(token).user()).isEqualTo("admin");
      assertThat(refused(engine.authenticator(), new Password("admin", ""))).isEqualTo(WRONG);
    }
  }

  /** A login does not wait for an open transaction, and does not record its use then. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTokenThatIsJustBeingDroppedStillWorks(TestStore store) {
    open(store);
    Bearer token = token("admin", "CREATE TOKEN");
    try (Client dropping = registry.as("admin")) {
      dropping.begin();
      dropping.run("DROP TOKEN ?", dropping.value("SELECT token_id FROM tokens"));
      assertThat(authenticator.authenticate(token).user()).isEqualTo("admin");
      dropping.rollback();
    }
    assertThat(authenticator.authenticate(token).user()).isEqualTo("admin");
    assertThat(admin.value("SELECT last_used_at FROM tokens")).isNotNull();
  }
}
