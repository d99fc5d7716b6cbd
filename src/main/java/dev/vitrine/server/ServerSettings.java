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
 * @param proxies who take care of TLS, if not the server itself
 * @param limits what clients may keep
 * @param patience how long running statements may go on once the server is told to stop
 * @param metricsOpen whether everybody may read the metrics
 */
public record ServerSettings(
    String host,
    int port,
    Optional<TlsIdentity> tls,
    TrustedProxies proxies,
    ConnectionLimits limits,
    Duration patience,
    boolean metricsOpen) {
  /** Where a server listens that is told nothing. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Where a server listens that is told nothing, and drivers look for it. */
  public static final int DEFAULT_PORT = 8080;

  public ServerSettings {
    requireNonNull(host);
    requireNonNull(tls);
    requireNonNull(proxies);
    requireNonNull(limits);
    requireNonNull(patience);
  }

  /** For this machine only, at a port that is free. */
  public static ServerSettings local() {
    return new ServerSettings(
        DEFAULT_HOST,
        0,
        Optional.empty(),
        TrustedProxies.NONE,
        ConnectionLimits.DEFAULT,
        Duration.ofSeconds(30),
        false);
  }

  /** The same settings at another place. */
  public ServerSettings withPlace(String otherHost, int otherPort) {
    return new ServerSettings(otherHost, otherPort, tls, proxies, limits, patience, metricsOpen);
  }

  /** The same settings with other limits. */
  public ServerSettings withLimits(ConnectionLimits other) {
    return new ServerSettings(host, port, tls, proxies, other, patience, metricsOpen);
  }

  /** The same settings with TLS. */
  public ServerSettings withTls(TlsIdentity identity) {
    return new ServerSettings(
        host, port, Optional.of(identity), proxies, limits, patience, metricsOpen);
  }

  /** The same settings behind other proxies. */
  public ServerSettings withProxies(TrustedProxies other) {
    return new ServerSettings(host, port, tls, other, limits, patience, metricsOpen);
  }

  /** The same settings with another time to finish. */
  public ServerSettings withPatience(Duration other) {
    return new ServerSettings(host, port, tls, proxies, limits, other, metricsOpen);
  }

  /** The same settings with metrics for everybody, or not. */
  public ServerSettings withMetricsOpen(boolean open) {
    return new ServerSettings(host, port, tls, proxies, limits, patience, open);
  }

  /**
   * Passwords must not be readable on their way.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when they would be
   */
  void requireSafe() {
    if (tls.isEmpty() && proxies.isEmpty() && !isLoopback()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "On " + host + " passwords would travel in the clear.")
          .withHint(
              "Give --tls-cert and --tls-key, or --tls-keystore, or name the proxy in front that"
                  + " takes care of TLS with --trusted-proxy.");
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
