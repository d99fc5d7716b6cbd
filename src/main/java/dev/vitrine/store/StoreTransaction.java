package dev.vitrine.store;

import dev.vitrine.catalog.Claims;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * A transaction on the store, READ COMMITTED, used by one thread at a time. Its methods throw
 * {@link StoreConflictException} or {@link dev.vitrine.error.VitrineException} and nothing else.
 */
public final class StoreTransaction implements Cancellable, AutoCloseable {
  private static final String SAVEPOINT = "statement";

  private final Handle handle;
  private final Vendor vendor;
  private final ExclusiveGate gate;
  private final SentStatements sent;
  private int permits;
  private final RunningQuery running;

  /**
   * @param reading whether it is none really: each statement reads, and is by itself, as in READ
   *     COMMITTED it is anyway; that spares a round trip
   */
  StoreTransaction(
      Handle handle, Vendor vendor, ExclusiveGate gate, SentStatements sent, boolean reading) {
    this.handle = handle;
    this.vendor = vendor;
    this.gate = gate;
    this.sent = sent;
    this.running = new RunningQuery(handle.getConnection(), vendor, sent);
    try {
      if (!reading) {
        sent.sent("BEGIN");
        handle.begin();
      }
      if (vendor == Vendor.H2) {
        SessionTimeout.setAmple(handle.getConnection());
      }
    } catch (RuntimeException exception) {
      handle.close();
      throw exception;
    } catch (SQLException exception) {
      handle.close();
      throw StoreErrors.unreachable(exception);
    }
  }

  public PrincipalDao principals() {
    return new PrincipalDao(handle);
  }

  public SecurableDao securables() {
    return new SecurableDao(handle);
  }

  public VersionDao versions() {
    return new VersionDao(handle);
  }

  public ModelDao models() {
    return new ModelDao(handle);
  }

  public TagDao tags() {
    return new TagDao(handle);
  }

  public GrantDao grants() {
    return new GrantDao(handle);
  }

  public TokenDao tokens() {
    return new TokenDao(handle);
  }

  public FileDao files() {
    return new FileDao(handle);
  }

  public FileRightDao fileRights() {
    return new FileRightDao(handle);
  }

  public AuditDao audit() {
    return new AuditDao(handle);
  }

  /** Says that this transaction is about to change something. */
  public void writing() {
    if (vendor == Vendor.H2) {
      permits = gate.enter(permits, false);
    }
  }

  /** Says that this transaction is about to delete something that others may point at. */
  public void deletingParent() {
    if (vendor == Vendor.H2) {
      permits = gate.enter(permits, true);
    }
  }

  /** Bounds each following statement; 0 is no bound. */
  public void timeout(int seconds) {
    if (vendor != Vendor.H2) {
      handle.getConfig(SqlStatements.class).setQueryTimeout(seconds == 0 ? null : seconds);
      return;
    }
    try {
      SessionTimeout.set(handle.getConnection(), seconds);
    } catch (SQLException exception) {
      throw StoreErrors.translate(exception);
    }
  }

  /** Runs store work that may fail, translating what the store throws. */
  public <T> T call(Function<StoreTransaction, T> work) {
    return translating(() -> work.apply(this));
  }

  /** Marks the place to which {@link #undoStatement()} goes back. */
  public void beginStatement() {
    run("SAVEPOINT", () -> handle.savepoint(SAVEPOINT));
  }

  /** Undoes what the current statement did; what came before it in the transaction stays. */
  public void undoStatement() {
    run("ROLLBACK TO SAVEPOINT", () -> handle.rollbackToSavepoint(SAVEPOINT));
  }

  /** Forgets the mark. */
  public void endStatement() {
    run("RELEASE SAVEPOINT", () -> handle.releaseSavepoint(SAVEPOINT));
  }

  /**
   * Runs a query whose rows are read as they are needed.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when there is no such user any
   *     more
   */
  public StoreRows query(StoreQuery query) {
    if (!vendor.answersSeveral()) {
      call(work -> work.principals().user(query.userId(), Claims.NONE));
    }
    return running.start(
        query,
        true,
        Optional.of(new FetchSize(query.columns(), FetchedBytes.MOST)),
        query.maxRows());
  }

  @Override
  public void cancel() {
    running.cancel();
  }

  /** Makes the changes last. */
  public void commit() {
    run("COMMIT", handle::commit);
  }

  /** Undoes all changes. */
  public void rollback() {
    run("ROLLBACK", handle::rollback);
  }

  /** Gives the connection back, undoing what was not committed. */
  @Override
  public void close() {
    running.over();
    try {
      if (inTransaction()) {
        run("ROLLBACK", handle::rollback);
      }
    } finally {
      gate.leave(permits);
      permits = 0;
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

  private static <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | VirtualMachineError failure) {
      throw StoreErrors.translate(failure);
    }
  }
}
