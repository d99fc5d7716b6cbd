package dev.vitrine.session;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;

/** The errors of a session that has ended, or of an empty text. */
public final class SessionRefusals {
  private SessionRefusals() {}

  /** Every request gets this error once the session is terminated. */
  public static VitrineException terminated() {
    return new VitrineException(ErrorCode.SESSION_TERMINATED, "The session was terminated.")
        .withHint("Open a new connection.");
  }

  /** The error of a session whose user was dropped. */
  public static VitrineException withoutUser() {
    return new VitrineException(ErrorCode.AUTHENTICATION_FAILED, "The session's user was dropped.")
        .withHint("Connect as another user.");
  }

  static VitrineException closed() {
    return new VitrineException(ErrorCode.CONNECTION_CLOSED, "The session is closed.")
        .withHint("Open a new connection.");
  }

  static VitrineException empty() {
    return new VitrineException(ErrorCode.PARSE_SYNTAX_ERROR, "The text contains no statement.")
        .withPosition(new Position(1, 1))
        .withHint("Write a statement, such as SHOW CATALOGS.");
  }
}
