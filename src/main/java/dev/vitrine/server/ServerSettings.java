package dev.vitrine.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.front.TrafficLimits;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.web.draft.AiEndpoint;
import dev.vitrine.wire.ConnectionLimits;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Settings of a server.
 *
 * @param port 0 for any free port
 * @param tls empty for plain HTTP
 * @param proxies reverse proxies that terminate TLS
 * @param publicUrl URL under which clients reach the server; empty to derive it from the requests
 * @param limits limits of sessions
 * @param traffic limits of connections and requests
 * @param patience time for running statements to finish when the server stops
 * @param metricsOpen whether the metrics need no authentication
 * @param ai chat service for drafts of descriptions; empty for none
 * @param modelNames names of models in MLflow's registry API
 * @param idleAtStop time that idle connections stay open when the server stops, so that requests
 *     that are on their way get status 503 instead of a closed connection
 */
public record ServerSettings(
    String host,
    int port,
    Optional<TlsIdentity> tls,
    TrustedProxies proxies,
    Optional<String> publicUrl,
    ConnectionLimits limits,
    TrafficLimits traffic,
    Duration patience,
    boolean metricsOpen,
    Optional<AiEndpoint> ai,
    NameSpelling modelNames,
    Duration idleAtStop) {
  /** The default address. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The default port of servers and drivers. */
  public static final int DEFAULT_PORT = 8080;

  /** The default of {@code idleAtStop}. */
  public static final Duration IDLE_AT_STOP = Duration.ofSeconds(1);

  public ServerSettings {
    publicUrl = publicUrl.map(ServerSettings::checked);
  }

  /** For this machine only, at a port that is free. */
  public static ServerSettings local() {
    return new ServerSettings(
        DEFAULT_HOST,
        0,
        Optional.empty(),
        TrustedProxies.NONE,
        Optional.empty(),
        ConnectionLimits.DEFAULT,
        TrafficLimits.DEFAULT,
        Duration.ofSeconds(30),
        false,
        Optional.empty(),
        NameSpelling.FULL,
        IDLE_AT_STOP);
  }

  /** The same settings at another place. */
  public ServerSettings withPlace(String otherHost, int otherPort) {
    return with(
        copy -> {
          copy.host = otherHost;
          copy.port = otherPort;
        });
  }

  /** The same settings with other limits. */
  public ServerSettings withLimits(ConnectionLimits other) {
    return with(copy -> copy.limits = other);
  }

  /** The same settings with TLS. */
  public ServerSettings withTls(TlsIdentity identity) {
    return with(copy -> copy.tls = Optional.of(identity));
  }

  /** The same settings behind other proxies. */
  public ServerSettings withProxies(TrustedProxies other) {
    return with(copy -> copy.proxies = other);
  }

  /**
   * The same settings with another public URL.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the URL is invalid
   */
  public ServerSettings withPublicUrl(String url) {
    return with(copy -> copy.publicUrl = Optional.of(url));
  }

  /** The same settings with other bounds on connections and requests. */
  public ServerSettings withTraffic(TrafficLimits other) {
    return with(copy -> copy.traffic = other);
  }

  /** The same settings with another time to finish. */
  public ServerSettings withPatience(Duration other) {
    return with(copy -> copy.patience = other);
  }

  /** The same settings with metrics for everybody, or not. */
  public ServerSettings withMetricsOpen(boolean open) {
    return with(copy -> copy.metricsOpen = open);
  }

  /** The same settings with a chat service for drafts of descriptions. */
  public ServerSettings withAi(AiEndpoint endpoint) {
    return with(copy -> copy.ai = Optional.of(endpoint));
  }

  /** The same settings with other names of models in MLflow's registry API. */
  public ServerSettings withModelNames(NameSpelling names) {
    return with(copy -> copy.modelNames = names);
  }

  /** The same settings with another time for idle connections when the server stops. */
  public ServerSettings withIdleAtStop(Duration other) {
    return with(copy -> copy.idleAtStop = other);
  }

  /** Without the slashes at its end. */
  /** A copy that is being changed. */
  private static final class Copy {
    private String host;
    private int port;
    private Optional<TlsIdentity> tls;
    private TrustedProxies proxies;
    private Optional<String> publicUrl;
    private ConnectionLimits limits;
    private TrafficLimits traffic;
    private Duration patience;
    private boolean metricsOpen;
    private Optional<AiEndpoint> ai;
    private NameSpelling modelNames;
    private Duration idleAtStop;

    private Copy(ServerSettings settings) {
      host = settings.host;
      port = settings.port;
      tls = settings.tls;
      proxies = settings.proxies;
      publicUrl = settings.publicUrl;
      limits = settings.limits;
      traffic = settings.traffic;
      patience = settings.patience;
      metricsOpen = settings.metricsOpen;
      ai = settings.ai;
      modelNames = settings.modelNames;
      idleAtStop = settings.idleAtStop;
    }

    private ServerSettings settings() {
      return new ServerSettings(
          host,
          port,
          tls,
          proxies,
          publicUrl,
          limits,
          traffic,
          patience,
          metricsOpen,
          ai,
          modelNames,
          idleAtStop);
    }
  }

  private ServerSettings with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.settings();
  }

  private static String checked(String url) {
    String whole = url.replaceFirst("/+$", "");
    try {
      URI uri = new URI(whole);
      boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (isWeb
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return whole;
      }
    } catch (URISyntaxException e) {
      throw noUrl(url).withCause(e);
    }
    throw noUrl(url);
  }

  private static VitrineException noUrl(String url) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "'" + url + "' is not the URL of a server.")
        .withHint("Example: https://models.example.com/vitrine.");
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
              "On " + host + " passwords would be sent unencrypted.")
          .withHint(
              "Set --tls-cert and --tls-key, or --tls-keystore, or name the reverse proxy that"
                  + " terminates TLS with --trusted-proxy.");
    }
    if (tls.isEmpty() && proxies.isEmpty() && publicUrl.isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "--public-url without TLS requires --trusted-proxy.")
          .withHint(
              "Set --trusted-proxy, such as 127.0.0.1 for a proxy on this machine, which must set"
                  + " X-Forwarded-For; otherwise all clients appear as this machine.");
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
