package dev.vitrine.session;

import static java.util.Objects.requireNonNull;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.Duration;

/**
 * Bounds of one execution.
 *
 * @param maxRows of each result; 0 is no limit
 * @param timeout of each statement, in the store too; zero is no limit
 */
public record Limits(long maxRows, Duration timeout) {
  /** No limits. */
  public static final Limits NONE = new Limits(0, Duration.ZERO);

  public Limits {
    requireNonNull(timeout);
  }

  /**
   * These limits for a statement that has taken some time already.
   *
   * @throws dev.vitrine.error.VitrineException QUERY_CANCELED when no time is left
   */
  Limits after(Duration taken) {
    if (timeout.isZero()) {
      return this;
    }
    Duration left = timeout.minus(taken);
    if (left.isNegative() || left.isZero()) {
      throw new VitrineException(ErrorCode.QUERY_CANCELED, "The statement timed out.")
          .withHint("Run it again, with a longer query timeout.");
    }
    return new Limits(maxRows, left);
  }
}
