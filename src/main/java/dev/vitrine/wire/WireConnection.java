package dev.vitrine.wire;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.protocol.SessionProperties;
import dev.vitrine.protocol.SessionState;
import dev.vitrine.session.Prepared;
import dev.vitrine.session.Session;
import dev.vitrine.session.SessionRefusals;
import dev.vitrine.session.call.Limits;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection: its session and its statements. Safe for several threads: work on the
 * session is serialised by a lock; cancelling is not.
 */
final class WireConnection {
  /** Characters of the texts of all statements that are open, some of the largest size. */
  private static final int MOST_CHARACTERS = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(WireConnection.class);

  private final Session session;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, WireStatement> statements = new ConcurrentHashMap<>();
  private final int mostStatements;
  private final AtomicInteger nextId = new AtomicInteger();

  /** The calls of statements that run, or wait for another one of the connection. */
  private final Map<Integer, Cancellation> calls = new ConcurrentHashMap<>();

  /** Work that waits until no request uses the session. */
  private final Queue<Runnable> deferred = new ConcurrentLinkedQueue<>();

  private volatile boolean readOnly;
  private volatile Optional<String> address = Optional.empty();
  private volatile SessionState state = new SessionState(0, SessionProperties.NONE, false);
  private volatile long lastUsed = System.nanoTime();

  /** When the client was found to have gone, in nanoseconds; empty while it is there. */
  private volatile Optional<Long> abandonedAt = Optional.empty();

  WireConnection(Session session, int mostStatements) {
    this.session = session;
    this.mostStatements = mostStatements;
    note();
  }

  /** Somebody asks something of it; empty in this process. */
  void calledFrom(Optional<String> caller) {
    address = caller;
    abandonedAt = Optional.empty();
    touch();
  }

  private void touch() {
    lastUsed = System.nanoTime();
  }

  /** Whether it has been idle for this time. */
  boolean isIdle(Duration time) {
    return !lock.isLocked() && System.nanoTime() - lastUsed > time.toNanos();
  }

  /** The client has gone while a statement ran; a request that comes later revokes it. */
  void abandon() {
    abandonedAt = Optional.of(System.nanoTime());
  }

  /** Whether the client disconnected this long ago and did not return. */
  boolean isAbandoned(Duration time) {
    return !lock.isLocked()
        && abandonedAt.filter(at -> System.nanoTime() - at > time.toNanos()).isPresent();
  }

  /** Runs {@code work} on the session, alone. */
  <T> T locked(Function<Session, T> work) {
    lock.lock();
    return inLock(work);
  }

  private <T> T inLock(Function<Session, T> work) {
    try {
      session.calledFrom(address);
      return work.apply(session);
    } catch (VitrineException failure) {
      throw session.end().isTerminated()
          ? SessionRefusals.terminated().withCause(failure)
          : failure;
    } finally {
      touch();
      note();
      lock.unlock();
      runDeferred();
    }
  }

  /**
   * Runs {@code work} on the session, alone: now, or after the request that uses the session. Does
   * not wait, so that a statement can be closed while it, or another one, runs.
   */
  void whenFree(Runnable work) {
    if (lock.tryLock()) {
      inLock(
          held -> {
            work.run();
            return null;
          });
      return;
    }
    deferred.add(work);
    runDeferred();
  }

  private void runDeferred() {
    while (!deferred.isEmpty() && !lock.isHeldByCurrentThread() && lock.tryLock()) {
      try {
        for (Runnable work = deferred.poll(); work != null; work = deferred.poll()) {
          work.run();
        }
      } catch (RuntimeException failure) {
        LOG.warn("A statement could not be closed", failure);
      } finally {
        note();
        lock.unlock();
      }
    }
  }

  /** Under the lock. */
  private void note() {
    SessionProperties now =
        new SessionProperties(
            Optional.of(session.autoCommit()),
            Optional.of(readOnly),
            Optional.of(session.catalog()),
            Optional.of(session.schema()));
    boolean inTransaction = session.inTransaction();
    if (inTransaction != state.inTransaction() || !now.equals(state.properties())) {
      state = new SessionState(state.number() + 1, now, inTransaction);
    }
  }

  /** The state of the session after the last request; does not block. */
  SessionState state() {
    return state;
  }

  /**
   * Like {@link #locked}, as the work of {@code statement}, which {@link #cancel} can end, also
   * while it waits for another statement.
   *
   * @param limits provides the time limit of the work
   */
  <T> T running(WireStatement statement, Limits limits, Function<Session, T> work) {
    try (Cancellation call = new Cancellation()) {
      calls.put(statement.id(), call);
      try {
        call.limit(limits.timeout());
        call.interruptibly(
            () -> {
              lock.lockInterruptibly();
              return true;
            });
        return inLock(held -> held.under(call, () -> work.apply(held)));
      } finally {
        calls.remove(statement.id(), call);
      }
    }
  }

