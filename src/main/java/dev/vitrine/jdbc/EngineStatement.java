package dev.vitrine.jdbc;

import dev.vitrine.jdbc.transport.FailoverSession;
import dev.vitrine.jdbc.transport.IdleStatements.Idle;
import dev.vitrine.jdbc.transport.SessionHandle;
import dev.vitrine.protocol.ExecutionResult;
import dev.vitrine.protocol.Frame;
import dev.vitrine.protocol.SqlService;
import dev.vitrine.protocol.StatementControl;
import dev.vitrine.protocol.StatementControl.SetLimits;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The statement of the engine that belongs to a statement of JDBC. It is opened in the session at
 * the first execution, possibly by reusing a closed one, and again after the session moved to
 * another server.
 */
final class EngineStatement {
  private final FailoverSession session;
  private final Function<SessionHandle, Idle> opening;

  /** The session that it is open in. */
  private volatile Optional<SessionHandle> handle = Optional.empty();

  private volatile int id;
  private SetLimits sentLimits = SetLimits.NONE;

  /** Whether the engine may still execute it, as far as is known here. */
  private volatile boolean busy;

  /**
   * @param opening opens a statement in a session
   */
  EngineStatement(FailoverSession session, Function<SessionHandle, Idle> opening) {
    this.session = session;
    this.opening = opening;
  }

  /** A statement without a text. */
  static EngineStatement plain(FailoverSession session) {
    return new EngineStatement(
        session,
        wanted ->
            wanted
                .idleStatements()
                .take()
                .orElseGet(
                    () -> new Idle(wanted.service().createStatement(wanted.id()), SetLimits.NONE)));
  }

  /** A statement that is open already. */
  static EngineStatement opened(FailoverSession session, SessionHandle handle, int id) {
    EngineStatement opened = plain(session);
    opened.handle = Optional.of(handle);
    opened.id = id;
    return opened;
  }

  /** An execution of the statement. */
  interface Execution {
    List<ExecutionResult> run(SqlService service, String connection, int statement);
  }

  /** Opens it, and sends its limits if they have changed: they are not part of an execution. */
  void open(SetLimits limits) throws SQLException {
    session.requestRepeatable(now -> ready(now, limits));
  }

  private SessionHandle ready(SessionHandle now, SetLimits limits) {
    if (handle.filter(known -> known == now).isEmpty()) {
      Idle opened = opening.apply(now);
      id = opened.id();
      sentLimits = opened.limits();
      handle = Optional.of(now);
    }
    if (!limits.equals(sentLimits)) {
      now.service().control(now.id(), id, limits);
      sentLimits = limits;
    }
    return now;
  }

  List<ExecutionResult> execute(SetLimits limits, Execution execution) throws SQLException {
    busy = true;
    try {
      List<ExecutionResult> results =
          session.request(now -> execution.run(ready(now, limits).service(), now.id(), id));
      busy = false;
      return results;
    } catch (SQLException e) {
      busy = e.getSQLState().startsWith("08");
      throw e;
    }
  }

  /** The session that has the cursor of the last execution. */
  SessionHandle handle() {
    return handle.orElseThrow();
  }

  Frame fetch(SessionHandle there, long offset, int rows) throws SQLException {
    return session.requestOn(there, now -> now.service().fetch(now.id(), id, offset, rows));
  }

  /** Cancels the running execution, from any thread; does nothing if it was never opened. */
  void cancel() throws SQLException {
    Optional<SessionHandle> there = handle;
    if (there.isPresent()) {
      session.requestOn(
          there.get(),
          now -> {
            now.service().control(now.id(), id, new StatementControl.Cancel());
            return now;
          });
    }
  }

  void closeCursor() throws SQLException {
    session.closing(
        handle(), now -> now.service().control(now.id(), id, new StatementControl.CloseCursor()));
  }

  /**
   * Closes it, or keeps it for another statement.
   *
   * @param reusable whether it has no text and no open cursor
   */
  void close(boolean reusable) throws SQLException {
    if (handle.isPresent()
        && (busy || !reusable || !handle.get().idleStatements().keep(new Idle(id, sentLimits)))) {
      session.closing(handle.get(), now -> now.service().closeStatement(now.id(), id));
    }
  }
}
