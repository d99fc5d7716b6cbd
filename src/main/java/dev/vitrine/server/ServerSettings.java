package dev.vitrine.server;

import static java.util.Objects.requireNonNull;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.wire.ConnectionLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a server is to listen.
 *
 * @param port 0 for any that is free
 * @param tls empty for plain HTTP
 * @param trustedProxy whether a proxy in front takes care of TLS
 * @param patience how long running statements may go on once the server is told to stop
 */
public record ServerSettings(
    String host,
    int port,
    Optional<TlsFiles> tls,
    boolean trustedProxy,
    ConnectionLimits limits,
    Duration patience) {
  /** Where a server listens that is told nothing. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Where a server listens that is told nothing, and drivers look for it. */
  public static final int DEFAULT_PORT = 8080;

  public ServerSettings {
    requireNonNull(host);
    requireNonNull(tls);
    requireNonNull(limits);
    requireNonNull(patience);
  }

  /** For this machine only, at a port that is free. */
  public static ServerSettings local() {
    return new ServerSettings(
        DEFAULT_HOST, 0, Optional.empty(), false, ConnectionLimits.DEFAULT, Duration.ofSeconds(30));
  }

  /** The same settings with other limits. */
  public ServerSettings withLimits(ConnectionLimits other) {
    return new ServerSettings(host, port, tls, trustedProxy, other, patience);
  }

  /** The same settings with TLS. */
  public ServerSettings withTls(TlsFiles files) {
    return new ServerSettings(host, port, Optional.of(files), trustedProxy, limits, patience);
  }

  /**
   * Passwords must not be readable on their way.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when they would be
   */
  void requireSafe() {
    if (tls.isEmpty() && !trustedProxy && !isLoopback()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "On " + host + " passwords would travel in the clear.")
          .withHint(
              "Give --tls-cert and --tls-key, or --trusted-proxy if a proxy in front takes care of"
                  + " TLS.");
    }
  }

  private boolean isLoopback() {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "There is no host '" + host + "'.")
          .withCause(e);
    }
  }
}
