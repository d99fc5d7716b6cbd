package dev.vitrine.server;

import static java.util.Objects.requireNonNull;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.front.AcceptedConnections;
import dev.vitrine.server.front.BodyGate;
import dev.vitrine.server.front.Callers;
import dev.vitrine.server.front.JsonErrors;
import dev.vitrine.server.front.RequestGuard;
import dev.vitrine.server.front.TrafficLimits;
import dev.vitrine.server.front.TrafficWatch;
import dev.vitrine.server.front.Workers;
import dev.vitrine.server.pg.PgListener;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.ClientWatch;
import dev.vitrine.server.rest.SignIn;
import dev.vitrine.server.rest.VersionFinalizer;
import dev.vitrine.server.sharing.SharingEndpoints;
import dev.vitrine.server.statement.StatementEndpoints;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.draft.DraftWriter;
import dev.vitrine.server.web.draft.Drafts;
import dev.vitrine.session.Engine;
import dev.vitrine.session.call.Limits;
import dev.vitrine.wire.ServedConnections;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. The caller closes it before the engine. */
public final class VitrineServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VitrineServer.class);

  /**
   * Idle time of a socket between requests. Long, because a client whose request arrives while the
   * socket is closed cannot know whether it was executed.
   */
  private static final Duration SOCKET_IDLE = Duration.ofMinutes(5);

  /** Maximum interval of closing idle connections. */
  private static final Duration LONGEST_BETWEEN_SWEEPS = Duration.ofMinutes(1);

  /** Minimum number of threads. */
  private static final int LEAST_THREADS = 8;

  private final ListeningPort listening;
  private final ServerSettings settings;
  private final Engine engine;
  private final ServedConnections connections;
  private final AcceptedConnections sockets;
  private final ServerMetrics metrics;
  private final FileSettings files;
  private final ClientWatch clients;
  private final Timer sweeper = new Timer("vitrine-sweeper", true);
  private final Javalin http;
  private @Nullable StatementEndpoints statements;
  private @Nullable SharingEndpoints sharing;
  private int port;
  private Optional<PgListener> pg = Optional.empty();

  private VitrineServer(
      ListeningPort listening,
      FileSettings files,
      Engine engine,
      StoreAuthenticator authenticator) {
    this.listening = listening;
    this.settings = listening.settings();
    this.files = files;
    this.engine = engine;
    this.connections = new ServedConnections(engine, settings.limits());
    this.clients = new ClientWatch(connections::closeAbandoned);
    this.sockets = new AcceptedConnections(settings.traffic(), settings.proxies()::contains);
    this.metrics = new ServerMetrics(engine, connections, sockets);
    CredentialSignIn signIn = new CredentialSignIn(authenticator, settings.proxies());
    this.http = Javalin.create(config -> configure(config, signIn, authenticator));
  }

  /**
   * Binds the port and starts to serve it.
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
    ListeningPort port = ListeningPort.open(settings);
    try {
      return start(port, files, engine, authenticator);
    } catch (RuntimeException failure) {
      port.close();
      throw failure;
    }
  }

  /**
   * Starts to serve a port, which is the server's from then on.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the files cannot be where they should
   */
  public static VitrineServer start(
      ListeningPort port, FileSettings files, Engine engine, StoreAuthenticator authenticator) {
    VitrineServer server =
        new VitrineServer(port, files, requireNonNull(engine), requireNonNull(authenticator));
    server.start();
    return server;
  }

  private void start() {
    try {
      engine.observe(metrics);
      http.start();
      port = http.port();
      engine.serverName(settings.host() + ":" + port);
      engine.shares().endpoint(settings.publicUrl().orElseGet(this::url) + SharingEndpoints.PATH);
    } catch (JavalinException e) {
      engine.ignore(metrics);
      clients.close();
      throw new VitrineException(
              ErrorCode.CANNOT_CONNECT,
              "The server cannot listen on " + settings.host() + ":" + settings.port() + ".")
          .withCause(e)
          .withHint("Choose a free port, or use --port 0.");
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

  private void configure(
      JavalinConfig config, CredentialSignIn signIn, StoreAuthenticator authenticator) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    // Responses are small, or numbers; drivers and server are usually in one network.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    TrafficLimits traffic = settings.traffic();
    QueuedThreadPool threads = new QueuedThreadPool(Workers.threads(traffic), LEAST_THREADS);
    threads.setName("vitrine-http");
    config.jetty.threadPool = threads;
    TrafficWatch watch = new TrafficWatch(traffic);
    config.jetty.modifyServer(server -> handlers(server, watch));
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new ErrorPages()));
    config.jetty.modifyHttpConfiguration(
        configuration -> {
          configuration.setSendServerVersion(false);
          configuration.setIdleTimeout(SOCKET_IDLE.toMillis());
          // A file's name may have a percent sign.
          configuration.setUriCompliance(
              UriCompliance.DEFAULT.with(
                  "files",
                  UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                  UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
        });
    config.jetty.addConnector((server, configuration) -> connector(server, configuration, watch));
    config.router.javaLangErrorHandler(ErrorPages::failed);
    config.routes.before(RequestIds::begin);
    config.requestLogger.http(this::answered);
    config.routes.post(DriverEndpoint.PATH, new DriverEndpoint(signIn, connections, clients));
    config.routes.get(
        MetricsEndpoint.PATH, new MetricsEndpoint(metrics, signIn, engine, settings.metricsOpen()));
    Limits limits = settings.limits().within(Limits.NONE);
    ServedUrl url = new ServedUrl(settings.publicUrl().orElse(null), settings.proxies());
    Pages pages =
        new Pages(
            engine,
            new BrowserSignIn(signIn, authenticator, url),
            url,
            limits,
            config.routes,
            clients);
    files.requireConsistent();
    FileStorage storage = engine.files(files.storage());
    VersionFinalizer finalizer =
        RestEndpoints.add(
            config.routes,
            engine,
            signIn,
            url,
            limits,
            storage,
            files,
            sweeper,
            clients,
            settings.modelNames());
    sharing =
        SharingEndpoints.add(
            new Api(engine, signIn, limits, config.routes, clients),
            engine.shares(),
            engine.memory(),
            storage,
            authenticator,
            signIn::safeClient);
    SignIn scripts = context -> pages.scripted(context).orElseGet(() -> signIn.user(context));
    statements =
        StatementEndpoints.add(
            new Api(engine, scripts, limits, config.routes, clients), engine, limits, url, sweeper);
    config.routes.get(HealthEndpoint.PATH, new HealthEndpoint(engine));
    Drafts drafts = new Drafts(settings.ai().map(DraftWriter::new));
    WebEndpoints.add(pages, storage, finalizer, drafts);
    ErrorPages.add(config.routes);
  }

  private void handlers(Server server, TrafficWatch watch) {
    server.setStopTimeout(settings.patience().toMillis());
    server.setErrorHandler(new JsonErrors());
    server.addBean(watch);
    TrustedProxies proxies = settings.proxies();
    Callers callers = new Callers(proxies::client);
    Workers workers = new Workers(settings.traffic(), callers);
    BodyGate bodies = new BodyGate(settings.traffic(), watch, callers);
    bodies.setHandler(workers);
    RequestGuard guard =
        new RequestGuard(new ServedOrigins(settings.publicUrl().orElse(null), proxies));
    guard.setHandler(bodies);
    GracefulHandler graceful = new GracefulHandler();
    graceful.setHandler(guard);
    server.setHandler(graceful);
  }

  private Connector connector(Server server, HttpConfiguration configuration, TrafficWatch watch) {
    ServerConnector connector =
        settings
            .tls()
            .map(identity -> secure(server, configuration, identity))
            .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(configuration)));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(SOCKET_IDLE.toMillis());
    connector.setShutdownIdleTimeout(settings.idleAtStop().toMillis());
    connector.addBean(sockets);
    watch.add(sockets);
    try {
      connector.open(listening.channel());
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
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

  /** One shared label for requests without a route. */
  private void answered(Context context, float milliseconds) {
    Endpoint matched = context.endpoints().matchedHttpEndpoint();
    String route = matched == null ? "none" : matched.path;
    metrics.answered(route, context.statusCode(), milliseconds);
    RequestIds.end(context, route, milliseconds);
  }

  /** Takes over the port of PostgreSQL clients: its metrics are served, and it stops with this. */
  public void serve(PgListener listener) {
    pg = Optional.of(listener);
    metrics.observe(listener);
  }

  /** The URL for PostgreSQL clients; empty if they are not served. */
  public Optional<String> pgUrl() {
    return pg.map(PgListener::url);
  }

  /** The address that it listens or listened on. */
  public int port() {
    return port;
  }

  /** The URL for browsers. */
  public String url() {
    return (settings.tls().isPresent() ? "https://" : "http://") + place();
  }

  /** The JDBC URL of the server. */
  public String jdbcUrl() {
    return "jdbc:vitrine://" + place() + (settings.tls().isPresent() ? "?ssl=true" : "");
  }

  private String place() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return host + ":" + port;
  }

  /**
   * Stops: takes no more requests, lets running ones finish within the time of the settings, then
   * cancels them and closes every connection.
   */
  @Override
  public void close() {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    sweeper.cancel();
    pg.ifPresent(PgListener::close);
    try {
      http.stop();
    } catch (JavalinException e) {
      LOG.warn("Statements were still running after --stop-seconds", e);
    }
    StatementEndpoints running = requireNonNull(statements);
    running.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    running.close();
    requireNonNull(sharing).close();
    listening.close();
    connections.close();
    engine.ignore(metrics);
    LOG.info("Stopped listening on port {}", port);
  }
}
