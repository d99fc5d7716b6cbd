package dev.vitrine.store;

import dev.vitrine.catalog.Claims;
import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.audit.AuditDao;
import dev.vitrine.store.connection.FetchSize;
import dev.vitrine.store.connection.FetchedBytes;
import dev.vitrine.store.h2.H2KeptQueries;
import dev.vitrine.store.h2.H2KeptStatements;
import dev.vitrine.store.h2.H2Locks;
import dev.vitrine.store.history.ErasureDao;
import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.history.RetentionDao;
import dev.vitrine.store.history.StoreClock;
import dev.vitrine.store.principal.BrowserSessionDao;
import dev.vitrine.store.principal.MetastoreDao;
import dev.vitrine.store.principal.PrincipalDao;
import dev.vitrine.store.principal.SessionDao;
import dev.vitrine.store.principal.TokenDao;
import dev.vitrine.store.provider.CatalogContentDao;
import dev.vitrine.store.provider.ProviderDao;
import dev.vitrine.store.provider.SharedCatalogDao;
import dev.vitrine.store.provider.SharedFileDao;
import dev.vitrine.store.result.RunningQuery;
import dev.vitrine.store.result.StoreQuery;
import dev.vitrine.store.result.StoreRows;
import dev.vitrine.store.securable.DroppedDao;
import dev.vitrine.store.securable.FileDao;
import dev.vitrine.store.securable.FileRightDao;
import dev.vitrine.store.securable.GrantDao;
import dev.vitrine.store.securable.LookUpDao;
import dev.vitrine.store.securable.ModelTexts;
import dev.vitrine.store.securable.RegistrationDao;
import dev.vitrine.store.securable.SecurableDao;
import dev.vitrine.store.securable.TagDao;
import dev.vitrine.store.securable.VersionDao;
import dev.vitrine.store.share.PublishedFileDao;
import dev.vitrine.store.share.RecipientDao;
import dev.vitrine.store.share.ShareDao;
import dev.vitrine.store.share.SharedContentDao;
import dev.vitrine.store.statement.DirectStatements;
import dev.vitrine.store.statement.SentStatements;
import dev.vitrine.store.statement.WatchedStatements;
import dev.vitrine.store.vendor.StoreConflictException;
import dev.vitrine.store.vendor.StoreErrors;
import dev.vitrine.store.vendor.Vendor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on the store, READ COMMITTED, used by one thread at a time. Its methods throw
 * {@link StoreConflictException} or {@link dev.vitrine.error.VitrineException} and nothing else.
 */
public final class StoreTransaction implements AutoCloseable {
  private static final String SAVEPOINT = "statement";

  /** Maximum number of savepoints of a client in one transaction. */
  private static final int MOST_SAVEPOINTS = 1_000;

  private final Handle handle;
  private final Vendor vendor;
  private final HistoryWriter history;
  private final SentStatements sent;
  private final Duration lockTime;
  private final WatchedStatements statements;
  private final DirectStatements direct;

  /** Empty where the database has all locks itself. */
  private final Optional<H2Locks.Holder> locks;

  /** The locks at the start of the current statement. */
  private Optional<H2Locks.Held> before = Optional.empty();

  /** The history at the start of the current statement. */
  private HistoryWriter.Mark beforeHistory = new HistoryWriter.Mark(null, 0);

  /** Whether the store has the savepoint of the current statement. */
  private boolean marked;

  /** Savepoints of the client, the newest first. */
  private final Deque<ClientSavepoint> savepoints = new ArrayDeque<>();

  private final RunningQuery running;
  private final List<Runnable> afterCommit = new ArrayList<>();

  /**
   * A savepoint of the client. It is the driver's: Jdbi's would be gone after a rollback to it, and
   * several can have one name.
   */
  private record ClientSavepoint(
      String name, Savepoint place, HistoryWriter.Mark history, Optional<H2Locks.Held> locks) {}

  /** An action on the connection. */
  private interface ConnectionWork<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * @param kept the statements that stay prepared; null unless the database is H2
   * @param queries the same of users; null unless the database is H2, and in transactions of
   *     clients
   * @param calls the call of the next statement
   * @param lockTime maximum wait for a lock of another transaction
   * @param reading whether it only reads, without a real transaction: with READ COMMITTED each
   *     statement is independent, and this saves a round trip
   */
  StoreTransaction(
      Handle handle,
      Vendor vendor,
      H2Locks h2Locks,
      StoreClock clock,
      SentStatements sent,
      @Nullable H2KeptStatements kept,
      @Nullable H2KeptQueries queries,
      Supplier<Cancellation> calls,
      Duration lockTime,
      boolean reading) {
    this.handle = handle;
    this.vendor = vendor;
    this.history = new HistoryWriter(handle, vendor, clock);
    this.sent = sent;
    this.lockTime = lockTime;
    try {
      this.statements = new WatchedStatements(handle.getConnection(), vendor, calls, lockTime);
      this.running = new RunningQuery(vendor, sent, statements, queries);
      this.direct = DirectStatements.cancellable(statements, sent, kept);
      this.locks = statements.h2().map(session -> h2Locks.holder(session.id(), session::blockedBy));
      handle.setStatementBuilder(statements.builder());
      if (!reading) {
        sent.sent("BEGIN");
        handle.begin();
      }
    } catch (RuntimeException exception) {
      handle.close();
      throw exception;
    } catch (SQLException exception) {
      handle.close();
      throw StoreErrors.unreachable(exception);
    }
  }

