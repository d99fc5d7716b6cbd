package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.principal.BrowserSessionDao.Identity;
import dev.vitrine.store.principal.BrowserSessionDao.Row;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.principal.TokenRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of browsers. The browser has the secret in a cookie, the store its hash, so every server
 * of the registry accepts it. The secret is accepted nowhere else. A session ends
 *
 * <ul>
 *   <li>12 hours after the sign-in, and no later than the token that it was opened with;
 *   <li>when it is idle for an hour; uses are recorded to 5 minutes, so 55 idle minutes are
 *       certain;
 *   <li>with a sign-out, a change of the user's password, the drop of the user, and the drop of the
 *       token that it was opened with;
 *   <li>as the oldest session of its user, when there are more than {@value #MOST};
 *   <li>if an identity provider authenticated the user: on servers without this provider.
 * </ul>
 *
 * Safe for use by several threads.
 */
public final class BrowserSessions {
  private static final Logger LOG = LoggerFactory.getLogger(BrowserSessions.class);

  /** Time from sign-in to expiry. */
  static final Duration LIFETIME = Duration.ofHours(12);

  /** Time from the last recorded use to expiry. */
  static final Duration IDLE = Duration.ofHours(1);

  /** Precision of the last use; a coarse value avoids a write per request. */
  static final Duration USE_PRECISION = Duration.ofMinutes(5);

  /** Maximum number of sessions of a user: browsers of some devices, and their private windows. */
  static final int MOST = 20;

  /** Time between two removals of ended sessions. */
  public static final Duration PURGE_PERIOD = Duration.ofMinutes(10);

  /** Rows removed per transaction, so that locks are short. */
  private static final int BATCH = 500;

  /** Maximum characters of stored group names; names beyond that are dropped. */
  private static final int LONGEST_GROUPS = 65_535;

  private final Store store;
  private final Clock clock;
  private final @Nullable OidcProvider provider;

  BrowserSessions(Store store, Clock clock, @Nullable OidcProvider provider) {
    this.store = store;
    this.clock = clock;
    this.provider = provider;
  }

  /**
   * Opens a session for a user who signed in with a password or a personal access token.
   *
   * @param source client address, for the audit trail
   * @return the secret, which is not stored
   * @throws VitrineException AUTHENTICATION_FAILED when the token was dropped since, or for other
   *     credentials
   */
  public BrowserSecret open(Authenticated user, InetAddress source) {
    return switch (user.proof().kind()) {
      case PASSWORD, TOKEN -> insert(row(user), source);
      case EMBEDDED, IDENTITY ->
          throw refusal("A browser session needs a password or a token of this registry.")
              .withHint("Create a token with CREATE TOKEN.");
    };
  }

  /**
   * Opens a session for a user whom the identity provider authenticated.
   *
   * @param subject ID of the user at the identity provider
   * @param source client address, for the audit trail
   */
  BrowserSecret openForIdentity(Authenticated user, String subject, InetAddress source) {
    String issuer = requireNonNull(provider).issuer();
    return insert(row(user).of(new Identity(issuer, subject, storable(user.claims()))), source);
  }

  /** Group names that fit; none of them has a line break, which names of groups cannot have. */
  private static List<String> storable(Claims claims) {
    List<String> kept = new ArrayList<>();
    int length = 0;
    for (String group : claims.groups()) {
      length += group.length() + 1;
      if (length <= LONGEST_GROUPS && group.chars().noneMatch(Character::isISOControl)) {
        kept.add(group);
      }
    }
    return kept;
  }

  private Row row(Authenticated user) {
    LocalDateTime now = UtcTime.now(clock);
    return new Row(
        0,
        user.userId(),
        user.user(),
        user.proof(),
        Optional.empty(),
        now,
        now,
        end(user.proof(), now));
  }

  private LocalDateTime end(LoginCredentials proof, LocalDateTime now) {
    LocalDateTime end = now.plus(LIFETIME);
    if (proof.tokenId().isEmpty()) {
      return end;
    }
    LocalDateTime ofToken =
        store
            .reading(reads -> reads.tokens().find(proof.tokenId().get()))
            .map(TokenRow::expiresAt)
            .orElseThrow(
                () -> refusal("The token was dropped.").withHint("Sign in with another one."));
    return ofToken.isBefore(end) ? ofToken : end;
  }

  private BrowserSecret insert(Row row, InetAddress source) {
    BrowserSecret secret = BrowserSecret.generate();
    changing(
        work -> {
          work.browserSessions().insert(row, secret.hash());
          work.audit()
              .insert(
                  new AuditRow(
                      row.createdAt(),
                      row.user(),
                      "login",
                      Map.of("client", "browser"),
                      200,
                      Optional.empty(),
                      UUID.randomUUID().toString(),
                      Optional.of(source.getHostAddress()),
                      Optional.empty()));
        });
    // In a transaction of its own, which sees the sessions that others opened at the same time.
    changing(work -> work.browserSessions().keepNewest(row.userId(), MOST));
    return secret;
  }

  /**
   * The user of a session, and the credentials that it was opened with.
   *
   * @param cookie value of the cookie
   * @return empty if the session does not exist or has ended
   */
  public Optional<Authenticated> find(String cookie) {
    LocalDateTime now = UtcTime.now(clock);
    Optional<Row> found =
        BrowserSecret.of(cookie)
            .flatMap(
                secret ->
                    store.reading(
                        reads ->
                            reads.browserSessions().find(secret.hash(), now, now.minus(IDLE))));
    Optional<Claims> claims = found.flatMap(this::claims);
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    Row row = found.get();
    LocalDateTime before = now.minus(USE_PRECISION);
    if (!row.lastUsedAt().isAfter(before)) {
      noteUse(row, now, before);
    }
    return Optional.of(new Authenticated(row.userId(), row.user(), claims.get(), row.proof()));
  }

  /** Empty if this server has no such identity provider, or no longer. */
  private Optional<Claims> claims(Row row) {
    if (row.identity().isEmpty()) {
      return Optional.of(Claims.NONE);
    }
    Identity identity = row.identity().get();
    return Optional.ofNullable(provider)
        .filter(known -> known.issuer().equals(identity.issuer()))
        .map(
            known ->
                known.groupsClaim().isPresent()
                    ? Claims.of(identity.groups(), known.adminGroup().orElse(null))
                    : Claims.NONE);
  }

  /** On a full disk the request continues; the session expires earlier. */
  private void noteUse(Row row, LocalDateTime now, LocalDateTime before) {
    try (StoreTransaction transaction = store.beginSignIn()) {
      transaction.call(
          work -> {
            work.browserSessions().used(row.id(), now, before);
            work.commit();
            return true;
          });
    } catch (StoreConflictException conflict) {
      LOG.debug("Another request of browser session {} is recorded already", row.id());
    } catch (VitrineException failure) {
      if (failure.code() != ErrorCode.DISK_FULL) {
        throw failure;
      }
      LOG.warn("The use of a browser session could not be recorded: {}", failure.problem());
    }
  }

  /**
   * Ends a session: the user signs out. Does nothing if the session does not exist.
   *
   * @param cookie value of the cookie
   */
  public void end(String cookie) {
    BrowserSecret.of(cookie)
        .ifPresent(secret -> changing(work -> work.browserSessions().delete(secret.hash())));
  }

  private void changing(Consumer<StoreTransaction> change) {
    while (true) {
      try (StoreTransaction transaction = store.beginSignIn()) {
        transaction.call(
            work -> {
              change.accept(work);
              work.commit();
              return true;
            });
        return;
      } catch (StoreConflictException conflict) {
        LOG.debug("A browser session changed concurrently; the change is repeated");
      }
    }
  }

  /** Removes the rows of ended sessions, in batches; for a background task. */
  public void purge() {
    LocalDateTime now = UtcTime.now(clock);
    Function<StoreTransaction, Integer> batch =
        work -> work.browserSessions().removeEnded(now, now.minus(IDLE), BATCH);
    try {
      int removed;
      do {
        try (StoreTransaction transaction = store.beginControl()) {
          removed = transaction.call(batch);
          transaction.commit();
        }
      } while (removed == BATCH);
    } catch (VitrineException | StoreConflictException failure) {
      LOG.warn("Ended browser sessions cannot be removed; the next attempt is later", failure);
    }
  }

  private static VitrineException refusal(String problem) {
    return new VitrineException(ErrorCode.AUTHENTICATION_FAILED, problem);
  }
}
