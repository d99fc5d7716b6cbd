package dev.vitrine.session;

import static java.util.Objects.requireNonNull;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.PrincipalName;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.Dialect;
import dev.vitrine.query.QueryPlanner;
import dev.vitrine.store.AuditRow;
import dev.vitrine.store.PrincipalRow;
import dev.vitrine.store.SecuredRelations;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreConflictException;
import dev.vitrine.store.StoreLocation;
import dev.vitrine.store.StoreTransaction;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open registry store, shared by its sessions. Safe for use by several threads. */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final int PLANS = 1_000;

  /** Of the shapes that are asked most. */
  private static final List<String> WARM_UP =
      List.of(
          "SELECT version FROM aliases WHERE full_name = ? AND alias_key = ?",
          "SELECT m.owner, COUNT(*) AS n FROM models m JOIN versions v ON v.full_name = m.full_name"
              + " WHERE v.created_at > TIMESTAMP '2024-01-01 00:00:00' AND m.full_name LIKE 'a%'"
              + " GROUP BY m.owner ORDER BY n DESC LIMIT 10",
          "SELECT full_name FROM models m WHERE NOT EXISTS"
              + " (SELECT 1 FROM aliases a WHERE a.full_name = m.full_name)");

  /** Of a user in the audit trail; nobody has a longer name, but one can be tried. */
  private static final int LONGEST_NAME = 255;

  /** Guarded by itself. */
  private static final Map<String, Engine> OPEN = new HashMap<>();

  private final StoreLocation location;
  private final Store store;
  private final QueryPlanner planner;
  private final LargeAnswers largeAnswers = new LargeAnswers();
  private final ParsedTexts texts = new ParsedTexts();

  /** Made when it is asked for; guarded by this. */
  private StoreAuthenticator authenticator;

  /** How often it was opened and not closed yet; guarded by {@link #OPEN}. */
  private int users;

  private Engine(StoreLocation location, Store store) {
    this.location = requireNonNull(location);
    this.store = requireNonNull(store);
    Dialect dialect =
        switch (store.vendor()) {
          case POSTGRESQL -> Dialect.POSTGRESQL;
          case H2 -> Dialect.H2;
        };
    this.planner = new QueryPlanner(SecuredRelations.relations(), dialect, PLANS);
  }

  /**
   * Opens the store at an embedded URL and migrates it if it is older: {@code
   * jdbc:vitrine:mem:NAME}, {@code jdbc:vitrine:file:PATH} or {@code
   * jdbc:vitrine:postgresql://HOST[:PORT]/DB[?…]}. Engines are shared: the same URL in the same JVM
   * is the same engine, closed when it has been closed as often as opened (a {@code mem:} one lives
   * as long as the JVM).
   *
   * @throws VitrineException CANNOT_CONNECT when the store cannot be opened
   */
  public static Engine open(String url) {
    StoreLocation location = StoreLocation.parse(url);
    synchronized (OPEN) {
      Engine engine = OPEN.get(location.url());
      if (engine == null) {
        engine = new Engine(location, Store.open(location));
        OPEN.put(location.url(), engine);
      }
      engine.users++;
      return engine;
    }
  }

  /**
   * A session of {@code user}, whom the caller has authenticated or, embedded, is trusted to be. On
   * an empty registry the user is created and becomes the metastore's owner.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when there is no such user
   */
  public Session connect(String user) {
    String sessionId = UUID.randomUUID().toString();
    Optional<PrincipalRow> principal =
        StorableText.flaw(user).isEmpty() ? signIn(user, sessionId) : Optional.empty();
    if (principal.isEmpty()) {
      refused(user, sessionId, "There is no such user.");
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED, "There is no user '" + user + "'.")
          .withHint("An admin can make one with CREATE USER.");
    }
    return new Session(this, principal.get(), sessionId);
  }

  /**
   * A session for one request of a user who has proved who they are with that request: it is no
   * login, and costs nothing until it is used.
   *
   * @throws VitrineException AUTHENTICATION_FAILED, when it is used, if the user was dropped
   */
  public Session session(long userId, String user) {
    return new Session(
        this, new PrincipalRow(userId, user, PrincipalKind.USER), UUID.randomUUID().toString());
  }

  private Optional<PrincipalRow> signIn(String user, String sessionId) {
    while (true) {
      try (StoreTransaction transaction = store.begin()) {
        return transaction.call(
            work -> {
              Optional<PrincipalRow> principal = findOrFound(work, user);
              if (principal.isPresent()) {
                audit(work, principal.get().name(), sessionId, Optional.empty());
              }
              work.commit();
              return principal;
            });
      } catch (StoreConflictException exception) {
        LOG.debug("Another process founded the registry at the same moment: looking again");
      }
    }
  }

  private void refused(String user, String sessionId, String reason) {
    try (StoreTransaction transaction = store.beginAudit()) {
      audit(transaction, user, sessionId, Optional.of(reason));
      transaction.commit();
    }
  }

  /** Whether nobody has connected to the registry yet, so that it has no owner. */
  public boolean isUnfounded() {
    return reading(work -> !work.principals().hasMetastore());
  }

  /** Makes {@code user} the owner of a registry that has none; what has one is left alone. */
  public void found(String user, String passwordHash) {
    try (StoreTransaction transaction = store.begin()) {
      transaction.call(
          work -> {
            if (!work.principals().hasMetastore()) {
              found(work, user, Optional.of(passwordHash));
            }
            work.commit();
            return true;
          });
    } catch (StoreConflictException exception) {
      LOG.debug("Another process founded the registry at the same moment", exception);
    }
  }

  private static void found(StoreTransaction work, String user, Optional<String> passwordHash) {
    LocalDateTime now = now();
    String name = new PrincipalName(user).value();
    work.writing();
    long id = work.principals().insert(name, PrincipalKind.USER, passwordHash, now);
    work.principals().insertMetastore(SecurableType.METASTORE_NAME, id, now);
  }

  private <T> T reading(Function<StoreTransaction, T> work) {
    try (StoreTransaction transaction = store.begin()) {
      return transaction.call(work);
    }
  }

  private static Optional<PrincipalRow> findOrFound(StoreTransaction work, String user) {
    if (!work.principals().hasMetastore()) {
      found(work, user, Optional.empty());
    }
    return work.principals().find(user).filter(found -> found.kind() == PrincipalKind.USER);
  }

  private static void audit(
      StoreTransaction transaction, String user, String sessionId, Optional<String> error) {
    transaction
        .audit()
        .insert(
            new AuditRow(
                now(),
                StorableText.excerpt(user, LONGEST_NAME),
                "login",
                Map.of(),
                error.isEmpty() ? 200 : 401,
                error,
                sessionId,
                Optional.empty(),
                Optional.empty()));
  }

  /** The present, in UTC, to the millisecond: as fine as the store keeps it. */
  static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }

  /** Product name and version of the store, for DatabaseMetaData: {@code "PostgreSQL 18.1"}. */
  public String storeVersion() {
    return store.version();
  }

  /**
   * Finds out who callers are, for whoever lets others in. Embedded connections trust their caller.
   */
  public synchronized StoreAuthenticator authenticator() {
    if (authenticator == null) {
      authenticator = new StoreAuthenticator(store, Clock.systemUTC());
    }
    return authenticator;
  }

  /**
   * Loads what the first query would wait for, some seconds on a slow machine; for a thread in the
   * background of a process that lives on.
   */
  public void warmUp() {
    for (String query : WARM_UP) {
      planner.plan(query, "system", "registry");
    }
  }

  /**
   * The files of the registry's versions, under a directory; the registry must have an owner.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the directory is not the one that has
   *     them
   */
  public FileStorage files(Path directory) {
    return FileStorage.open(store, directory);
  }

  /** Whether the store answers. */
  public boolean isReachable() {
    return store.isReachable();
  }

  Store store() {
    return store;
  }

  ParsedTexts texts() {
    return texts;
  }

  QueryPlanner planner() {
    return planner;
  }

  LargeAnswers largeAnswers() {
    return largeAnswers;
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      users--;
      if (users == 0 && !location.inMemory()) {
        OPEN.remove(location.url());
        store.close();
      }
    }
  }
}