  /** The past that this transaction writes. */
  public HistoryWriter history() {
    return history;
  }

  public PrincipalDao principals() {
    return new PrincipalDao(handle, direct, history);
  }

  public MetastoreDao metastore() {
    return new MetastoreDao(handle, history);
  }

  public SecurableDao securables() {
    return new SecurableDao(handle, texts(), history);
  }

  public DroppedDao dropped() {
    return new DroppedDao(handle, texts(), history);
  }

  public RetentionDao retention() {
    return new RetentionDao(handle);
  }

  public ErasureDao erasure() {
    return new ErasureDao(handle);
  }

  public VersionDao versions() {
    return new VersionDao(handle, texts(), history);
  }

  public LookUpDao lookUps() {
    return new LookUpDao(direct);
  }

  public RegistrationDao registrations() {
    return new RegistrationDao(direct, vendor, history);
  }

  public TagDao tags() {
    return new TagDao(handle, texts(), history);
  }

  private ModelTexts texts() {
    return new ModelTexts(handle, vendor);
  }

  public GrantDao grants() {
    return new GrantDao(handle, history);
  }

  public TokenDao tokens() {
    return new TokenDao(handle, direct);
  }

  public SessionDao sessions() {
    return new SessionDao(handle, vendor);
  }

  public BrowserSessionDao browserSessions() {
    return new BrowserSessionDao(handle);
  }

  public FileDao files() {
    return new FileDao(handle);
  }

  public ProviderDao providers() {
    return new ProviderDao(handle);
  }

  public SharedCatalogDao sharedCatalogs() {
    return new SharedCatalogDao(handle);
  }

  public CatalogContentDao catalogContents() {
    return new CatalogContentDao(handle, history);
  }

  public SharedFileDao sharedFiles() {
    return new SharedFileDao(handle);
  }

  public FileRightDao fileRights() {
    return new FileRightDao(handle);
  }

  public ShareDao shares() {
    return new ShareDao(handle);
  }

  public RecipientDao recipients() {
    return new RecipientDao(handle);
  }

  public SharedContentDao sharedContent() {
    return new SharedContentDao(handle);
  }

  public PublishedFileDao publishedFiles() {
    return new PublishedFileDao(handle);
  }

  public AuditDao audit() {
    return new AuditDao(handle);
  }

  /** Prepares this transaction for changes. */
  public void writing() {
    enter(false);
  }

  /** Prepares this transaction for deleting something that others may refer to. */
  public void deletingParent() {
    enter(true);
  }

  private void enter(boolean alone) {
    locks.ifPresent(
        own ->
            statements
                .call()
                .interruptibly(
                    () -> {
                      own.enter(alone, lockTime);
                      return true;
                    }));
  }

  /** Prepares this transaction for inserting a row with a unique key, made of these parts. */
  public void claiming(Object... parts) {
    List<Object> key = List.of(parts);
    locks.ifPresent(
        own ->
            statements
                .call()
                .interruptibly(
                    () -> {
                      own.claim(key, lockTime);
                      return true;
                    }));
  }

  /** Runs store work and translates its errors. */
  public <T> T call(Function<StoreTransaction, T> work) {
    return translating(() -> work.apply(this));
  }

  /** Marks the place to which {@link #undoStatement()} goes back. */
  public void beginStatement() {
    before = locks.map(H2Locks.Holder::held);
    beforeHistory = history.mark();
    run("SAVEPOINT", () -> handle.savepoint(SAVEPOINT));
    marked = true;
  }

  /**
   * Undoes the changes of the current statement; earlier changes of the transaction remain.
   *
   * @throws VitrineException STORE_UNREACHABLE also if the mark was lost when it was to be
   *     forgotten
   */
  public void undoStatement() {
    if (!marked) {
      throw new VitrineException(
          ErrorCode.STORE_UNREACHABLE, "The statement cannot be undone without its savepoint.");
    }
    run("ROLLBACK TO SAVEPOINT", () -> handle.rollbackToSavepoint(SAVEPOINT));
    history.returnTo(beforeHistory);
    locks.ifPresent(own -> own.lower(before.orElseThrow()));
  }

