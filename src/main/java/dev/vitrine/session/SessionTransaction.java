package dev.vitrine.session;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreAbortException;
import dev.vitrine.store.StoreConflictException;
import dev.vitrine.store.StoreTransaction;
import java.util.Optional;

/**
 * The transaction of a session: none in autocommit, else one that begins with the first statement
 * that needs it. Used under the session's lock.
 */
final class SessionTransaction implements AutoCloseable {
  private final Store store;
  private final CurrentCall calls;
  private boolean autoCommit = true;

  /** Whether BEGIN opened a transaction while autocommit is on. */
  private boolean begun;

  /** Whether an error ended the transaction in the store; until COMMIT or ROLLBACK. */
  private boolean failed;

  private long begunStatements;
  private Optional<StoreTransaction> open = Optional.empty();
  private Runnable atEnd = () -> {};

  SessionTransaction(Store store, CurrentCall calls) {
    this.store = store;
    this.calls = calls;
  }

  boolean autoCommit() {
    return autoCommit;
  }

  void setAutoCommit(boolean autoCommit) {
    if (autoCommit && !this.autoCommit) {
      commit();
    }
    this.autoCommit = autoCommit;
  }

  /** Whether statements are part of a transaction that COMMIT or ROLLBACK ends. */
  boolean active() {
    return begun || failed || !autoCommit;
  }

  /** Whether one has begun, by BEGIN or by a statement. */
  boolean isOpen() {
    return begun || failed || open.isPresent();
  }

  /**
   * Refuses everything but ROLLBACK after an error has ended the transaction.
   *
   * @throws VitrineException IN_FAILED_TRANSACTION when one has
   */
  void requireUsable() {
    if (failed) {
      throw new VitrineException(
              ErrorCode.IN_FAILED_TRANSACTION,
              "An error has ended the transaction; its changes are undone.")
          .withHint("Send ROLLBACK, then run the transaction again from its start.");
    }
  }

  void begin() {
    requireUsable();
    if (isOpen()) {
      throw new VitrineException(
              ErrorCode.INVALID_TRANSACTION_STATE, "A transaction is open already.")
          .withHint("End it with COMMIT or ROLLBACK first.");
    }
    begun = true;
  }

  /** The open transaction, begun now if it was not. */
  StoreTransaction current() {
    requireUsable();
    if (open.isEmpty()) {
      open = Optional.of(store.begin(calls));
    }
    return open.get();
  }

  /** Registers what must be done before the transaction ends: closing a cursor on it. */
  void beforeEnd(Runnable action) {
    atEnd = action;
  }

  /** Begins a statement of the transaction, which can then be undone by itself. */
  StoreTransaction beginStatement() {
    StoreTransaction work = current();
    work.beginStatement();
    begunStatements++;
    return work;
  }

  /** How many statements the session has begun in transactions. */
  long begunStatements() {
    return begunStatements;
  }

  /**
   * Undoes a query that failed while its rows were read. If other statements were run after it, it
   * cannot be undone without them, and the transaction ends.
   *
   * @param statement the number of statements that had been begun when the query was
   */
  void undoReading(long statement, RuntimeException failure) {
    if (statement == begunStatements) {
      undoStatement(failure);
    } else {
      fail(failure);
    }
  }

  /**
   * Undoes a statement that failed. What the store has ended, or cannot undo, is lost as a whole.
   *
   * @param failure the error of the statement
   */
  void undoStatement(RuntimeException failure) {
    if (failure instanceof StoreAbortException) {
      fail(failure);
      return;
    }
    try {
      current().undoStatement();
    } catch (VitrineException | StoreConflictException lost) {
      failure.addSuppressed(lost);
      fail(failure);
    }
  }

  /** Rolls back; every further statement but ROLLBACK is refused. */
  void fail(RuntimeException failure) {
    try {
      end(false);
    } catch (VitrineException | StoreConflictException lost) {
      // The store undoes it when it misses the connection.
      failure.addSuppressed(lost);
    }
    failed = true;
  }

  /**
   * Makes the changes last.
   *
   * @throws VitrineException IN_FAILED_TRANSACTION when an error has ended the transaction before,
   *     SERIALIZATION_FAILURE when the store cannot commit it; it is rolled back then
   */
  void commit() {
    if (failed) {
      rollback();
      throw new VitrineException(
              ErrorCode.IN_FAILED_TRANSACTION,
              "The transaction was rolled back, since an error had ended it before.")
          .withHint("Run the transaction again from its start.");
    }
    try {
      end(true);
    } catch (StoreConflictException conflict) {
      throw contended(conflict);
    }
  }

  void rollback() {
    failed = false;
    try {
      end(false);
    } catch (StoreConflictException conflict) {
      throw contended(conflict);
    }
  }

  /** The error of a transaction that the store has ended because of others. */
  static VitrineException contended(StoreConflictException conflict) {
    return new VitrineException(
            ErrorCode.SERIALIZATION_FAILURE,
            "A deadlock or a concurrent change ended the transaction; its changes are undone.")
        .withCause(conflict)
        .withHint("Send ROLLBACK if the transaction is open, then run it again from its start.");
  }

  private void end(boolean keep) {
    begun = false;
    if (open.isEmpty()) {
      return;
    }
    try (StoreTransaction transaction = open.get()) {
      atEnd.run();
      if (keep) {
        transaction.commit();
      } else {
        transaction.rollback();
      }
    } finally {
      atEnd = () -> {};
      open = Optional.empty();
    }
  }

  @Override
  public void close() {
    rollback();
  }
}
