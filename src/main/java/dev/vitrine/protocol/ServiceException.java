package dev.vitrine.protocol;

import org.jspecify.annotations.Nullable;

/** A request failed, or could not be made. */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String message;
  private final String sqlState;
  private final int vendorCode;
  private final boolean unsent;
  private final boolean givenUp;

  /** An error of the engine. */
  public ServiceException(String message, String sqlState, int vendorCode) {
    this(message, sqlState, vendorCode, null, false, false);
  }

  /** An error found by the driver. */
  public ServiceException(Condition condition, String problem) {
    this(condition, problem, null);
  }

  /** An error found by the driver. */
  public ServiceException(Condition condition, String problem, @Nullable Throwable cause) {
    this(condition, problem, cause, false, false);
  }

  private ServiceException(
      Condition condition,
      String problem,
      @Nullable Throwable cause,
      boolean unsent,
      boolean givenUp) {
    this(
        condition.message(problem),
        condition.sqlState(),
        condition.vendorCode(),
        cause,
        unsent,
        givenUp);
  }

  /** An error found by the driver before the request was sent. */
  public static ServiceException unsent(
      Condition condition, String problem, @Nullable Throwable cause) {
    return new ServiceException(condition, problem, cause, true, false);
  }

  /**
   * The client stopped waiting for the response: the timeout passed, or its thread was interrupted.
   */
  public static ServiceException givenUp(
      Condition condition, String problem, @Nullable Throwable cause) {
    return new ServiceException(condition, problem, cause, false, true);
  }

  private ServiceException(
      String message,
      String sqlState,
      int vendorCode,
      @Nullable Throwable cause,
      boolean unsent,
      boolean givenUp) {
    super(message, cause);
    this.message = message;
    this.unsent = unsent;
    this.givenUp = givenUp;
    this.sqlState = sqlState;
    this.vendorCode = vendorCode;
  }

  /** The message. */
  public String message() {
    return message;
  }

  /** The five-character SQLSTATE. */
  public String sqlState() {
    return sqlState;
  }

  /** Whether the engine certainly has not seen the request. */
  public boolean unsent() {
    return unsent;
  }

  /** Whether the client stopped waiting for the response, so that the connection must be closed. */
  public boolean givenUp() {
    return givenUp;
  }

  /** Whether it is this condition. */
  public boolean is(Condition condition) {
    return vendorCode == condition.vendorCode();
  }

  /** The stable number of the condition. */
  public int vendorCode() {
    return vendorCode;
  }
}
