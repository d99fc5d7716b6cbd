package dev.vitrine.protocol;

import static java.util.Objects.requireNonNull;

/** A request failed, or could not be made. */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String sqlState;
  private final int vendorCode;

  /** What the engine reported. */
  public ServiceException(String message, String sqlState, int vendorCode) {
    this(message, sqlState, vendorCode, null);
  }

  /** What the driver found. */
  public ServiceException(Condition condition, String problem) {
    this(condition, problem, null);
  }

  /** What the driver found, and why; the cause may be null. */
  public ServiceException(Condition condition, String problem, Throwable cause) {
    this(condition.message(problem), condition.sqlState(), condition.vendorCode(), cause);
  }

  private ServiceException(String message, String sqlState, int vendorCode, Throwable cause) {
    super(requireNonNull(message), cause);
    this.sqlState = requireNonNull(sqlState);
    this.vendorCode = vendorCode;
  }

  /** The five-character SQLSTATE. */
  public String sqlState() {
    return sqlState;
  }

  /** The stable number of the condition. */
  public int vendorCode() {
    return vendorCode;
  }
}
