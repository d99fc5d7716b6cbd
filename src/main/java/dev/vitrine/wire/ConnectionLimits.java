package dev.vitrine.wire;

import dev.vitrine.session.call.Limits;
import java.time.Duration;

/**
 * Limits of sessions on a server.
 *
 * @param connections of all users together
 * @param connectionsOfUser of one user
 * @param statements of one connection
 * @param statementTime maximum time until a statement returns its first result; zero means no limit
 * @param idle how long an unused connection is kept
 */
public record ConnectionLimits(
    int connections, int connectionsOfUser, int statements, Duration statementTime, Duration idle) {
  /** The default limits of a server. */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(1_000, 250, 1_000, Duration.ofMinutes(10), Duration.ofMinutes(30));

  /** In process: the client would only limit itself. */
  static final ConnectionLimits NONE =
      new ConnectionLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Duration.ZERO,
          Duration.ofDays(36_500));

  public ConnectionLimits {
    if (connections < 1 || connectionsOfUser < 1 || statements < 1) {
      throw new IllegalArgumentException("The limit allows no connection.");
    }
    if (idle.isNegative() || idle.isZero()) {
      throw new IllegalArgumentException("Every connection would be closed at once.");
    }
  }

  /** The same limits with another time for unused connections. */
  public ConnectionLimits withIdle(Duration other) {
    return new ConnectionLimits(connections, connectionsOfUser, statements, statementTime, other);
  }

  /** The same limits with another number of connections of all users together. */
  public ConnectionLimits withConnections(int most) {
    return new ConnectionLimits(
        most, Math.min(connectionsOfUser, most), statements, statementTime, idle);
  }

  /** The same limits with another time for statements. */
  public ConnectionLimits withStatementTime(Duration other) {
    return new ConnectionLimits(connections, connectionsOfUser, statements, other, idle);
  }

  /** The limits requested by a client, reduced to these limits. */
  public Limits within(Limits wanted) {
    boolean tooLong = wanted.timeout().isZero() || wanted.timeout().compareTo(statementTime) > 0;
    return tooLong && !statementTime.isZero()
        ? new Limits(wanted.maxRows(), statementTime)
        : wanted;
  }
}
