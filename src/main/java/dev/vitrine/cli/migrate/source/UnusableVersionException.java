package dev.vitrine.cli.migrate.source;

import java.io.IOException;

/**
 * A version of the source cannot be imported as it is, for example because it has no signature.
 * Another attempt has the same result until the source or the options change.
 */
public final class UnusableVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  /**
   * @param problem why it cannot be imported
   */
  public UnusableVersionException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** The reason. */
  public String problem() {
    return problem;
  }
}
