package dev.vitrine.jdbc.transport;

import dev.vitrine.protocol.ServiceException;
import dev.vitrine.protocol.SessionState;
import dev.vitrine.protocol.SqlService;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A session of an engine, if one is open: its service and the state of the connection in it. Safe
 * for use by several threads.
 */
public final class SessionHandle {
  private final String id = UUID.randomUUID().toString();
  private final IdleStatements idleStatements = new IdleStatements();
  private final AtomicInteger cursors = new AtomicInteger();
  private volatile SqlService service;
  private volatile boolean lost;

  private SessionHandle(SqlService service) {
    this.service = service;
  }

  /** Begins a session; {@code who} is its user if the transport does not authenticate. */
  static SessionHandle open(SqlService service, Map<String, String> who, Duration time) {
    SessionHandle handle = new SessionHandle(service);
    try {
      handle.within(time).open(handle.id, who);
    } catch (ServiceException e) {
      if (e.givenUp()) {
        handle.abandon();
      }
      throw e;
    }
    return handle;
  }

  public String id() {
    return id;
  }

  public SqlService service() {
    return service;
  }

  /** The service; a server must respond in time. */
  public SqlService within(Duration time) {
    return service instanceof HttpService http ? http.within(time) : service;
  }

  /** Sets the time limit of each later request; null for no limit. */
  void limit(@Nullable Duration time) {
    if (service instanceof HttpService http) {
      service = http.withNetworkTimeout(time);
    }
  }

  /** Ends the session without waiting for a response. */
  void abandon() {
    lost = true;
    if (service instanceof HttpService http) {
      http.abandon(id);
    }
  }

  Optional<SessionState> state() {
    return service.state(id);
  }

  public IdleStatements idleStatements() {
    return idleStatements;
  }

  /** The session, or the way to it, is gone. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  public void cursorOpened() {
    cursors.incrementAndGet();
  }

  public void cursorClosed() {
    cursors.decrementAndGet();
  }

  boolean hasCursors() {
    return cursors.get() > 0;
  }
}
