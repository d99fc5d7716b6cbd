package dev.vitrine.jdbc.transport;

import dev.vitrine.protocol.StatementControl.SetLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Statements of the engine that a client has closed and that have no cursor. They are kept for its
 * next statements, because closing one and creating another takes two requests. Safe for several
 * threads.
 */
public final class IdleStatements {
  /** Closed statements kept for reuse by a connection. */
  private static final int MOST = 32;

  private final Deque<Idle> idle = new ArrayDeque<>();

  /**
   * One of them.
   *
   * @param limits the limits that it has
   */
  public record Idle(int id, SetLimits limits) {}

  public synchronized Optional<Idle> take() {
    return Optional.ofNullable(idle.pollLast());
  }

  /** False if there are enough, so that this one must be closed. */
  public synchronized boolean keep(Idle statement) {
    return idle.size() < MOST && idle.add(statement);
  }
}
