package dev.vitrine.server;

import static java.util.Objects.requireNonNull;

import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import dev.vitrine.server.rest.ClientWatch;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.RestError;
import dev.vitrine.session.Engine;
import dev.vitrine.session.Limits;
import dev.vitrine.wire.ServedConnections;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. Whoever starts it closes it, and the engine after it. */
public final class VitrineServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VitrineServer.class);

  /**
   * Of a socket between requests. Long, since a client whose request crosses the end of the socket
   * cannot know whether it was carried out.
   */
  private static final Duration SOCKET_IDLE = Duration.ofMinutes(5);

  /** Whoever asks after the health wants to know soon. */
  private static final Duration LONGEST_OF_HEALTH = Duration.ofSeconds(2);

  private static final Duration LONGEST_BETWEEN_SWEEPS = Duration.ofMinutes(1);

  private static final String JSON = "application/json";

  private final ServerSettings settings;
  private final Engine engine;
  private final ServedConnections connections;
  private final ServerMetrics metrics;
  private final FileSettings files;
  private final ClientWatch clients;
  private final Timer sweeper = new Timer("vitrine-sweeper", true);
  private final Javalin http;
  private int port;

  private VitrineServer(
      ServerSettings settings,
      FileSettings files,
      Engine engine,
      StoreAuthenticator authenticator) {
    this.settings = settings;
    this.files = requireNonNull(files);
    this.engine = engine;
    this.connections = new ServedConnections(engine, settings.limits());
    this.clients = new ClientWatch(connections::closeAbandoned);
    this.metrics = new ServerMetrics(engine, connections);
    CredentialSignIn signIn = new CredentialSignIn(authenticator, settings.proxies());
    this.http = Javalin.create(config -> configure(config, signIn));
  }

  /**
   * Starts to listen.
   *
   * @param files where files of versions are
   * @throws VitrineException INVALID_PARAMETER_VALUE when passwords would travel in the clear or
   *     the files cannot be where they should, CANNOT_CONNECT when the port cannot be had
   */
  public static VitrineServer start(
      ServerSettings settings,
      FileSettings files,
      Engine engine,
      StoreAuthenticator authenticator) {
    settings.requireSafe();
    VitrineServer server =
        new VitrineServer(settings, files, requireNonNull(engine), requireNonNull(authenticator));
    server.start();
    return server;
  }

  private void start() {
    try {
      engine.observe(metrics);
      http.start();
      port = http.port();
    } catch (JavalinException e) {
      engine.ignore(metrics);
      clients.close();
      throw new VitrineException(
              ErrorCode.CANNOT_CONNECT,
              "The server cannot listen on " + settings.host() + ":" + settings.port() + ".")
          .withCause(e)
          .withHint("Choose a port that is free; --port 0 finds one.");
    }
    Duration idle = settings.limits().idle();
    long pause = Math.min(idle.toMillis(), LONGEST_BETWEEN_SWEEPS.toMillis());
    sweeper.schedule(
        new TimerTask() {
          @Override
          public void run() {
            connections.expire();
          }
        },
        pause,
        pause);
    LOG.info("Listening on {} with {}", url(), engine.storeVersion());
  }

  private void configure(JavalinConfig config, CredentialSignIn signIn) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    // Answers are small, or numbers; drivers and server are near each other.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(settings.patience().toMillis());
          server.setHandler(new GracefulHandler());
        });
    config.jetty.modifyHttpConfiguration(
        configuration -> {
          configuration.setSendServerVersion(false);
          configuration.setIdleTimeout(SOCKET_IDLE.toMillis());
          // A file's name may have a percent sign.
          configuration.setUriCompliance(
              UriCompliance.DEFAULT.with("files", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
        });
    config.jetty.addConnector(this::connector);
    config.routes.before(RequestIds::begin);
    config.requestLogger.http(this::answered);
    config.routes.post(DriverEndpoint.PATH, new DriverEndpoint(signIn, connections, clients));
    config.routes.get(
        MetricsEndpoint.PATH, new MetricsEndpoint(metrics, signIn, engine, settings.metricsOpen()));
    Limits limits = settings.limits().within(Limits.NONE);
    ServedUrl url = new ServedUrl(settings.publicUrl(), settings.proxies());
    RestEndpoints.add(config.routes, engine, signIn, url, limits, files, sweeper, clients);
    config.routes.get("/health", this::health);
    config.routes.error(HttpStatus.NOT_FOUND.getCode(), VitrineServer::notFound);
    config.routes.exception(EofException.class, VitrineServer::brokenOff);
    config.routes.exception(Exception.class, VitrineServer::failed);
    config.router.javaLangErrorHandler(VitrineServer::exhausted);
  }

  private Connector connector(Server server, HttpConfiguration configuration) {
    ServerConnector connector =
        settings
            .tls()
            .map(identity -> secure(server, configuration, identity))
            .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(configuration)));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(SOCKET_IDLE.toMillis());
    return connector;
  }

  private static ServerConnector secure(
      Server server, HttpConfiguration configuration, TlsIdentity identity) {
    String password = UUID.randomUUID().toString();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(identity.read(password));
    tls.setKeyStorePassword(password);
    // Drivers check the server's name; a name that the certificate lacks is theirs to refuse.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    return new ServerConnector(server, tls, new HttpConnectionFactory(configuration));
  }

  /** Of what is at no route, one for all. */
  private void answered(Context context, float milliseconds) {
    Endpoint matched = context.endpoints().matchedHttpEndpoint();
    String route = matched == null ? "none" : matched.path;
    metrics.answered(route, context.statusCode(), milliseconds);
    RequestIds.end(context, route, milliseconds);
  }

  private void health(Context context) {
    boolean reachable = engine.isReachable(LONGEST_OF_HEALTH);
    context
        .status(reachable ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .contentType(JSON)
        .result("{\"ok\":" + reachable + ",\"store\":\"" + (reachable ? "up" : "down") + "\"}");
  }

  private static void notFound(Context context) {
    if (JSON.equals(context.res().getContentType())) {
      return;
    }
    String code = context.path().startsWith("/api/") ? "ENDPOINT_NOT_FOUND" : "NOT_FOUND";
    context
        .contentType(JSON)
        .result("{\"error_code\":\"" + code + "\",\"message\":\"There is nothing at this path.\"}");
  }

  /** The client is gone, so that the status is for the log and the metrics. */
  private static void brokenOff(EofException end, Context context) {
    LOG.info("The client broke off: {}", end.toString());
    context.status(HttpStatus.BAD_REQUEST);
  }

  private static void failed(Exception failure, Context context) {
    String id = RequestIds.current();
    LOG.error("The request failed", failure);
    context
        .status(HttpStatus.INTERNAL_SERVER_ERROR)
        .contentType(JSON)
        .result(
            "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"The server's log says more under "
                + id
                + ".\"}");
  }

  /** Errors of the virtual machine that no handler contained. */
  private static void exhausted(HttpServletResponse response, Error failure) {
    if (!(failure instanceof VirtualMachineError error)) {
      throw failure;
    }
    RestError refusal = RestError.of(MachineErrors.translate(error));
    try {
      response.setStatus(refusal.status().getCode());
      response.setContentType(JSON);
      response
          .getOutputStream()
          .write(
              Json.bytes(
                  Json.object()
                      .put("error_code", refusal.code())
                      .put("message", refusal.message())));
    } catch (IOException gone) {
      LOG.info("The client broke off: {}", gone.toString());
    }
  }

  /** Where it listens, or did. */
  public int port() {
    return port;
  }

  /** Where a browser would look for it. */
  public String url() {
    return (settings.tls().isPresent() ? "https://" : "http://") + place();
  }

  /** What a driver connects to. */
  public String jdbcUrl() {
    return "jdbc:vitrine://" + place() + (settings.tls().isPresent() ? "?ssl=true" : "");
  }

  private String place() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return host + ":" + port;
  }

  /**
   * Stops: takes no more requests, lets running ones finish for as long as the settings say, then
   * cancels them and closes every connection.
   */
  @Override
  public void close() {
    sweeper.cancel();
    try {
      http.stop();
    } catch (JavalinException e) {
      LOG.warn("Statements were still running when the time to finish was over", e);
    }
    clients.close();
    connections.close();
    engine.ignore(metrics);
    LOG.info("Stopped listening on port {}", port);
  }
}
