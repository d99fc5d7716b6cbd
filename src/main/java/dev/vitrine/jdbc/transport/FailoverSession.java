package dev.vitrine.jdbc.transport;

import dev.vitrine.protocol.Condition;
import dev.vitrine.protocol.ServiceException;
import dev.vitrine.protocol.SessionProperties;
import dev.vitrine.protocol.SessionState;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The session of a connection. It continues at another server when its own is lost and no state is
 * lost with it. Safe for use by several threads.
 */
public final class FailoverSession {
  /** Time limit of signing in, without a login timeout. */
  private static final Duration LONGEST_LOGIN = Duration.ofSeconds(60);

  /** Time limit of closing a session. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  /** Time limit of closing a lost session. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  /** Servers tried for one request. */
  private static final int MOST_TRIES = 3;

  private static final Logger LOG = Logger.getLogger("dev.vitrine");

  private final Object failover = new Object();
  private final SessionSource source;
  private volatile SessionHandle handle;
  private volatile @Nullable Duration limit;

  /** Whether a request was not waited for, by the network timeout or an interrupted thread. */
  private volatile boolean givenUp;

  private FailoverSession(SessionSource source, SessionHandle handle) {
    this.source = source;
    this.handle = handle;
  }

  public static FailoverSession begin(SessionSource source) throws SQLException {
    try {
      return new FailoverSession(source, source.open(loginTimeout()));
    } catch (RuntimeException e) {
      throw SqlErrors.from(e);
    }
  }

  private static Duration loginTimeout() {
    int asked = DriverManager.getLoginTimeout();
    return asked > 0 ? Duration.ofSeconds(asked) : LONGEST_LOGIN;
  }

  /** Whether the session was ended because the client stopped waiting for a response. */
  public boolean isGivenUp() {
    return givenUp;
  }

  public void end() throws SQLException {
    if (givenUp) {
      return;
    }
    closing(handle, now -> now.within(LONGEST_CLOSE).close(now.id()));
  }

  /** Sets the time limit of each later request; null for no limit. */
  public void limit(@Nullable Duration time) {
    limit = time;
    handle.limit(time);
  }

  /** The state in the last response; requested only from servers that do not send it. */
  public SessionProperties properties() throws SQLException {
    Optional<SessionState> known = handle.state();
    return known.isPresent()
        ? known.get().properties()
        : requestRepeatable(now -> now.service().sync(now.id(), SessionProperties.NONE));
  }

  /** Whether a transaction was open after the last request. */
  public boolean inTransaction() {
    return handle.state().filter(SessionState::inTransaction).isPresent();
  }

  /**
   * A request that may change something. If it could not be sent because the server is gone,
   * another server gets it. If it was sent without a response, it is never sent again.
   */
  public <T> T request(Function<SessionHandle, T> request) throws SQLException {
    return request(request, false);
  }

  /** A request that changes nothing outside the session, so that it may be sent again. */
  public <T> T requestRepeatable(Function<SessionHandle, T> request) throws SQLException {
    return request(request, true);
  }

  private <T> T request(Function<SessionHandle, T> request, boolean repeatable)
      throws SQLException {
    for (int tries = 1; ; tries++) {
      SessionHandle now = current();
      try {
        return request.apply(now);
      } catch (RuntimeException e) {
        boolean lost = note(now, e);
        if (!lost
            || givenUp
            || !(repeatable || isUnprocessed(e))
            || !canFailOver(now)
            || tries == MOST_TRIES) {
          throw SqlErrors.from(e);
        }
      }
    }
  }

  /** A request about something that is in this session and in no other. */
  public <T> T requestOn(SessionHandle there, Function<SessionHandle, T> request)
      throws SQLException {
    try {
      return request.apply(there);
    } catch (RuntimeException e) {
      note(there, e);
      throw SqlErrors.from(e);
    }
  }

