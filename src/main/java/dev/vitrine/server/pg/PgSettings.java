package dev.vitrine.server.pg;

import dev.vitrine.server.TlsIdentity;
import dev.vitrine.wire.ConnectionLimits;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the PostgreSQL port.
 *
 * @param port 0 for any free port
 * @param tls empty for no TLS; then only clients on this machine can sign in
 * @param authentication how clients show that they have the password
 * @param limits limits of sessions
 * @param workers maximum number of threads for signed-in clients; one user can have half of them
 * @param signInTime maximum time from the connection to the end of the sign-in
 * @param stall maximum time in which a client must take or send some bytes of a message
 * @param patience time for running statements to finish when the server stops
 */
public record PgSettings(
    String host,
    int port,
    Optional<TlsIdentity> tls,
    PgAuthentication authentication,
    ConnectionLimits limits,
    int workers,
    Duration signInTime,
    Duration stall,
    Duration patience) {
  /** The default port, next to PostgreSQL's own 5432. */
  public static final int DEFAULT_PORT = 5433;

  /** Threads; each runs one statement at a time. */
  private static final int DEFAULT_WORKERS = 200;

  /** From the connection to the end of the sign-in. */
  private static final Duration DEFAULT_SIGN_IN_TIME = Duration.ofSeconds(10);

  /** In which a client must take or send some bytes of a message. */
  private static final Duration DEFAULT_STALL = Duration.ofSeconds(60);

  /** Settings with the default numbers of threads and times. */
  public static PgSettings of(String host, int port, ConnectionLimits limits, Duration patience) {
    return new PgSettings(
        host,
        port,
        Optional.empty(),
        PgAuthentication.PASSWORD,
        limits,
        DEFAULT_WORKERS,
        DEFAULT_SIGN_IN_TIME,
        DEFAULT_STALL,
        patience);
  }

  /** The same settings with TLS. */
  public PgSettings withTls(TlsIdentity identity) {
    return new PgSettings(
        host,
        port,
        Optional.of(identity),
        authentication,
        limits,
        workers,
        signInTime,
        stall,
        patience);
  }

  /** The same settings with another authentication. */
  public PgSettings withAuthentication(PgAuthentication other) {
    return new PgSettings(host, port, tls, other, limits, workers, signInTime, stall, patience);
  }

  /** The same settings with another port. */
  public PgSettings withPort(int other) {
    return new PgSettings(
        host, other, tls, authentication, limits, workers, signInTime, stall, patience);
  }

  /** The same settings with other times. */
  public PgSettings withTimes(Duration otherSignIn, Duration otherStall) {
    return new PgSettings(
        host, port, tls, authentication, limits, workers, otherSignIn, otherStall, patience);
  }
}
