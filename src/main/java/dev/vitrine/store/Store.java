package dev.vitrine.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.connection.ConnectionPool;
import dev.vitrine.store.connection.ConnectionRequest;
import dev.vitrine.store.connection.PoolFigures;
import dev.vitrine.store.connection.StoreSettings;
import dev.vitrine.store.connection.UnpooledSource;
import dev.vitrine.store.h2.H2KeptQueries;
import dev.vitrine.store.h2.H2KeptStatements;
import dev.vitrine.store.h2.H2Locks;
import dev.vitrine.store.history.StoreClock;
import dev.vitrine.store.migration.Migrations;
import dev.vitrine.store.relation.SecuredRelations;
import dev.vitrine.store.result.HistoryBounds;
import dev.vitrine.store.result.SmallRead;
import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.SentStatements;
import dev.vitrine.store.statement.WatchedStatements;
import dev.vitrine.store.vendor.StoreErrors;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.Vendor;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/** An open registry store. Safe for use by several threads. */
public final class Store implements AutoCloseable {
  /** How long the admin status of a user who waits for a connection is cached. */
  private static final Duration ADMIN_MEMORY = Duration.ofSeconds(5);

  /** Maximum number of users with a cached admin status. */
  private static final long ADMINS_REMEMBERED = 1_000;

  private final StoreLocation location;
  private final Duration lockTime;
  private final UnpooledSource source;
  private final ConnectionPool pool;
  private final SecuredRelations secured;
  private final HistoryBounds historyBounds;
  private final StoreProbe probe;
  private final H2Locks h2Locks = new H2Locks();
  private final StoreClock clock;
  private final SparseVisibilityCache sparse = new SparseVisibilityCache();
  private final SentStatements sent = new SentStatements();

  /** These are null for databases that keep the plans of statements themselves. */
  private final @Nullable H2KeptStatements kept;

  private final @Nullable H2KeptQueries queries;

  private final Cache<StoreUser, Boolean> admins =
      Caffeine.newBuilder().maximumSize(ADMINS_REMEMBERED).expireAfterWrite(ADMIN_MEMORY).build();

  private Store(StoreLocation location, StoreSettings settings) {
    this.location = location;
    this.clock = new StoreClock(location.vendor());
    this.lockTime = settings.lockTime();
    this.source = new UnpooledSource(location, settings.statementTime());
    this.pool = new ConnectionPool(source, location, sent, settings);
    this.kept = location.vendor() == Vendor.H2 ? new H2KeptStatements() : null;
    this.queries = location.vendor() == Vendor.H2 ? new H2KeptQueries() : null;
    this.secured = new SecuredRelations(location.vendor());
    this.historyBounds = new HistoryBounds(location.vendor());
    this.probe = new StoreProbe(location, pool);
  }

  /** Like {@link #open(StoreLocation, StoreSettings)}, with the default settings. */
  public static Store open(StoreLocation location) {
    return open(location, StoreSettings.DEFAULT);
  }

