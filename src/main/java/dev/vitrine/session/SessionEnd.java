package dev.vitrine.session;

import java.util.Optional;

/** The end of a session that is not closed by its client. Safe for use by several threads. */
public final class SessionEnd {
  private volatile boolean terminated;
  private volatile boolean abandoned;
  private volatile Runnable closing;
  private volatile Runnable undoing;

  SessionEnd(Runnable closing, Runnable undoing) {
    this.closing = closing;
    this.undoing = undoing;
  }

  /**
   * Registers actions at the end of the session.
   *
   * @param close action when the session was terminated
   * @param undo action that abandons the open transaction when the user was dropped
   */
  public void with(Runnable close, Runnable undo) {
    closing = close;
    undoing = undo;
  }

  /**
   * All further calls fail with SESSION_TERMINATED.
   *
   * @return the action that closes the session, which waits for the running call
   */
  Runnable terminate() {
    terminated = true;
    return closing;
  }

  /**
   * Marks the user as dropped.
   *
   * @return the action that abandons the open transaction, at the first call
   */
  Optional<Runnable> abandon() {
    boolean before = abandoned;
    abandoned = true;
    return before ? Optional.empty() : Optional.of(undoing);
  }

  /** Whether it was terminated. */
  public boolean isTerminated() {
    return terminated;
  }

  /** Whether its user was dropped. */
  public boolean isAbandoned() {
    return abandoned;
  }

  boolean isGoingOn() {
    return !terminated && !abandoned;
  }

  void requireGoingOn() {
    if (terminated) {
      throw SessionRefusals.terminated();
    }
  }
}
