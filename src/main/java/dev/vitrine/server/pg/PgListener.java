package dev.vitrine.server.pg;

import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.TlsIdentity;
import dev.vitrine.server.pg.catalog.PgCatalog;
import dev.vitrine.session.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port for PostgreSQL clients. The caller closes it before the engine. Safe for use by several
 * threads.
 */
public final class PgListener implements AutoCloseable {
  static final Logger LOG = LoggerFactory.getLogger(PgListener.class);

  /** Threads for clients that have not signed in; one address can have half of them. */
  private static final int SIGN_IN_WORKERS = 16;

  /** How long closing waits for cancelled statements. */
  private static final Duration CANCEL_TIME = Duration.ofSeconds(5);

  private final PgSettings settings;
  private final ServerSocketChannel server;
  private final Optional<SSLContext> tls;
  private final PgSignIn signIn;
  private final SessionStart sessions;
  private final PgConnections connections;
  private final PgCatalog catalog = new PgCatalog();
  private final PgWorkers workers;
  private final PgWorkers signInWorkers;
  private final IdleConnections idle;
  private final Thread acceptor;
  private final int port;
  private volatile boolean stopping;

  private PgListener(
      PgSettings settings,
      ServerSocketChannel server,
      Engine engine,
      StoreAuthenticator authenticator,
      String product) {
    this.settings = settings;
    this.server = server;
    this.port = server.socket().getLocalPort();
    this.tls = settings.tls().map(PgListener::context);
    this.signIn = new PgSignIn(authenticator, settings.authentication());
    this.sessions = new SessionStart(engine, settings.limits(), product, catalog);
    this.connections = new PgConnections(settings.limits());
    this.workers = new PgWorkers("vitrine-pg", settings.workers(), (settings.workers() + 1) / 2);
    this.signInWorkers = new PgWorkers("vitrine-pg-sign-in", SIGN_IN_WORKERS, SIGN_IN_WORKERS / 2);
    this.idle = new IdleConnections(this::tick);
    this.acceptor = new Thread(this::accept, "vitrine-pg-acceptor");
    acceptor.setDaemon(true);
  }

  /** Starts to serve a port that is bound; closing the listener closes it. */
  static PgListener start(
      PgSettings settings,
      ServerSocketChannel server,
      Engine engine,
      StoreAuthenticator authenticator,
      String product) {
    PgListener listener = new PgListener(settings, server, engine, authenticator, product);
    listener.idle.start();
    listener.acceptor.start();
    LOG.info("Listening for PostgreSQL clients on {}:{}", settings.host(), listener.port());
    return listener;
  }

  private static SSLContext context(TlsIdentity identity) {
    String password = UUID.randomUUID().toString();
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(identity.read(password), password.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException exception) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The certificate cannot be used.")
          .withCause(exception);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** The URL for clients that are not tied to one catalog. */
  public String url() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return "postgresql://" + host + ":" + port() + "/" + SessionStart.SYSTEM;
  }

  /** Number of statements on PostgreSQL's catalog that were not supported. */
  public long refusedCatalogStatements() {
    return catalog.refused();
  }

  /** Number of signed-in connections. */
  public int open() {
    return connections.count();
  }

  /** Number of connections, signed in or not, that have a thread now. */
  public long busy() {
    return connections.all().stream().filter(connection -> !connection.isIdle()).count();
  }

  private void accept() {
    while (!stopping) {
      try {
        SocketChannel channel = server.accept();
        try {
          welcome(new PgChannel(channel, settings.stall()));
        } catch (IOException exception) {
          LOG.debug("A PostgreSQL client has gone", exception);
          channel.close();
        }
      } catch (ClosedChannelException exception) {
        return;
      } catch (IOException exception) {
        LOG.warn("A PostgreSQL client could not be accepted", exception);
      }
    }
  }

  private void welcome(PgChannel channel) {
    PgConnection connection =
        new PgConnection(
            this, channel, new Startup(channel, tls.orElse(null), signIn, connections));
    connections.add(connection);
    idle.add(connection);
  }

  IdleConnections idle() {
    return idle;
  }

  PgSignIn signIn() {
    return signIn;
  }

  SessionStart sessions() {
    return sessions;
  }

  PgConnections connections() {
    return connections;
  }

  /** Runs work for a user. */
  void serve(String user, Runnable work) {
    workers.run(user, work);
  }

  /** Runs work for a client that has not signed in. */
  void serve(InetAddress peer, Runnable work) {
    signInWorkers.run(peer.getHostAddress(), work);
  }

  /** Ends connections that are too slow or idle for too long. */
  private void tick() {
    for (PgConnection connection : connections.all()) {
      if (connection.isOverdue(settings.signInTime()) || connection.isStalled(settings.stall())) {
        connection.drop();
      } else if (connection.isIdle(settings.limits().idle())) {
        connection.end(
            PgConnection.fatal(
                "57P05",
                "The connection was idle for more than "
                    + settings.limits().idle().toMinutes()
                    + " min."));
      }
    }
  }

  /**
   * Stops: accepts no more clients, lets running statements finish within the time of the settings,
   * then cancels them and closes every connection.
   */
  @Override
  public void close() {
    stopping = true;
    PgPort.close(server);
    for (PgConnection connection : connections.all()) {
      connection.end(PgConnection.fatal("57P01", "The server is stopping."));
    }
    try {
      acceptor.join();
      awaitEnd(settings.patience());
      connections.all().forEach(PgConnection::drop);
      awaitEnd(CANCEL_TIME);
      workers.close(CANCEL_TIME);
      signInWorkers.close(CANCEL_TIME);
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
    idle.close();
    catalog.close();
  }

  private void awaitEnd(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!connections.all().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
  }
}
