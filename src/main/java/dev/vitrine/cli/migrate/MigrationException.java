package dev.vitrine.cli.migrate;

import java.io.IOException;

/** A registry refused a request or cannot be reached. The message contains no credentials. */
final class MigrationException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String problem;

  /**
   * @param status of the HTTP response; 0 if there was none
   */
  MigrationException(int status, String message) {
    super(message);
    this.status = status;
    this.problem = message;
  }

  String problem() {
    return problem;
  }

  int status() {
    return status;
  }
}
