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

/**
 * The session of a connection. It continues at another server when its own is lost and no state is
 * lost with it. Safe for use by several threads.
 */
public final class MovableSession {
  /** Time limit of signing in, without a login timeout. */
  private static final Duration LONGEST_LOGIN = Duration.ofSeconds(60);

  /** Time limit of closing a session. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  /** Time limit of closing a lost session. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  /** Servers tried for one request. */
  private static final int MOST_TRIES = 3;

  private static final Logger LOG = Logger.getLogger("dev.vitrine");

  private final Object moving = new Object();
  private final Sessions sessions;
  private volatile Link link;
  private volatile Optional<Duration> limit = Optional.empty();

  /** Whether a request was not waited for, by the network timeout or an interrupted thread. */
  private volatile boolean givenUp;

  private MovableSession(Sessions sessions, Link link) {
    this.sessions = sessions;
    this.link = link;
  }

  public static MovableSession begin(Sessions sessions) throws SQLException {
    try {
      return new MovableSession(sessions, sessions.open(loginTimeout()));
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
    closing(link, now -> now.within(LONGEST_CLOSE).close(now.id()));
  }

  /** From now on, every request must be answered in time; empty for as long as it takes. */
  public void limit(Optional<Duration> time) {
    limit = time;
    link.limit(time);
  }

  /** The state in the last response; requested only from servers that do not send it. */
  public SessionProperties properties() throws SQLException {
    Optional<SessionState> known = link.state();
    return known.isPresent()
        ? known.get().properties()
        : askAnyTimes(now -> now.service().sync(now.id(), SessionProperties.NONE));
  }

  /** Whether a transaction was open after the last request. */
  public boolean inTransaction() {
    return link.state().filter(SessionState::inTransaction).isPresent();
  }

  /**
   * A request that may change something. If it could not be sent because the server is gone,
   * another server gets it. If it was sent without a response, it is never sent again.
   */
  public <T> T ask(Function<Link, T> request) throws SQLException {
    return ask(request, false);
  }

  /** A request that changes nothing outside the session, so that it may be sent again. */
  public <T> T askAnyTimes(Function<Link, T> request) throws SQLException {
    return ask(request, true);
  }

  private <T> T ask(Function<Link, T> request, boolean repeatable) throws SQLException {
    for (int tries = 1; ; tries++) {
      Link now = current();
      try {
        return request.apply(now);
      } catch (RuntimeException e) {
        boolean lost = note(now, e);
        if (!lost
            || givenUp
            || !(repeatable || isUnseen(e))
            || !canMove(now)
            || tries == MOST_TRIES) {
          throw SqlErrors.from(e);
        }
      }
    }
  }

  /** A request about something that is in this session and in no other. */
  public <T> T askThere(Link there, Function<Link, T> request) throws SQLException {
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
  private boolean note(Link link, RuntimeException e) {
    if (e instanceof ServiceException known && known.givenUp()) {
      givenUp = true;
      link.abandon();
    }
    boolean lost =
        e instanceof ServiceException known
            && (known.is(Condition.CONNECTION_LOST) || known.is(Condition.CONNECTION_CLOSED));
    if (lost) {
      link.lose();
    }
    return lost;
  }

  /** Whether it was not sent, or is about a session that the server does not have. */
  private static boolean isUnseen(RuntimeException e) {
    return e instanceof ServiceException known
        && (known.unsent() || known.is(Condition.CONNECTION_CLOSED));
  }

  /** Whether nothing would be missed if the session went on elsewhere. */
  private boolean canMove(Link from) {
    return sessions.haveSpares()
        && !from.hasCursors()
        && from.state().filter(state -> !state.inTransaction()).isPresent();
  }

  /** The session; another one, just like it, if it is lost and nothing is missed. */
  private Link current() throws SQLException {
    Link now = link;
    if (!now.isLost() || !sessions.haveSpares()) {
      return now;
    }
    if (!canMove(now)) {
      throw SqlErrors.lost(
          now.hasCursors()
              ? "The connection to the server was lost, and the unread rows with it."
                  + " Hint: close the result set and continue."
              : "The connection to the server was lost, and the open transaction with it. Hint: roll back and begin"
                  + " again.");
    }
    return movedFrom(now);
  }

  /** A session with the same state on a server that responds. */
  private Link movedFrom(Link lost) throws SQLException {
    synchronized (moving) {
      if (link == lost) {
        link = likeThat(lost);
        forget(lost);
      }
      return link;
    }
  }

  private Link likeThat(Link lost) throws SQLException {
    try {
      Link fresh = sessions.open(loginTimeout());
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
  private static void forget(Link lost) {
    try {
      lost.within(SHORT).close(lost.id());
    } catch (ServiceException e) {
      LOG.log(Level.FINE, "The abandoned session cannot be closed", e);
    }
  }

  /** A request to end something; of a server that is gone or lets one in no more, nothing is. */
  public void closing(Link there, Consumer<Link> request) throws SQLException {
    if (there.isLost() && sessions.haveSpares()) {
      return;
    }
    try {
      askThere(
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

  /** Whether a commit was made is unknown if it was sent and not answered. */
  public void commit() throws SQLException {
    if (link.state().filter(state -> !state.inTransaction()).isPresent()) {
      askAnyTimes(MovableSession::commit);
      return;
    }
    Link now = current();
    try {
      commit(now);
    } catch (RuntimeException e) {
      throw note(now, e) && !isUnseen(e)
          ? SqlErrors.caused(
              SqlErrors.of(
                  Condition.OUTCOME_UNKNOWN,
                  "The connection to the server was lost during COMMIT; the transaction may or may not have been committed."),
              e)
          : SqlErrors.from(e);
    }
  }

  private static Void commit(Link now) {
    now.service().commit(now.id());
    return null;
  }

  /** A transaction that is lost with its server is rolled back. */
  public void rollback() throws SQLException {
    Link now = link;
    try {
      askThere(
          now,
          there -> {
            there.service().rollback(there.id());
            return null;
          });
    } catch (SQLException e) {
      if (!now.isLost() || !sessions.haveSpares()) {
        throw e;
      }
      movedFrom(now);
    }
  }
}