  /**
   * Marks the session as lost if this failure means that it is.
   *
   * @return whether it is lost
   */
  private boolean note(SessionHandle handle, RuntimeException e) {
    if (e instanceof ServiceException known && known.givenUp()) {
      givenUp = true;
      handle.abandon();
    }
    boolean lost =
        e instanceof ServiceException known
            && (known.is(Condition.CONNECTION_LOST) || known.is(Condition.CONNECTION_CLOSED));
    if (lost) {
      handle.lose();
    }
    return lost;
  }

  /** Whether it was not sent, or is about a session that the server does not have. */
  private static boolean isUnprocessed(RuntimeException e) {
    return e instanceof ServiceException known
        && (known.unsent() || known.is(Condition.CONNECTION_CLOSED));
  }

  /** Whether nothing would be missed if the session went on elsewhere. */
  private boolean canFailOver(SessionHandle from) {
    return source.hasAlternatives()
        && !from.hasCursors()
        && from.state().filter(state -> !state.inTransaction()).isPresent();
  }

  /** The session; another one, just like it, if it is lost and nothing is missed. */
  private SessionHandle current() throws SQLException {
    SessionHandle now = handle;
    if (!now.isLost() || !source.hasAlternatives()) {
      return now;
    }
    if (!canFailOver(now)) {
      throw SqlErrors.lost(
          now.hasCursors()
              ? "The connection to the server was lost, and the unread rows with it."
                  + " Hint: close the result set and continue."
              : "The connection to the server was lost, and the open transaction with it. Hint: roll back and begin"
                  + " again.");
    }
    return failedOverFrom(now);
  }

  /** A session with the same state on a server that responds. */
  private SessionHandle failedOverFrom(SessionHandle lost) throws SQLException {
    synchronized (failover) {
      if (handle == lost) {
        handle = replacementOf(lost);
        forget(lost);
      }
      return handle;
    }
  }

  private SessionHandle replacementOf(SessionHandle lost) throws SQLException {
    try {
      SessionHandle fresh = source.open(loginTimeout());
      try {
        fresh.service().sync(fresh.id(), lost.state().orElseThrow().properties());
      } catch (RuntimeException e) {
        forget(fresh);
        throw e;
      }
      fresh.limit(limit);
      return fresh;
    } catch (RuntimeException e) {
      throw SqlErrors.from(e);
    }
  }

  /** The server may be there still, and only have been too slow. */
  private static void forget(SessionHandle lost) {
    try {
      lost.within(SHORT).close(lost.id());
    } catch (ServiceException e) {
      LOG.log(Level.FINE, "The abandoned session cannot be closed", e);
    }
  }

  /** A request to end something; of a server that is gone or lets one in no more, nothing is. */
  public void closing(SessionHandle there, Consumer<SessionHandle> request) throws SQLException {
    if (there.isLost() && source.hasAlternatives()) {
      return;
    }
    try {
      requestOn(
          there,
          now -> {
            request.accept(now);
            return null;
          });
    } catch (SQLException e) {
      if (!e.getSQLState().startsWith("08") && !e.getSQLState().startsWith("28")) {
        throw e;
      }
    }
  }

  /** The outcome of a commit is unknown if it was sent and no response arrived. */
  public void commit() throws SQLException {
    if (handle.state().filter(state -> !state.inTransaction()).isPresent()) {
      requestRepeatable(FailoverSession::commit);
      return;
    }
    SessionHandle now = current();
    try {
      commit(now);
    } catch (RuntimeException e) {
      throw note(now, e) && !isUnprocessed(e)
          ? SqlErrors.caused(
              SqlErrors.of(
                  Condition.OUTCOME_UNKNOWN,
                  "The connection to the server was lost during COMMIT; the transaction may or may not have been committed."),
              e)
          : SqlErrors.from(e);
    }
  }

  private static Void commit(SessionHandle now) {
    now.service().commit(now.id());
    return null;
  }

  /** A transaction that is lost with its server is rolled back. */
  public void rollback() throws SQLException {
    SessionHandle now = handle;
    try {
      requestOn(
          now,
          there -> {
            there.service().rollback(there.id());
            return null;
          });
    } catch (SQLException e) {
      if (!now.isLost() || !source.hasAlternatives()) {
        throw e;
      }
      failedOverFrom(now);
    }
  }
}
