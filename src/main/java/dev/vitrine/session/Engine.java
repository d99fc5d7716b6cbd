package dev.vitrine.session;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.authentication.BrowserSessions;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.catalog.Claims;
import dev.vitrine.catalog.FileRight;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.PrincipalName;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.catalog.StoredPassword;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.query.PlanStatistics;
import dev.vitrine.query.QueryPlanner;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.registry.file.FileRights;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.session.call.IdleTransactions;
import dev.vitrine.session.provider.ProviderFiles;
import dev.vitrine.session.provider.SharedCatalogs;
import dev.vitrine.session.query.LargeResults;
import dev.vitrine.session.query.ParsedTexts;
import dev.vitrine.session.upkeep.AuditRetention;
import dev.vitrine.session.upkeep.Background;
import dev.vitrine.session.upkeep.HistoryRetention;
import dev.vitrine.session.upkeep.RefusalTrail;
import dev.vitrine.session.upkeep.StatementObserver;
import dev.vitrine.session.upkeep.StatementObservers;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreHealth;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.connection.PoolFigures;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.principal.PrincipalRow;
import dev.vitrine.store.relation.SecuredRelations;
import dev.vitrine.store.vendor.StoreConflictException;
import dev.vitrine.store.vendor.StoreLocation;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open registry store, shared by its sessions. Safe for use by several threads. */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** Maximum number of cached plans. */
  private static final int PLANS = 1_000;

  /** Between two attempts to write refusals that could not be written. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** Between two summaries of failed logins in the audit trail. */
  private static final Duration LOGIN_NUMBERS = Duration.ofMinutes(5);

  /** Queries of the most frequent shapes, planned in advance. */
  private static final List<String> WARM_UP =
      List.of(
          "SELECT version FROM aliases WHERE full_name = ? AND alias_key = ?",
          "SELECT m.owner, COUNT(*) AS n FROM models m JOIN versions v ON v.full_name = m.full_name"
              + " WHERE v.created_at > TIMESTAMP '2024-01-01 00:00:00' AND m.full_name LIKE 'a%'"
              + " GROUP BY m.owner ORDER BY n DESC LIMIT 10",
          "SELECT full_name FROM models m WHERE NOT EXISTS"
              + " (SELECT 1 FROM aliases a WHERE a.full_name = m.full_name)");

  private final StoreLocation location;
  private final Store store;
  private final Logins logins;
  private final QueryPlanner planner;
  private final LargeResults largeAnswers = new LargeResults();
  private final ParsedTexts texts = new ParsedTexts();
  private final MemoryBudget memory = MemoryBudget.ofHeap();

  private final StatementObservers observers = new StatementObservers();
  private final AtomicInteger sessions = new AtomicInteger();
  private final Background background = new Background();
  private final SessionRegister register;
  private final AuditRetention retention;
  private final HistoryRetention historyRetention;
  private final RefusalTrail refusals;
  private final SharedRegistry shares;
  private final SharedCatalogs sharedCatalogs;
  private final AtomicBoolean used = new AtomicBoolean();

  /** Made when it is asked for; guarded by this. */
  private @Nullable StoreAuthenticator authenticator;

  private final IdleTransactions idleTransactions;

  Engine(StoreLocation location, Store store, EngineSettings settings) {
    this.location = location;
    this.store = store;
    this.register = new SessionRegister(store, background);
    this.logins = new Logins(store, register);
    this.retention = new AuditRetention(store);
    this.historyRetention = new HistoryRetention(store);
    this.refusals = new RefusalTrail(store, Clock.systemUTC());
    this.shares = new SharedRegistry(this, store);
    this.sharedCatalogs = new SharedCatalogs(store, background, memory, settings.shares());
    this.idleTransactions = new IdleTransactions(settings.idleTransaction());
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
    return EngineRegistry.open(StoreLocation.parse(url), null);
  }

  /**
   * Like {@link #open(String)} with settings, which also apply to the engine if it is already open.
   *
   * @throws VitrineException CANNOT_CONNECT when the store cannot be opened
   */
  public static Engine open(String url, EngineSettings settings) {
    return EngineRegistry.open(StoreLocation.parse(url), settings);
  }

  void configure(EngineSettings settings) {
    store.configure(settings.store());
    idleTransactions.setLimit(settings.idleTransaction());
    sharedCatalogs.configure(settings.shares());
  }

  /**
   * A session of {@code user}, whom the caller has authenticated; embedded callers are trusted. On
   * an empty registry the user is created and becomes the metastore's owner.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when there is no such user
   */
  public Session connect(String user) {
    return connect(user, null);
  }

  /**
   * The same.
   *
   * @param client name that the client reports, if any
   */
  public Session connect(String user, @Nullable String client) {
    return connect(
        user,
        Claims.NONE,
        client,
        null,
        work -> StorableText.flaw(user).isEmpty() ? findOrFound(work, user) : Optional.empty());
  }

  /**
   * A session of a user whom a server has authenticated.
   *
   * @param client name that the client reports, if any
   * @throws VitrineException AUTHENTICATION_FAILED when the user was dropped since
   */
  public Session connect(RemoteUser user, @Nullable String client) {
    return connect(
        user.name(),
        user.claims(),
        client,
        user.address(),
        work ->
            work.principals()
                .findUser(user.id())
                .map(known -> new SignedIn(known, user.proof(), true)));
  }

  private Session connect(
      String user,
      Claims claims,
      @Nullable String client,
      @Nullable String address,
      Function<StoreTransaction, Optional<SignedIn>> find) {
    String sessionId = SessionRegister.newId();
    Optional<SignedIn> found = logins.signIn(find, sessionId, client, address);
    if (found.isEmpty()) {
      logins.refused(user, sessionId, address, "There is no such user.");
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED, "There is no user '" + user + "'.")
          .withHint("An admin can create one with CREATE USER.");
    }
    sessions.incrementAndGet();
    SignedIn signedIn = found.get();
    Session session =
        new Session(this, signedIn.user(), claims, signedIn.proof(), sessionId, address, null);
    if (signedIn.recorded()) {
      register.opened(session);
    }
    if (used.compareAndSet(false, true)) {
      background.every(AuditRetention.PERIOD, retention::removeExpired);
      historyRetention.start(background);
      background.run(sharedCatalogs::look);
    }
    return session;
  }

  /** Records another name of the client of an open session, in its row and in the audit trail. */
  public void clientChanged(RemoteUser user, Session session, String client) {
    logins.clientChanged(user.name(), session.id(), user.address(), client);
  }

  /**
   * A session for one authenticated request. It is not a login, and uses no resources until it runs
   * a statement.
   *
   * @throws VitrineException AUTHENTICATION_FAILED, when it is used, if the user was dropped
   */
  public Session session(RemoteUser user) {
    sessions.incrementAndGet();
    return new Session(
        this,
        new PrincipalRow(user.id(), user.name(), PrincipalKind.USER, false),
        user.claims(),
        user.proof(),
        SessionRegister.newId(),
        user.address(),
        user.caller());
  }

  /** Whether the registry is new and has no owner yet. */
  public boolean isUnfounded() {
    return reading(work -> !work.principals().hasMetastore());
  }

  /** Makes {@code user} the owner of a registry without an owner; otherwise does nothing. */
  public void found(String user, StoredPassword password) {
    try (StoreTransaction transaction = store.beginSignIn()) {
      transaction.call(
          work -> {
            if (!work.principals().hasMetastore()) {
              found(work, user, password);
            }
            work.commit();
            return true;
          });
    } catch (StoreConflictException exception) {
      LOG.debug("Another process created the registry concurrently", exception);
    }
  }

  private static void found(StoreTransaction work, String user, @Nullable StoredPassword password) {
    LocalDateTime now = UtcTime.now();
    String name = new PrincipalName(user).value();
    work.writing();
    long id = work.principals().insert(name, PrincipalKind.USER, password, now);
    work.metastore().insert(SecurableType.METASTORE_NAME, id, now);
  }

  private <T> T reading(Function<StoreTransaction, T> work) {
    try (StoreTransaction transaction = store.beginSignIn()) {
      return transaction.call(work);
    }
  }

  private static Optional<SignedIn> findOrFound(StoreTransaction work, String user) {
    if (!work.principals().hasMetastore()) {
      found(work, user, null);
    }
    return work.principals()
        .login(user)
        .map(
            login ->
                new SignedIn(
                    new PrincipalRow(login.id(), login.name(), PrincipalKind.USER, false),
                    LoginCredentials.of(LoginCredentials.Kind.EMBEDDED, login.credentialsVersion()),
                    true));
  }

  /** Product name and version of the store, for DatabaseMetaData: {@code "PostgreSQL 18.1"}. */
  public String storeVersion() {
    return store.version();
  }

  /** The authenticator for servers. Embedded connections trust their caller. */
  public synchronized StoreAuthenticator authenticator() {
    if (authenticator == null) {
      StoreAuthenticator made = new StoreAuthenticator(store, Clock.systemUTC());
      background.every(LOGIN_NUMBERS, () -> made.writeCountedFailures(false));
      background.every(BrowserSessions.PURGE_PERIOD, made.browserSessions()::purge);
      background.every(SharedCatalogs.LOOK, sharedCatalogs::look);
      authenticator = made;
    }
    return authenticator;
  }

  /**
   * Loads the classes of the query planner, which takes seconds on a slow machine; for a background
   * thread of a long-running process.
   */
  public void warmUp() {
    for (String query : WARM_UP) {
      planner.plan(query, "system", "registry");
    }
  }

  /**
   * The files of the registry's versions, in a place; the registry must have an owner.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the place is not the one that has them
   */
  public FileStorage files(StorageLocation location) {
    return FileStorage.open(store, location, new ProviderFiles(sharedCatalogs));
  }

  /** Whether the store can be used; responds within {@code within}. */
  public EngineHealth health(Duration within) {
    StoreHealth health = store.health(within);
    return new EngineHealth(
        health.responds(),
        health.connects(),
        health.readOnly(),
        health.waiting(),
        health.stalled());
  }

  /** Whether the user is admin at this moment. */
  public boolean isAdmin(RemoteUser user) {
    return reading(work -> work.principals().user(user.id(), user.claims()).admin());
  }

  /**
   * Whether the privilege of a signed URL still holds; one statement of the store.
   *
   * @param set the set of files at the time of signing
   */
  public boolean permits(FileRight right, long set, OpenFiles.Access access) {
    try (StoreTransaction transaction = store.beginReading()) {
      return transaction.call(work -> FileRights.holds(right, set, access, work));
    }
  }

  /** The registry as recipients of shares see it. */
  public SharedRegistry shares() {
    return shares;
  }

  /** Adds an observer of statements. */
  public void observe(StatementObserver observer) {
    observers.add(observer);
  }

  /** Removes an observer of statements. */
  public void ignore(StatementObserver observer) {
    observers.remove(observer);
  }

  /** The current activity. */
  public EngineFigures figures() {
    PlanStatistics plans = planner.statistics();
    PoolFigures pool = store.pool();
    return new EngineFigures(
        sessions.get(),
        plans.hits(),
        plans.misses(),
        plans.plans(),
        pool.active(),
        pool.idle(),
        pool.waiting(),
        pool.most(),
        EngineFigures.Part.of(pool.shares()),
        pool.shares().waits(),
        pool.shares().waited(),
        pool.shares().refusedByShare(),
        pool.shares().refusedByPool(),
        idleTransactions.ended());
  }

  /** Sets the name of this process in the relation {@code sessions}. */
  public void serverName(String name) {
    register.serverName(name);
  }

  void sessionClosed(Session session) {
    sessions.decrementAndGet();
    register.closed(session);
  }

  /** Writes a refusal to the audit trail, or counts it. */
  void refused(long userId, AuditRow row) {
    refusals.record(
        userId, row, () -> background.after(RefusalTrail.WINDOW, this::writeCountedRefusals));
  }

  private void writeCountedRefusals() {
    if (refusals.flush()) {
      background.after(AGAIN, this::writeCountedRefusals);
    }
  }

  /** In the thread that closes the store, for others may be interrupted. */
  private void lastWork() {
    refusals.flushAll();
    loginTrail().ifPresent(made -> made.writeCountedFailures(true));
    register.close();
  }

  private synchronized Optional<StoreAuthenticator> loginTrail() {
    return Optional.ofNullable(authenticator);
  }

  /** Runs the actions after the commit of a statement. */
  void start(AfterCommit consequence) {
    switch (consequence) {
      case SESSIONS_END -> register.sweep();
      case SHARED_CATALOGS_CHANGE -> sharedCatalogs.look();
      case AUDIT_ROWS_EXPIRE -> background.run(retention::removeExpired);
      case HISTORY_EXPIRES -> {
        store.historyBounds().forget();
        background.run(historyRetention::removeExpired);
      }
    }
  }

  SharedCatalogs sharedCatalogs() {
    return sharedCatalogs;
  }

  SessionRegister sessionRegister() {
    return register;
  }

  IdleTransactions idleTransactions() {
    return idleTransactions;
  }

  StatementObservers observers() {
    return observers;
  }

  Store store() {
    return store;
  }

  /** The memory for results and requests of all sessions. */
  public MemoryBudget memory() {
    return memory;
  }

  ParsedTexts texts() {
    return texts;
  }

  QueryPlanner planner() {
    return planner;
  }

  LargeResults largeAnswers() {
    return largeAnswers;
  }

  @Override
  public void close() {
    EngineRegistry.close(location);
  }

  /** The URL of the store, which may hold a password. */
  String url() {
    return location.url();
  }

  /** Closes the store; no session is open. */
  void closeStore() {
    idleTransactions.close();
    background.close();
    store.closeAfter(this::lastWork);
  }
}