  /** Forgets the mark. */
  public void endStatement() {
    marked = false;
    run("RELEASE SAVEPOINT", () -> handle.releaseSavepoint(SAVEPOINT));
  }

  /** Lets all statements read one state; to be called before the first of them. */
  public void readSnapshot() {
    onConnection(
        "SET TRANSACTION",
        connection -> {
          switch (vendor) {
            // JDBC would change the session, which a pooler may give to another client.
            case POSTGRESQL -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
              }
            }
            // The pool sets the level back when the connection is returned to it.
            case H2 -> connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          }
          return true;
        });
  }

  /** Marks a place of the client's choice; a later one can have the same name. */
  public void savepoint(String name) {
    if (savepoints.size() == MOST_SAVEPOINTS) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The transaction has more than " + MOST_SAVEPOINTS + " savepoints.")
          .withHint("Release savepoints that are not needed.");
    }
    Savepoint place = onConnection("SAVEPOINT", Connection::setSavepoint);
    savepoints.push(
        new ClientSavepoint(name, place, history.mark(), locks.map(H2Locks.Holder::held)));
  }

  /**
   * Forgets the newest savepoint of this name and those after it.
   *
   * @throws VitrineException SAVEPOINT_NOT_FOUND when there is none
   */
  public void releaseSavepoint(String name) {
    ClientSavepoint savepoint = newest(name);
    onConnection(
        "RELEASE SAVEPOINT",
        connection -> {
          connection.releaseSavepoint(savepoint.place());
          return savepoint;
        });
    savepoints.pop();
  }

  /**
   * Undoes the changes since the newest savepoint of this name, which remains.
   *
   * @throws VitrineException SAVEPOINT_NOT_FOUND when there is none
   */
  public void rollbackToSavepoint(String name) {
    ClientSavepoint savepoint = newest(name);
    onConnection(
        "ROLLBACK TO SAVEPOINT",
        connection -> {
          connection.rollback(savepoint.place());
          return savepoint;
        });
    history.returnTo(savepoint.history());
    locks.ifPresent(own -> own.lower(savepoint.locks().orElseThrow()));
  }

  /** The newest savepoint of this name; those after it are forgotten. */
  private ClientSavepoint newest(String name) {
    if (savepoints.stream().noneMatch(savepoint -> savepoint.name().equals(name))) {
      throw new VitrineException(
              ErrorCode.SAVEPOINT_NOT_FOUND, "The savepoint '" + name + "' does not exist.")
          .withHint("Name a savepoint of this transaction that was not released.");
    }
    while (!savepoints.element().name().equals(name)) {
      savepoints.pop();
    }
    return savepoints.element();
  }

  /**
   * Runs a query whose rows are read on demand.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when the user no longer exists
   */
  public StoreRows query(StoreQuery query) {
    if (!vendor.runsSeveralStatements()) {
      call(work -> work.principals().user(query.userId(), Claims.NONE));
    }
    return running.start(
        query, true, new FetchSize(query.columns(), FetchedBytes.MOST), query.maxRows());
  }

  /** Runs work when the changes last; never if they are undone. */
  public void afterCommit(Runnable work) {
    afterCommit.add(work);
  }

  /** Makes the changes last. */
  public void commit() {
    run("COMMIT", handle::commit);
    List<Runnable> works = List.copyOf(afterCommit);
    afterCommit.clear();
    works.forEach(Runnable::run);
  }

  /** Undoes all changes. */
  public void rollback() {
    afterCommit.clear();
    run("ROLLBACK", handle::rollback);
  }

  /** Returns the connection and rolls back uncommitted changes. */
  @Override
  public void close() {
    try {
      if (inTransaction()) {
        run("ROLLBACK", handle::rollback);
      }
    } finally {
      locks.ifPresent(H2Locks.Holder::release);
      translating(
          () -> {
            handle.close();
            return true;
          });
    }
  }

  private boolean inTransaction() {
    return translating(handle::isInTransaction);
  }

  private void run(String text, Runnable work) {
    translating(
        () -> {
          sent.sent(text);
          work.run();
          return null;
        });
  }

  private <T> T onConnection(String text, ConnectionWork<T> work) {
    sent.sent(text);
    try {
      return work.on(handle.getConnection());
    } catch (SQLException | RuntimeException | VirtualMachineError failure) {
      throw StoreErrors.translate(failure);
    }
  }

  private static <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | VirtualMachineError failure) {
      throw StoreErrors.translate(failure);
    }
  }
}
