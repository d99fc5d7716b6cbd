package dev.vitrine.session.call;

import static java.util.Objects.requireNonNull;

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
}
