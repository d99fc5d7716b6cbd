package dev.vitrine.authentication;

import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.principal.LoginRow;
import dev.vitrine.store.principal.TokenRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates against the registry's store. Each call reads the store, so dropped, changed and
 * expired credentials are refused at once. There is one instance per store and process, because it
 * counts failures. Safe for use by several threads.
 */
public final class StoreAuthenticator implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(StoreAuthenticator.class);

  /** Precision of a token's last use; a coarse value avoids a write per use. */
  private static final Duration USE_PRECISION = Duration.ofHours(1);

  /** User name in the audit trail for an invalid token. */
  private static final String NOBODY = "unknown";

  private final Store store;
  private final Clock clock;
  private final FailedLogins failures;
  private final RememberedPasswords remembered;
  private final RememberedPasswords rememberedKeys;
  private final LoginTrail trail;
  private final NewUsers newUsers;
  private final Optional<OidcTokens> provider;

  /**
   * Passwords of one user from one source are verified one after the other, so that failures are
   * counted before the next attempt. Those of other sources do not wait for them.
   */
  private final List<Lock> turns;

  /** Keeps no connection and needs no close. */
  public StoreAuthenticator(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.failures = new FailedLogins(clock);
    this.remembered = new RememberedPasswords(clock);
    this.rememberedKeys = new RememberedPasswords(clock);
    this.trail = new LoginTrail(store, clock);
    this.newUsers = new NewUsers(store, clock);
    this.provider = Optional.empty();
    this.turns = Stream.<Lock>generate(ReentrantLock::new).limit(256).toList();
  }

  private StoreAuthenticator(StoreAuthenticator other, OidcTokens provider) {
    this.store = other.store;
    this.clock = other.clock;
    this.failures = other.failures;
    this.remembered = other.remembered;
    this.rememberedKeys = other.rememberedKeys;
    this.trail = other.trail;
    this.newUsers = other.newUsers;
    this.provider = Optional.of(provider);
    this.turns = other.turns;
  }

  /** The same, which lets users in with tokens of the identity provider too. */
  public StoreAuthenticator accepting(OidcProvider identities) {
    return new StoreAuthenticator(this, new OidcTokens(identities, clock));
  }

  /** The sign-in of browsers with the identity provider; empty if it is not configured. */
  public Optional<OidcSignIn> oidcSignIn() {
    return provider
        .map(OidcTokens::provider)
        .filter(identities -> identities.client().isPresent())
        .map(
            identities ->
                new OidcSignIn(identities, new OidcEndpoints(identities.issuer(), clock), this));
  }

  OidcTokens tokens(OidcProvider identities, String audience) {
    return new OidcTokens(identities, audience, clock);
  }

  /** The same for callers at an address, whose failures are counted together too. */
  public Authenticator from(InetAddress source) {
    LoginSource known = LoginSource.of(source);
    return credentials -> authenticate(credentials, known);
  }

  /** Authenticates a caller at an address that is not known. */
  @Override
  public Authenticated authenticate(Credentials credentials) {
    return authenticate(credentials, LoginSource.UNKNOWN);
  }

  /** The sessions of browsers. */
  public BrowserSessions browserSessions() {
    return new BrowserSessions(store, clock, provider.map(OidcTokens::provider).orElse(null));
  }

  /**
   * Challenges for clients that prove by SCRAM that they have a password. It reads the store.
   *
   * @see ScramProof
   */
  public ScramChallenges scramChallenges() {
    return ScramChallenges.of(store, this);
  }

  private Authenticated authenticate(Credentials credentials, LoginSource source) {
    if (credentials instanceof Bearer bearer) {
      return bearer(bearer, source);
    }
    return password(
        credentials instanceof ScramProof proof ? shown(proof) : shown((Password) credentials),
        source);
  }

  /** How a client shows that it has a password. */
  private static final class Shown {
    private final String user;
    private final RememberedPasswords memory;

    /** By which the same password is recognised. */
    private final String secret;

    /** Whether it is shown; takes the same time without a user. */
    private final Predicate<Optional<LoginRow>> verifying;

    private Shown(
        String user,
        RememberedPasswords memory,
        String secret,
        Predicate<Optional<LoginRow>> verifying) {
      this.user = user;
      this.memory = memory;
      this.secret = secret;
      this.verifying = verifying;
    }
  }

  private Shown shown(Password password) {
    String text = password.password();
    return new Shown(
        password.user(),
        remembered,
        text,
        user -> PasswordHashes.matches(text, user.flatMap(LoginRow::passwordHash).orElse(null)));
  }

  private Shown shown(ScramProof proof) {
    return new Shown(
        proof.user(),
        rememberedKeys,
        proof.key().secret(),
        user -> user.flatMap(LoginRow::scramVerifier).filter(proof.key()::proves).isPresent());
  }

  private Authenticated password(Shown password, LoginSource source) {
    LoginAttempt attempt = new LoginAttempt(password.user, source);
    boolean familiar = remembered.isFamiliar(attempt) || rememberedKeys.isFamiliar(attempt);
    if (password.memory.isFamiliar(attempt) && failures.mayCompare(attempt)) {
      Optional<LoginRow> user = find(password.user);
      if (user.isPresent() && password.memory.knows(attempt, user.get(), password.secret)) {
        // Never throttled: guessing by others must not end the sessions of the user.
        failures.forgiveMistyping(attempt);
        return signedIn(user.get(), Claims.NONE, LoginCredentials.Kind.PASSWORD);
      }
      failures.countCompared(attempt);
    }
    failures
        .waitOfUser(attempt, familiar)
        .ifPresent(wait -> throttled(attempt, attempt.key(), wait));
    failures.waitOfSource(attempt).ifPresent(wait -> throttled(attempt, source.key(), wait));
    LoginRow user = verify(attempt, familiar, password);
    failures.forgive(attempt);
    return signedIn(user, Claims.NONE, LoginCredentials.Kind.PASSWORD);
  }

  private static Authenticated signedIn(LoginRow row, Claims claims, LoginCredentials.Kind kind) {
    return new Authenticated(
        row.id(),
        row.name(),
        claims,
        LoginCredentials.of(kind, row.credentialsVersion()),
        claims.isEmpty() ? row.caller() : null);
  }

  private LoginRow verify(LoginAttempt attempt, boolean familiar, Shown password) {
    Lock turn = turns.get(Math.floorMod(attempt.key().hashCode(), turns.size()));
    Optional<Duration> wait;
    turn.lock();
    try {
      wait = failures.waitOfUser(attempt, familiar);
      if (wait.isEmpty()) {
        Optional<LoginRow> user = find(password.user);
        // Another thread may have verified the same password while this one waited for its turn.
        if (user.isPresent() && password.memory.knows(attempt, user.get(), password.secret)) {
          return user.get();
        }
        if (password.verifying.test(user)) {
          password.memory.remember(attempt, user.orElseThrow(), password.secret);
          return user.get();
        }
        failures.count(attempt, familiar);
      }
    } finally {
      turn.unlock();
    }
    wait.ifPresent(time -> throttled(attempt, attempt.key(), time));
    throw trail.refused(
        attempt,
        attempt.key(),
        refusal("The user name or the password is wrong.")
            .withHint("Check both. An admin can set a new password."));
  }

  /**
   * Verifies the password of a signed-in user. Failures count as failed logins and are throttled.
   *
   * @param address client address; null for embedded sessions
   * @throws VitrineException AUTHENTICATION_FAILED when it is wrong or the login is throttled
   */
  public void confirm(LoginRow user, String password, @Nullable String address) {
    LoginAttempt attempt = new LoginAttempt(user.name(), LoginSource.of(address));
    Lock turn = turns.get(Math.floorMod(attempt.key().hashCode(), turns.size()));
    turn.lock();
    try {
      Optional<Duration> wait = failures.waitOfUser(attempt, true);
      if (wait.isPresent()) {
        throw tooMany(wait.get());
      }
      if (!PasswordHashes.matches(password, user.passwordHash().orElse(null))) {
        failures.count(attempt, true);
        throw refusal("The old password is wrong.")
            .withHint("Check it. An admin can set a new password.");
      }
    } finally {
      turn.unlock();
    }
  }

  /**
   * Writes to the audit trail how many failed logins were only counted.
   *
   * @param all whether also those of the present hour
   */
  public void writeCountedFailures(boolean all) {
    trail.writeNumbers(all);
  }

  /**
   * Counts and records a request with an invalid token of a recipient. Valid tokens are not
   * throttled.
   *
   * @return time until the next attempt from the address; empty if it may follow at once
   */
  public Optional<Duration> invalidRecipientToken(InetAddress address) {
    LoginAttempt attempt = new LoginAttempt(NOBODY, LoginSource.ofRecipient(address));
    Optional<Duration> wait = failures.waitOfSource(attempt);
    failures.count(attempt, true);
    trail.refused(attempt, attempt.key(), refusal("The token of a recipient is invalid."));
    return wait;
  }

  private void throttled(LoginAttempt attempt, String trailKey, Duration wait) {
    throw trail.refused(attempt, trailKey, tooMany(wait));
  }

  private static VitrineException tooMany(Duration wait) {
    return refusal("Too many failed logins.")
        .withHint(
            "Try again in " + wait.plusMillis(999).toSeconds() + " s. Tokens are not throttled.");
  }

  /** Tokens are not throttled: guessing 256 random bits is infeasible, and a look-up is cheap. */
  private Authenticated bearer(Bearer bearer, LoginSource source) {
    Optional<TokenText> own = TokenText.of(bearer.token());
    if (own.isEmpty() && provider.isPresent()) {
      return identity(provider.get(), bearer, source);
    }
    Optional<TokenRow> token =
        own.flatMap(text -> store.reading(reads -> reads.tokens().findByHash(text.hash())));
    if (token.isEmpty()) {
      LoginAttempt attempt = new LoginAttempt(NOBODY, source);
      throw trail.refused(
          attempt,
          attempt.key(),
          refusal("The token is invalid.").withHint("Create a new one with CREATE TOKEN."));
    }
    LocalDateTime now = UtcTime.now(clock);
    TokenRow row = token.get();
    if (!row.isLive(now)) {
      LoginAttempt attempt = new LoginAttempt(row.user(), source);
      throw trail.refused(
          attempt,
          attempt.key(),
          refusal("The token has expired.").withHint("Create a new one with CREATE TOKEN."));
    }
    LocalDateTime before = now.minus(USE_PRECISION);
    if (row.lastUsedAt().map(last -> !last.isAfter(before)).orElse(true)) {
      noteUse(row, now, before);
    }
    return new Authenticated(
        row.userId(),
        row.user(),
        Claims.NONE,
        LoginCredentials.ofToken(row.id(), row.credentialsVersion()),
        row.caller());
  }

  private Authenticated identity(OidcTokens identities, Bearer bearer, LoginSource source) {
    return identified(identities, () -> identities.read(bearer.token()), source).user();
  }

  /**
   * A user whom an identity provider authenticated.
   *
   * @param subject ID of the user at the identity provider
   */
  record Identified(Authenticated user, String subject) {}

  /** The user of a valid token must exist, or is created if so configured. */
  Identified identified(
      OidcTokens identities, Supplier<OidcTokens.Identity> reading, LoginSource source) {
    LoginAttempt attempt = new LoginAttempt(NOBODY, source);
    try {
      OidcTokens.Identity identity = reading.get();
      String name = identity.user();
      attempt = new LoginAttempt(name, source);
      return find(name)
          .or(
              () ->
                  identities.createsUsers()
                      ? newUsers.create(name, identities.issuer(), source)
                      : Optional.empty())
          .map(row -> signedIn(row, identity.claims(), LoginCredentials.Kind.IDENTITY))
          .map(user -> new Identified(user, identity.subject()))
          .orElseThrow(
              () ->
                  refusal("There is no user '" + name + "'.")
                      .withHint("An admin can create one with CREATE USER."));
    } catch (VitrineException refusal) {
      throw trail.refused(attempt, attempt.key(), refusal);
    }
  }

  private void noteUse(TokenRow token, LocalDateTime now, LocalDateTime before) {
    try (StoreTransaction transaction = store.beginSignIn()) {
      transaction.call(
          work -> {
            work.tokens().used(token.id(), now, before);
            work.commit();
            return null;
          });
    } catch (StoreConflictException conflict) {
      LOG.debug("Another login with token {} is recorded already", token.id());
    } catch (VitrineException failure) {
      if (failure.code() != ErrorCode.DISK_FULL) {
        throw failure;
      }
      LOG.warn("The use of a token could not be recorded: {}", failure.problem());
    }
  }

  /** The user of this name, with the stored forms of the password. */
  Optional<LoginRow> find(String user) {
    return StorableText.flaw(user).isPresent()
        ? Optional.empty()
        : store.reading(accounts -> accounts.principals().login(user));
  }

  private static VitrineException refusal(String problem) {
    return new VitrineException(ErrorCode.AUTHENTICATION_FAILED, problem);
  }
}