  /** Cancels the running execution of {@code statementId}; does nothing if it is idle. */
  void cancel(int statementId) {
    Cancellation call = calls.get(statementId);
    if (call != null) {
      call.cancel();
    }
  }

  WireStatement create(String sql, Optional<Prepared> prepared) {
    if (statements.size() >= mostStatements) {
      throw new VitrineException(
              ErrorCode.TOO_MANY_CONNECTIONS, "The connection has too many open statements.")
          .withHint("Close unused statements.");
    }
    long characters =
        statements.values().stream().mapToLong(open -> open.sql().length()).sum() + sql.length();
    if (characters > MOST_CHARACTERS) {
      throw new VitrineException(
              ErrorCode.STATEMENT_TOO_COMPLEX,
              "The open statements of the connection have more than 4 MiB of text.")
          .withHint("Close unused statements.");
    }
    WireStatement statement = new WireStatement(nextId.getAndIncrement(), sql, prepared);
    session.memory().reserve(statement.bytes());
    statements.put(statement.id(), statement);
    return statement;
  }

  Optional<WireStatement> statement(int id) {
    return Optional.ofNullable(statements.get(id));
  }

  /** Cancels the running statement without waiting for it. */
  void closeStatement(int id) {
    WireStatement statement = statements.remove(id);
    if (statement != null) {
      session.memory().release(statement.bytes());
      cancel(id);
      whenFree(statement::closeRows);
    }
  }

  void commit() {
    locked(
        held -> {
          transactionEnds();
          held.commit();
          return null;
        });
  }

  void rollback() {
    locked(
        held -> {
          transactionEnds();
          held.rollback();
          return null;
        });
  }

  /**
   * Changes the properties in {@code wanted}.
   *
   * @return the properties after the change
   */
  Meta.ConnectionProperties sync(Meta.ConnectionProperties wanted) {
    return locked(
        held -> {
          if (wanted.isAutoCommit() != null && wanted.isAutoCommit() != held.autoCommit()) {
            if (wanted.isAutoCommit()) {
              transactionEnds();
            }
            held.setAutoCommit(wanted.isAutoCommit());
          }
          if (wanted.isReadOnly() != null) {
            readOnly = wanted.isReadOnly();
          }
          Integer isolation = wanted.getTransactionIsolation();
          if (isolation != null
              && isolation != Connection.TRANSACTION_NONE
              && isolation != Connection.TRANSACTION_READ_UNCOMMITTED
              && isolation != Connection.TRANSACTION_READ_COMMITTED) {
            throw new VitrineException(
                ErrorCode.UNSUPPORTED_FEATURE,
                "An isolation level above READ COMMITTED is not supported.");
          }
          moveTo(held, wanted.getCatalog(), wanted.getSchema());
          return new ConnectionPropertiesImpl(
              held.autoCommit(),
              readOnly,
              Connection.TRANSACTION_READ_COMMITTED,
              held.catalog(),
              held.schema());
        });
  }

  /** Whether the session is usable. A busy session is, without waiting. */
  boolean isValid() {
    if (!lock.tryLock()) {
      return !session.end().isTerminated() && !session.end().isAbandoned();
    }
    try {
      return session.isValid();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @throws VitrineException SESSION_TERMINATED when the session was terminated,
   *     AUTHENTICATION_FAILED when its user was dropped
   */
  void requireGoingOn() {
    if (session.end().isTerminated()) {
      throw SessionRefusals.terminated();
    }
    if (session.end().isAbandoned()) {
      throw SessionRefusals.withoutUser();
    }
  }

  /** Gives up cursors and the open transaction. */
  void undo() {
    locked(
        held -> {
          statements.values().forEach(WireStatement::closeRows);
          transactionEnds();
          held.rollback();
          return null;
        });
  }

  /** Ends the session after cancelling the running statement. */
  void close() {
    calls.values().forEach(Cancellation::cancel);
    session.cancel();
    locked(
        held -> {
          try {
            statements.values().forEach(WireStatement::closeRows);
            statements.clear();
          } finally {
            held.close();
          }
          return null;
        });
  }

  /** USE CATALOG changes the schema too, so a catalog that is current already is left alone. */
  private static void moveTo(Session session, String catalog, String schema) {
    if (catalog != null && !catalog.equalsIgnoreCase(session.catalog())) {
      session.useCatalog(catalog);
    }
    if (schema != null && !schema.equalsIgnoreCase(session.schema())) {
      session.useSchema(schema);
    }
  }

  private void transactionEnds() {
    statements.values().forEach(each -> each.rows().ifPresent(OpenRows::transactionEnded));
  }
}
