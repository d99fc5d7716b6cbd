package dev.vitrine.jdbc.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Statements of the service that were closed here and hold nothing there: kept for the next one
 * that is created, since to end one and begin another takes two requests. Safe for several threads.
 */
public final class IdleStatements {
  /** Closed statements kept for reuse by a connection. */
  private static final int MOST = 32;

  private final Deque<Idle> idle = new ArrayDeque<>();

  /**
   * One of them.
   *
   * @param limits that it was sent last
   */
  public record Idle(int id, String limits) {}

  public synchronized Optional<Idle> take() {
    return Optional.ofNullable(idle.pollLast());
  }

  /** False if there are enough, so that this one must be closed. */
  public synchronized boolean keep(Idle statement) {
    return idle.size() < MOST && idle.add(statement);
  }
}