  /**
   * Opens the store at a location, migrating it if it is older than this release.
   *
   * @throws VitrineException CANNOT_CONNECT when it cannot be opened, or is newer
   */
  @SuppressWarnings("try") // The connection keeps a file store open until the pool is there.
  public static Store open(StoreLocation location, StoreSettings settings) {
    try (Connection first = Migrations.open(location)) {
      if (location.vendor() == Vendor.POSTGRESQL) {
        StoreProbe.warnOfLateDeadlocks(first);
      }
      return new Store(location, settings);
    } catch (SQLException exception) {
      throw StoreErrors.cannotOpen(location, exception);
    } catch (FlywayException exception) {
      for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw StoreErrors.cannotOpen(location, sql);
        }
      }
      throw new VitrineException(
              ErrorCode.CANNOT_CONNECT, "The store's schema could not be migrated.")
          .withCause(exception)
          .withHint("See the log for the cause. The store is unchanged.");
    }
  }

  /** The kind of database. */
  public Vendor vendor() {
    return location.vendor();
  }

  /** The times between which the past can be read. */
  public HistoryBounds historyBounds() {
    return historyBounds;
  }

  /** The relations' security text for this kind of database. */
  public SecuredRelations securedRelations() {
    return secured;
  }

  /** The store as this user's session uses it. */
  public UserStore as(StoreUser user) {
    return new UserStore(this, user);
  }

  /**
   * Applies other settings: the size of the pool and the waiting times of requests at once, the
   * time limit of statements to connections that are made from now on. The other settings stay.
   */
  public void configure(StoreSettings settings) {
    source.setStatementTime(settings.statementTime());
    pool.configure(settings);
  }

  /** The statements that this store sends to the database. */
  SentStatements sent() {
    return sent;
  }

  boolean reachesFew(StoreUser user, boolean asking, Supplier<Cancellation> calls) {
    Optional<Boolean> known = sparse.cached(user.id());
    if (known.isPresent() || !asking || vendor() != Vendor.POSTGRESQL) {
      return known.orElse(false);
    }
    try (Handle handle = connected(calls, () -> open(user, false, calls))) {
      handle.setStatementBuilder(statements(handle, calls).builder());
      return sparse.query(user.id(), handle);
    } catch (RuntimeException | SQLException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  /** The cancellation signal of work that cannot be cancelled. */
  private static Cancellation never() {
    return Cancellation.NEVER;
  }

  /**
   * Begins a transaction for work on files, which the caller ends and which cannot be cancelled.
   */
  public StoreTransaction begin() {
    return begin(Store::never);
  }

  /** The same for a call that can be cancelled. */
  public StoreTransaction begin(Supplier<Cancellation> calls) {
    return begin(
        calls, () -> pool.open(ConnectionRequest.ofFiles(pool.shares().filesShare())), false);
  }

  /**
   * Begins a transaction of authentication, which the caller ends; it may use the reserve for
   * sign-in, so it must not wait for locks that users can hold.
   */
  public StoreTransaction beginSignIn() {
    return begin(Store::never, () -> pool.open(ConnectionRequest.ofSignIn()), false);
  }

  /** Like {@link #begin()}, for reading statements that need no transaction. */
  public StoreTransaction beginReading() {
    return begin(
        Store::never, () -> pool.open(ConnectionRequest.ofFiles(pool.shares().filesShare())), true);
  }

  StoreTransaction begin(StoreUser user, Supplier<Cancellation> calls, boolean reading) {
    return begin(calls, () -> open(user, false, calls), reading);
  }

  /** Begins a transaction that lasts longer than one statement. */
  StoreTransaction beginKept(StoreUser user, Supplier<Cancellation> calls) {
    return begin(calls, () -> open(user, true, calls), false);
  }

  /** Begins a transaction for one result that is too large to be read at once. */
  StoreTransaction beginResult(StoreUser user, Supplier<Cancellation> calls) {
    // On H2 every result is read so, small ones too.
    return begin(calls, () -> open(user, vendor().runsSeveralStatements(), calls), false, queries);
  }

  private StoreTransaction begin(
      Supplier<Cancellation> calls, Cancellation.Wait<Handle> opening, boolean reading) {
    return begin(calls, opening, reading, null);
  }

  private StoreTransaction begin(
      Supplier<Cancellation> calls,
      Cancellation.Wait<Handle> opening,
      boolean reading,
      @Nullable H2KeptQueries queriesOfUsers) {
    return new StoreTransaction(
        connected(calls, opening),
        location.vendor(),
        h2Locks,
        clock,
        sent,
        kept,
        queriesOfUsers,
        calls,
        lockTime,
        reading);
  }

  private static Handle connected(Supplier<Cancellation> calls, Cancellation.Wait<Handle> opening) {
    try {
      return calls.get().interruptibly(opening);
    } catch (RuntimeException exception) {
      throw StoreErrors.noConnection(exception);
    }
  }

  /**
   * The admin status is read only for users who would have to wait, because admins can also use the
   * reserve.
   */
  private Handle open(StoreUser user, boolean kept, Supplier<Cancellation> calls)
      throws InterruptedException {
    int share = pool.shares().share();
    ConnectionRequest ordinary = ConnectionRequest.ofUser(user.id(), share, kept);
    Optional<Handle> atOnce = pool.tryOpen(ordinary);
    if (atOnce.isPresent()) {
      return atOnce.get();
    }
    if (!isAdmin(user, calls)) {
      return pool.open(ordinary);
    }
    return pool.open(
        user.embedded()
            ? ConnectionRequest.ofEmbeddedAdmin(user.id())
            : ConnectionRequest.ofAdmin(user.id(), share, kept));
  }

  private boolean isAdmin(StoreUser user, Supplier<Cancellation> calls) {
    Boolean known = admins.getIfPresent(user);
    if (known != null) {
      return known;
    }
    boolean admin =
        reading(calls, reads -> reads.principals().user(user.id(), user.claims()).admin());
    admins.put(user, admin);
    return admin;
  }

  private WatchedStatements statements(Handle handle, Supplier<Cancellation> calls)
      throws SQLException {
    return new WatchedStatements(handle.getConnection(), vendor(), calls, lockTime);
  }

  /** Reads of accounts; they may use the reserve for sign-in. */
  public <T> T reading(Function<AccountReads, T> work) {
    return reading(Store::never, work);
  }

  private <T> T reading(Supplier<Cancellation> calls, Function<AccountReads, T> work) {
    try (Handle handle = connected(calls, () -> pool.open(ConnectionRequest.ofSignIn()))) {
      return work.apply(
          new AccountReads(handle, DirectStatements.of(handle.getConnection(), sent, kept)));
    } catch (RuntimeException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  Optional<SmallRead> small(StoreUser user, Supplier<Cancellation> calls) {
    if (!vendor().runsSeveralStatements()) {
      return Optional.empty();
    }
    Handle handle = connected(calls, () -> open(user, false, calls));
    try {
      return Optional.of(new SmallRead(handle, vendor(), sent, statements(handle, calls)));
    } catch (SQLException exception) {
      handle.close();
      throw StoreErrors.unreachable(exception);
    }
  }

  /**
   * Begins a transaction that writes a refusal to the audit trail, on a connection that is never
   * used for anything else: sessions that hold every other connection cannot delay it.
   */
  public StoreTransaction beginAudit() {
    return begin(Store::never, pool::openAudit, false);
  }

  /**
   * Begins a short maintenance transaction on the same connections. Its statements are not traced,
   * because they belong to no session.
   */
  public StoreTransaction beginControl() {
    Handle handle = connected(Store::never, pool::openAudit);
    handle.getConfig(SqlStatements.class).setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
    return new StoreTransaction(
        handle,
        location.vendor(),
        h2Locks,
        clock,
        new SentStatements(),
        kept,
        null,
        Store::never,
        lockTime,
        false);
  }

  /** Product name and version of the database. */
  public String version() {
    try (Handle handle = connected(Store::never, () -> pool.open(ConnectionRequest.ofSignIn()))) {
      DatabaseMetaData database = handle.getConnection().getMetaData();
      return database.getDatabaseProductName() + " " + database.getDatabaseProductVersion();
    } catch (SQLException exception) {
      throw StoreErrors.unreachable(exception);
    }
  }

  /** Whether the database responds and the pool provides a connection, both within a time. */
  public boolean isReachable(Duration within) {
    return probe.responds(within);
  }

  /** Whether the store can be used; responds within {@code within}. */
  public StoreHealth health(Duration within) {
    StoreProbe.Result result = probe.check(within);
    return new StoreHealth(
        result.database(),
        result.pool(),
        pool.readOnly(),
        pool.figures().waiting(),
        pool.shares().stalled());
  }

  /** The connections of sessions. */
  public PoolFigures pool() {
    return pool.figures();
  }

  /**
   * In a separate thread, because the thread that closes the last connection may be interrupted,
   * which would leave the store half closed.
   */
  @Override
  public void close() {
    closeAfter(() -> {});
  }

  /** The same, after some last work in that thread. */
  public void closeAfter(Runnable last) {
    Thread closing =
        new Thread(
            () -> {
              try {
                last.run();
              } finally {
                closePools();
              }
            },
            "vitrine-close");
    closing.start();
    boolean interrupted = false;
    while (closing.isAlive()) {
      try {
        closing.join();
      } catch (InterruptedException exception) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closePools() {
    probe.close();
    pool.close();
  }
}
