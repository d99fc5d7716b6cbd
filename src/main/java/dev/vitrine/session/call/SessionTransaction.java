package dev.vitrine.session.call;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.UserStore;
import dev.vitrine.store.vendor.StoreAbortException;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a session: none in autocommit, else one that begins with the first statement
 * that needs it. Used under the session's lock, but for its end when it is idle for too long.
 */
public final class SessionTransaction implements IdleTransactions.Idle, AutoCloseable {
  private final UserStore store;
  private final CurrentCall calls;
  private final Optional<IdleTransactions> limit;
  private final Activity activity;

  /** All that follows is guarded by the activity. */
  private boolean autoCommit = true;

  /** Whether BEGIN opened a transaction while autocommit is on. */
  private boolean begun;

  /** Whether an error ended the transaction in the store; until COMMIT or ROLLBACK. */
  private boolean failed;

  /** Whether the transaction was rolled back because it was idle; until ROLLBACK. */
  private boolean timedOut;

  /** Whether the transaction can only read. */
  private boolean readOnly;

  /** Whether all statements of the transaction read the state at the first one. */
  private boolean snapshot;

  /** When that was, by {@link System#nanoTime()}. */
  private long snapshotAt;

  private long begunStatements;
  private Optional<StoreTransaction> open = Optional.empty();
  private final Set<CursorRows> cursors = new HashSet<>();

  /**
   * @param limit ends the transaction when it is idle; null for no limit
   * @param activity during which the transaction is not idle
   */
  public SessionTransaction(
      UserStore store, CurrentCall calls, @Nullable IdleTransactions limit, Activity activity) {
    this.store = store;
    this.calls = calls;
    this.limit = Optional.ofNullable(limit);
    this.activity = activity;
  }

  /** Marks a use of the transaction. */
  public Activity activity() {
    return activity;
  }

  public boolean autoCommit() {
    return activity.asked(() -> autoCommit);
  }

  public void setAutoCommit(boolean wanted) {
    activity.during(
        () -> {
          if (wanted && !autoCommit) {
            commit();
          }
          autoCommit = wanted;
        });
  }

  /** Whether statements are part of a transaction that COMMIT or ROLLBACK ends. */
  public boolean active() {
    return activity.asked(() -> begun || failed || timedOut || !autoCommit);
  }

  /** Whether one has begun, by BEGIN or by a statement. */
  public boolean isOpen() {
    return activity.asked(() -> begun || failed || timedOut || open.isPresent());
  }

  /**
   * Refuses everything but ROLLBACK after an error or idleness has ended the transaction.
   *
   * @throws VitrineException IN_FAILED_TRANSACTION or IDLE_TRANSACTION_TIMEOUT
   */
  public void requireUsable() {
    if (activity.asked(() -> timedOut)) {
      throw limit.orElseThrow().transactionEnded();
    }
    if (activity.asked(() -> failed)) {
      throw new VitrineException(
              ErrorCode.IN_FAILED_TRANSACTION,
              "An error ended the transaction; its changes were rolled back.")
          .withHint("Send ROLLBACK, then run the transaction again from its start.");
    }
  }

  /** Whether an error or idleness has ended the transaction, so that only ROLLBACK is possible. */
  public boolean isFailed() {
    return activity.asked(() -> failed || timedOut);
  }

  /** Marks a place in the open transaction to which {@link #rollbackToSavepoint} goes back. */
  public void savepoint(String name) {
    activity.during(() -> current().savepoint(name));
  }

  /**
   * Forgets a savepoint and those after it.
   *
   * @throws VitrineException SAVEPOINT_NOT_FOUND when the savepoint does not exist
   */
  public void releaseSavepoint(String name) {
    activity.during(() -> current().releaseSavepoint(name));
  }

  /**
   * Undoes the changes since a savepoint, which remains; open cursors are closed.
   *
   * @throws VitrineException SAVEPOINT_NOT_FOUND when the savepoint does not exist
   */
  public void rollbackToSavepoint(String name) {
    activity.during(
        () -> {
          List.copyOf(cursors).forEach(CursorRows::end);
          cursors.clear();
          current().rollbackToSavepoint(name);
        });
  }

  public void begin() {
    activity.during(
        () -> {
          requireUsable();
          if (isOpen()) {
            throw new VitrineException(
                    ErrorCode.INVALID_TRANSACTION_STATE, "A transaction is already open.")
                .withHint("End it with COMMIT or ROLLBACK first.");
          }
          begun = true;
          limit.ifPresent(idle -> idle.watch(this));
        });
  }

  /** Refuses changes of the registry until the transaction ends. */
  public void setReadOnly() {
    activity.during(() -> readOnly = true);
  }

  /** Allows changes of the registry again, before the first statement. */
  public void setReadWrite() {
    activity.during(
        () -> {
          if (readOnly && (snapshot || open.isPresent())) {
            throw new VitrineException(
                ErrorCode.INVALID_TRANSACTION_STATE, "The transaction cannot become READ WRITE.");
          }
          readOnly = false;
        });
  }

  /** Whether the transaction can only read. */
  public boolean isReadOnly() {
    return activity.asked(() -> readOnly);
  }

