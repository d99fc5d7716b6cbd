package dev.vitrine.cli.migrate.http;

import java.io.IOException;

/** A registry refused a request or cannot be reached. The message contains no credentials. */
public final class MigrationException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String problem;
  private final boolean passing;
  private final long delay;

  /**
   * @param status of the HTTP response; 0 if there was none
   */
  public MigrationException(int status, String message) {
    this(status, message, false, 0);
  }

  /**
   * @param passing whether the same request may succeed later
   * @param delay that the server asks for before the next attempt, in milliseconds; 0 if it does
   *     not
   */
  public MigrationException(int status, String message, boolean passing, long delay) {
    super(message);
    this.status = status;
    this.problem = message;
    this.passing = passing;
    this.delay = delay;
  }

  /** The message. */
  public String problem() {
    return problem;
  }

  /** Status of the HTTP response; 0 if there was none. */
  public int status() {
    return status;
  }

  boolean passing() {
    return passing;
  }

  long delay() {
    return delay;
  }
}
