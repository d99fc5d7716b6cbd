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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: its session and its statements. Safe for several threads: work on the
 * session holds the session's lock; cancelling does not.
 */
final class ClientConnection {
  /** Characters of the texts of all statements that are open, some of the largest size. */
  private static final int MOST_CHARACTERS = 4 << 20;

  private final Session session;
  private final Map<Integer, ClientStatement> statements = new ConcurrentHashMap<>();
  private final int mostStatements;
  private final AtomicInteger nextId = new AtomicInteger();

  /** The calls of statements that run, or wait for another one of the connection. */
  private final Map<Integer, Cancellation> calls = new ConcurrentHashMap<>();

  private volatile boolean readOnly;
  private volatile @Nullable String address;
  private volatile SessionState state = new SessionState(0, SessionProperties.NONE, false);
  private volatile long lastUsed = System.nanoTime();

  /** When the client was found to have gone, in nanoseconds; empty while it is there. */
  private volatile Optional<Long> abandonedAt = Optional.empty();

  ClientConnection(Session session, int mostStatements) {
    this.session = session;
    this.mostStatements = mostStatements;
    note();
  }

  /** Sets the address of the client that uses the connection; null for embedded clients. */
  void calledFrom(@Nullable String caller) {
    address = caller;
    abandonedAt = Optional.empty();
    touch();
  }

  private void touch() {
    lastUsed = System.nanoTime();
  }

  /** Whether it has been idle for this time. */
  boolean isIdle(Duration time) {
    return !session.lock().isHeld() && System.nanoTime() - lastUsed > time.toNanos();
  }

  /** The client has gone while a statement ran; a request that comes later revokes it. */
  void abandon() {
    abandonedAt = Optional.of(System.nanoTime());
  }

  /** Whether the client disconnected this long ago and did not return. */
  boolean isAbandoned(Duration time) {
    return !session.lock().isHeld()
        && abandonedAt.filter(at -> System.nanoTime() - at > time.toNanos()).isPresent();
  }

  /** Runs {@code work} with the session's lock. */
  <T> T locked(Function<Session, T> work) {
    return session.lock().holding(() -> used(work));
  }

  private <T> T used(Function<Session, T> work) {
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
    }
  }

  private void use(Consumer<Session> work) {
    locked(
        held -> {
          work.accept(held);
          return held;
        });
  }

  /**
   * Runs {@code work} with the session's lock: now, or after the request that uses the session.
   * Does not wait, so that a statement can be closed while it, or another one, runs.
   */
  void whenFree(Runnable work) {
    session
        .lock()
        .whenFree(
            () ->
                used(
                    held -> {
                      work.run();
                      return held;
                    }));
  }

  /** Under the lock. */
  private void note() {
    SessionProperties now = properties();
    boolean inTransaction = session.inTransaction();
    if (inTransaction != state.inTransaction() || !now.equals(state.properties())) {
      state = new SessionState(state.number() + 1, now, inTransaction);
    }
  }

  private SessionProperties properties() {
    return new SessionProperties(
        Optional.of(session.autoCommit()),
        Optional.of(readOnly),
        Optional.of(session.catalog()),
        Optional.of(session.schema()));
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
  <T> T running(ClientStatement statement, Limits limits, Function<Session, T> work) {
    try (Cancellation call = new Cancellation()) {
      calls.put(statement.id(), call);
      try {
        call.limit(limits.timeout());
        return session
            .lock()
            .holding(call, () -> used(held -> held.under(call, () -> work.apply(held))));
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

  ClientStatement create(String sql, @Nullable Prepared prepared) {
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
    ClientStatement statement = new ClientStatement(nextId.getAndIncrement(), sql, prepared);
    session.memory().reserve(statement.bytes());
    statements.put(statement.id(), statement);
    return statement;
  }

  Optional<ClientStatement> statement(int id) {
    return Optional.ofNullable(statements.get(id));
  }

  /** Cancels the running statement without waiting for it. */
  void closeStatement(int id) {
    ClientStatement statement = statements.remove(id);
    if (statement != null) {
      session.memory().release(statement.bytes());
      cancel(id);
      whenFree(statement::closeRows);
    }
  }

  void commit() {
    use(
        held -> {
          transactionEnds();
          held.commit();
        });
  }

  void rollback() {
    use(
        held -> {
          transactionEnds();
          held.rollback();
        });
  }

  /**
   * Changes the properties in {@code wanted}.
   *
   * @return the properties after the change
   */
  SessionProperties sync(SessionProperties wanted) {
    return locked(
        held -> {
          boolean autoCommit = wanted.autoCommit().orElse(held.autoCommit());
          if (autoCommit != held.autoCommit()) {
            if (autoCommit) {
              transactionEnds();
            }
            held.setAutoCommit(autoCommit);
          }
          wanted.readOnly().ifPresent(value -> readOnly = value);
          // USE CATALOG changes the schema too, so a catalog that is current already is left alone.
          wanted
              .catalog()
              .filter(catalog -> !catalog.equalsIgnoreCase(held.catalog()))
              .ifPresent(held::useCatalog);
          wanted
              .schema()
              .filter(schema -> !schema.equalsIgnoreCase(held.schema()))
              .ifPresent(held::useSchema);
          return properties();
        });
  }

  /** Whether the session is usable. A busy session is, without waiting. */
  boolean isValid() {
    return session
        .lock()
        .tryHolding(session::isValid)
        .orElseGet(() -> !session.end().isTerminated() && !session.end().isAbandoned());
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
    use(
        held -> {
          statements.values().forEach(ClientStatement::closeRows);
          transactionEnds();
          held.rollback();
        });
  }

  /** Ends the session after cancelling the running statement. */
  void close() {
    calls.values().forEach(Cancellation::cancel);
    session.cancel();
    use(
        held -> {
          try {
            statements.values().forEach(ClientStatement::closeRows);
            statements.clear();
          } finally {
            held.close();
          }
        });
  }

  private void transactionEnds() {
    statements.values().forEach(each -> each.rows().ifPresent(ResultCursor::transactionEnded));
  }
}
