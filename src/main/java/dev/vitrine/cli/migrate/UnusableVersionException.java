package dev.vitrine.cli.migrate;

import java.io.IOException;

/**
 * A version of the source cannot be imported as it is, for example because it has no signature.
 * Another attempt has the same result until the source or the options change.
 */
final class UnusableVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  UnusableVersionException(String problem) {
    super(problem);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
