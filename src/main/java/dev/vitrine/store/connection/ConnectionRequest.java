package dev.vitrine.store.connection;

import java.util.List;

/**
 * A request for one connection to the store.
 *
 * @param key key of the connections counted against {@code share}: a user's ID, or a negative
 *     number
 * @param share the number of ordinary connections that the key may hold at once
 * @param queue the number of requests of the key that may wait at once
 * @param parts allowed parts of the pool, the preferred part first
 * @param kept whether the connection is kept while its client does nothing, as transactions and
 *     half-read results do; not all ordinary connections may be
 */
public record ConnectionRequest(
    long key, int share, int queue, List<ConnectionPart> parts, boolean kept) {
  private static final long SIGN_IN = -1;
  private static final long FILES = -2;
  private static final long HEALTH = -3;

  /** No limit. */
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  /** Waiting requests per connection of a share; each waiting request may hold a thread. */
  private static final int QUEUE_FACTOR = 8;

  public ConnectionRequest {
    parts = List.copyOf(parts);
  }

  /** For a user's statement, transaction or result. */
  public static ConnectionRequest ofUser(long userId, int share, boolean kept) {
    return new ConnectionRequest(
        userId, share, QUEUE_FACTOR * share, List.of(ConnectionPart.ORDINARY), kept);
  }

  /** The same for a metastore admin. */
  public static ConnectionRequest ofAdmin(long userId, int share, boolean kept) {
    return new ConnectionRequest(
        userId,
        share,
        QUEUE_FACTOR * share,
        List.of(ConnectionPart.ORDINARY, ConnectionPart.PRIVILEGED),
        kept);
  }

  /** For a metastore admin in the process that opened the store; the share does not apply. */
  public static ConnectionRequest ofEmbeddedAdmin(long userId) {
    return new ConnectionRequest(
        userId,
        UNBOUNDED,
        UNBOUNDED,
        List.of(ConnectionPart.ORDINARY, ConnectionPart.PRIVILEGED),
        false);
  }

  /** For authentication: short reads, and one row of the audit trail. */
  public static ConnectionRequest ofSignIn() {
    return new ConnectionRequest(
        SIGN_IN,
        UNBOUNDED,
        UNBOUNDED,
        List.of(ConnectionPart.ORDINARY, ConnectionPart.SIGN_IN),
        false);
  }

  /** For the work on files, which is done for all users together. */
  public static ConnectionRequest ofFiles(int share) {
    return new ConnectionRequest(FILES, share, UNBOUNDED, List.of(ConnectionPart.ORDINARY), false);
  }

  /** For the health check. */
  static ConnectionRequest ofHealth() {
    return new ConnectionRequest(HEALTH, UNBOUNDED, 1, List.of(ConnectionPart.HEALTH), false);
  }
}
