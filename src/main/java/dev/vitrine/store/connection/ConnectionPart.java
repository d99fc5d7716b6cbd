package dev.vitrine.store.connection;

/**
 * The parts into which the connections to the store are divided, so that each has its own bound.
 */
public enum ConnectionPart {
  /** For statements of users; the largest part. */
  ORDINARY,
  /** For statements of metastore admins while the ordinary part is in use. */
  PRIVILEGED,
  /** For authentication while the ordinary part is in use. */
  SIGN_IN,
  /** For the health check. */
  HEALTH;

  /** Each reserve is this fraction of the pool (1/16). */
  private static final int RESERVE_DIVISOR = 16;

  /** The number of connections of this part in a pool of {@code all} connections. */
  public int sizeIn(int all) {
    return switch (this) {
      case ORDINARY -> all - PRIVILEGED.sizeIn(all) - SIGN_IN.sizeIn(all) - HEALTH.sizeIn(all);
      case PRIVILEGED, SIGN_IN -> Math.max(1, all / RESERVE_DIVISOR);
      case HEALTH -> 1;
    };
  }
}
