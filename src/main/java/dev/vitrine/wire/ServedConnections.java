package dev.vitrine.wire;

import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** The connections of a server's clients. Safe for use by several threads. */
public final class ServedConnections implements AutoCloseable {
  /** How long the session of a disconnected client is kept for it to return. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Engine engine;
  private final ConnectionLimits limits;
  private final Semaphore free;
  private final OpenConnections connections = new OpenConnections();

  /** No connections yet, on {@code engine}, which stays the caller's to close. */
  public ServedConnections(Engine engine, ConnectionLimits limits) {
    this.engine = engine;
    this.limits = limits;
    this.free = new Semaphore(limits.connections());
  }

  /** An account for the memory of one request of a user; the caller closes it. */
  public MemoryAccount account(RemoteUser user) {
    return engine.memory().open(user.id());
  }

  /** The service for one request of an authenticated user. */
  public SessionService service(RemoteUser user, RequestContext request) {
    return new SessionService(
        engine, ClientContext.served(user, limits, free), connections, request);
  }

  /** Number of open connections. */
  public int open() {
    return limits.connections() - free.availablePermits();
  }

  /** Closes idle connections and rolls back their transactions. */
  public void expire() {
    connections.closeIdle(limits.idle(), free::release);
  }

  /** Closes connections whose clients disconnected while a statement ran, and did not return. */
  public void closeAbandoned() {
    connections.closeAbandoned(GRACE, free::release);
  }

  @Override
  public void close() {
    connections.closeAll(free::release);
  }
}
