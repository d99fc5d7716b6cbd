package dev.vitrine.share;

import java.io.IOException;
import java.io.Serial;

/** A connection to an address that the operator does not allow; nothing was sent. */
final class ForbiddenAddressException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final String problem;

  ForbiddenAddressException(String problem) {
    super(problem);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
