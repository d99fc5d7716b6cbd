package dev.vitrine.server.pg.message;

import dev.vitrine.error.VitrineException;

/**
 * An ErrorResponse or NoticeResponse.
 *
 * @param position in the client's text, from 1, in characters; 0 for none
 * @param condition the name of Vitrine's condition; empty for none
 */
public record ErrorFields(
    Severity severity,
    String sqlState,
    String message,
    String hint,
    int position,
    String condition) {
  /** How much an error ends. */
  public enum Severity {
    WARNING,
    NOTICE,
    /** Ends the statement. */
    ERROR,
    /** Ends the connection. */
    FATAL
  }

  /** An error of a statement. */
  public static ErrorFields of(Severity severity, VitrineException error, int position) {
    return new ErrorFields(
        severity,
        error.code().sqlState(),
        error.problem(),
        error.hint(),
        position,
        error.code().name());
  }

  /** A message that is not an error. */
  public static ErrorFields warning(String sqlState, String message) {
    return new ErrorFields(Severity.WARNING, sqlState, message, "", 0, "");
  }

  /** The same error with another SQLSTATE. */
  public ErrorFields withSqlState(String other) {
    return new ErrorFields(severity, other, message, hint, position, condition);
  }

  /** Appends the message. */
  public void writeTo(MessageBuffer out) {
    boolean error = severity == Severity.ERROR || severity == Severity.FATAL;
    out.begin(error ? 'E' : 'N');
    out.int8('S').text(severity.name());
    out.int8('V').text(severity.name());
    out.int8('C').text(sqlState);
    out.int8('M').text(message);
    if (!hint.isEmpty()) {
      out.int8('H').text(hint);
    }
    if (position > 0) {
      out.int8('P').text(Integer.toString(position));
    }
    if (!condition.isEmpty()) {
      out.int8('R').text(condition);
    }
    out.int8(0).end();
  }
}
