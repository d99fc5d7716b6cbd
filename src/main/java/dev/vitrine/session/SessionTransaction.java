package dev.vitrine.session;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import java.util.Optional;

/**
 * The transaction of a session: none in autocommit, else one that begins with the first statement
 * that needs it. Used under the session's lock.
 */
final class SessionTransaction implements AutoCloseable {
  private final Store store;
  private boolean autoCommit = true;

  /** Whether BEGIN opened a transaction while autocommit is on. */
  private boolean begun;

  private Optional<StoreTransaction> open = Optional.empty();
  private Runnable atEnd = () -> {};

  SessionTransaction(Store store) {
    this.store = store;
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
    return begun || !autoCommit;
  }

  /** Whether one has begun, by BEGIN or by a statement. */
  boolean isOpen() {
    return begun || open.isPresent();
  }

  void begin() {
    if (isOpen()) {
      throw new VitrineException(
              ErrorCode.INVALID_TRANSACTION_STATE, "A transaction is open already.")
          .withHint("End it with COMMIT or ROLLBACK first.");
    }
    begun = true;
  }

  /** The open transaction, begun now if it was not. */
  StoreTransaction current() {
    if (open.isEmpty()) {
      open = Optional.of(store.begin());
    }
    return open.get();
  }

  /** Registers what must be done before the transaction ends: closing a cursor on it. */
  void beforeEnd(Runnable action) {
    atEnd = action;
  }

  void commit() {
    end(true);
  }

  void rollback() {
    end(false);
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