  /**
   * Makes all statements of the transaction read the state of the registry at its first one. It can
   * change nothing then, because checks before a change must see the newest state.
   *
   * @throws VitrineException INVALID_TRANSACTION_STATE when a statement has run
   */
  public void setSnapshot() {
    activity.during(
        () -> {
          if (open.isPresent()) {
            throw new VitrineException(
                    ErrorCode.INVALID_TRANSACTION_STATE,
                    "The isolation level must be set before the first statement of a transaction.")
                .withHint("End the transaction with COMMIT or ROLLBACK first.");
          }
          snapshot = true;
          readOnly = true;
        });
  }

  /**
   * Refuses changes in a transaction that can only read.
   *
   * @throws VitrineException INVALID_TRANSACTION_STATE
   */
  public void requireChanges() {
    if (activity.asked(() -> readOnly)) {
      throw new VitrineException(
              ErrorCode.INVALID_TRANSACTION_STATE,
              "The registry cannot be changed in a READ ONLY or REPEATABLE READ transaction.")
          .withHint("End the transaction, and begin one that is READ WRITE and READ COMMITTED.");
    }
  }

  /** The open transaction, begun now if it was not. */
  public StoreTransaction current() {
    return activity.during(
        () -> {
          requireUsable();
          if (open.isEmpty()) {
            StoreTransaction kept = store.beginKept(calls);
            open = Optional.of(kept);
            if (snapshot) {
              kept.readSnapshot();
              snapshotAt = System.nanoTime();
            }
            limit.ifPresent(idle -> idle.watch(this));
          }
          requireYoung();
          return open.get();
        });
  }

  /** Ends a transaction that has read one state for too long. */
  private void requireYoung() {
    Duration age = Duration.ofNanos(System.nanoTime() - snapshotAt);
    if (snapshot && limit.isPresent() && limit.get().isTooOld(age)) {
      VitrineException ended = limit.get().snapshotEnded();
      fail(ended);
      throw ended;
    }
  }

  /** Registers a cursor that must be closed before the transaction ends. */
  public void add(CursorRows cursor) {
    cursors.add(cursor);
  }

  /** Forgets a cursor that was closed. */
  public void remove(CursorRows cursor) {
    cursors.remove(cursor);
  }

  /** Begins a statement of the transaction that can be undone separately. */
  public StoreTransaction beginStatement() {
    StoreTransaction work = current();
    work.beginStatement();
    begunStatements++;
    return work;
  }

  /** Number of statements that the session has started in transactions. */
  public long begunStatements() {
    return begunStatements;
  }

  /**
   * Undoes a query that failed while its rows were read. If other statements were run after it, it
   * cannot be undone without them, and the transaction ends.
   *
   * @param statement the number of statements that had been begun when the query was
   */
  public void undoReading(long statement, RuntimeException failure) {
    if (statement == begunStatements) {
      undoStatement(failure);
    } else {
      fail(failure);
    }
  }

  /**
   * Undoes a failed statement. If the store ended the transaction or cannot undo the statement, the
   * whole transaction is lost.
   *
   * @param failure the error of the statement
   */
  public void undoStatement(RuntimeException failure) {
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
  public void fail(RuntimeException failure) {
    try {
      end(false, CursorRows::end);
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
  public void commit() {
    activity.during(this::committed);
  }

  private void committed() {
    if (failed) {
      rollback();
      throw new VitrineException(
              ErrorCode.IN_FAILED_TRANSACTION,
              "The transaction was rolled back because an earlier error had ended it.")
          .withHint("Run the transaction again from its start.");
    }
    requireUsable();
    try {
      end(true, CursorRows::end);
    } catch (StoreConflictException conflict) {
      throw contended(conflict);
    }
  }

  public void rollback() {
    activity.during(this::rolledBack);
  }

  private void rolledBack() {
    failed = false;
    timedOut = false;
    try {
      end(false, CursorRows::end);
    } catch (StoreConflictException conflict) {
      throw contended(conflict);
    }
  }

  /** The error of a transaction that the store has ended because of others. */
  public static VitrineException contended(StoreConflictException conflict) {
    return new VitrineException(
            ErrorCode.SERIALIZATION_FAILURE,
            "A deadlock or a concurrent change ended the transaction; its changes were rolled back.")
        .withCause(conflict)
        .withHint("Send ROLLBACK if the transaction is open, then run it again from its start.");
  }

  private void end(boolean keep, Consumer<CursorRows> closing) {
    begun = false;
    readOnly = false;
    snapshot = false;
    limit.ifPresent(idle -> idle.forget(this));
    if (open.isEmpty()) {
      return;
    }
    try (StoreTransaction transaction = open.get()) {
      List.copyOf(cursors).forEach(closing);
      if (keep) {
        transaction.commit();
      } else {
        transaction.rollback();
      }
    } finally {
      cursors.clear();
      open = Optional.empty();
    }
  }

  @Override
  public boolean endIfIdle(Duration time) {
    return activity.ifIdle(
        time,
        () -> {
          if (!begun && open.isEmpty()) {
            return false;
          }
          timedOut = true;
          end(false, CursorRows::endIdle);
          return true;
        });
  }

  @Override
  public void close() {
    rollback();
  }
}
