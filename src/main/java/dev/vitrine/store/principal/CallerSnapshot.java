package dev.vitrine.store.principal;

/**
 * A caller as read when the credentials of a request were checked, so that the statements of the
 * request need not read it again.
 *
 * @param readAt by {@link System#nanoTime()}
 */
public record CallerSnapshot(Caller caller, long readAt) {
  /**
   * Maximum age in nanoseconds: a change of memberships may be missed only by requests that were
   * being processed when it was made, also if the body of the request takes minutes.
   */
  private static final long MOST_AGE = 1_000_000_000;

  /** Whether it is recent enough to be used. */
  public boolean isFresh() {
    return System.nanoTime() - readAt <= MOST_AGE;
  }
}
