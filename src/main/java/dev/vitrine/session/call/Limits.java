package dev.vitrine.session.call;

import java.time.Duration;

/**
 * Bounds of one execution.
 *
 * @param maxRows rows of each result; 0 means no limit
 * @param timeout of each statement, also in the store; zero means no limit
 */
public record Limits(long maxRows, Duration timeout) {
  /** No limits. */
  public static final Limits NONE = new Limits(0, Duration.ZERO);
}
