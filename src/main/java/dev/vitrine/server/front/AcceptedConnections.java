package dev.vitrine.server.front;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/**
 * Bounds the number of connections, in all and of one source address, and the time that the headers
 * of a request take to arrive. Safe for use by several threads.
 */
public final class AcceptedConnections implements Connection.Listener, TrafficWatch.Watched {
  private final TrafficLimits limits;
  private final Predicate<InetAddress> unbounded;

  /** Guarded by this, including the values. */
  private final Map<Connection, State> open = new HashMap<>();

  private final Map<String, Integer> sources = new HashMap<>();

  /** The last observed state of a connection. */
  private static final class State {
    private final String source;
    private final long opened = System.nanoTime();
    private long idleSince = opened;
    private long headersSince;
    private long requests;
    private boolean inHeaders;
    private boolean ending;

    private State(String source) {
      this.source = source;
    }
  }

  /**
   * @param unbounded addresses that many others come from, such as those of proxies
   */
  public AcceptedConnections(TrafficLimits limits, Predicate<InetAddress> unbounded) {
    this.limits = limits;
    this.unbounded = unbounded;
  }

  /** Returns the number of open TCP connections. */
  public synchronized int count() {
    return open.size();
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection) {
      // A nested connection.
      return;
    }
    InetAddress address = Callers.address(connection.getEndPoint().getRemoteSocketAddress());
    String source = address == null || unbounded.test(address) ? "" : Callers.network(address);
    Optional<Refusal> refusal = Optional.empty();
    Optional<Connection> idlest = Optional.empty();
    synchronized (this) {
      State state = new State(source);
      open.put(connection, state);
      int ofSource = sources.merge(source, 1, Integer::sum);
      if (!source.isEmpty() && ofSource > limits.connectionsOfSource()) {
        refusal = Optional.of(Refusal.CONNECTIONS_OF_SOURCE_FULL);
      } else if (open.size() > limits.connections()) {
        idlest = idlest(connection);
        refusal = idlest.isPresent() ? Optional.empty() : Optional.of(Refusal.CONNECTIONS_FULL);
      }
      state.ending = refusal.isPresent();
    }
    idlest.ifPresent(other -> other.getEndPoint().close(new TimeoutException("It was idle")));
    refusal.ifPresent(reason -> refuse(connection, reason));
  }

  private Optional<Connection> idlest(Connection except) {
    Connection found = null;
    long since = Long.MAX_VALUE;
    for (Map.Entry<Connection, State> each : open.entrySet()) {
      State state = each.getValue();
      Connection connection = each.getKey();
      if (connection != except
          && Phase.of(connection) == Phase.IDLE
          && state.idleSince - since < 0) {
        found = connection;
        since = state.idleSince;
      }
    }
    return Optional.ofNullable(found);
  }

  /** Before the TLS handshake no response can be sent, so the connection is only closed. */
  private static void refuse(Connection connection, Refusal refusal) {
    EndPoint endPoint = connection.getEndPoint();
    if (endPoint instanceof SslConnection.SslEndPoint) {
      endPoint.close(new TimeoutException("There are too many connections"));
      return;
    }
    // The response is lost if the connection is closed before the client has sent its request; the
    // next check closes it.
    endPoint.write(Callback.from(endPoint::shutdownOutput, endPoint::close), refusal.raw());
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    State state = open.remove(connection);
    if (state != null) {
      sources.computeIfPresent(state.source, (key, count) -> count == 1 ? null : count - 1);
    }
  }

  @Override
  public void check(long now) {
    Map<Connection, State> late = new HashMap<>();
    synchronized (this) {
      open.forEach(
          (connection, state) -> {
            if (isLate(connection, state, now)) {
              late.put(connection, state);
            }
          });
    }
    late.forEach(AcceptedConnections::end);
  }

  private boolean isLate(Connection connection, State state, long now) {
    if (state.ending) {
      return true;
    }
    Phase phase = Phase.of(connection);
    long requests = connection.getMessagesIn();
    if (phase == Phase.WORKING || requests != state.requests) {
      state.requests = requests;
      state.idleSince = now;
    }
    if (phase == Phase.HEADERS && !state.inHeaders) {
      state.headersSince = now;
    }
    state.inHeaders = phase == Phase.HEADERS;
    long headers = limits.headers().toNanos();
    boolean neverAsked =
        requests == 0 && phase != Phase.WORKING && now - state.opened > 2 * headers;
    return neverAsked || (state.inHeaders && now - state.headersSince > headers);
  }

  private static void end(Connection connection, State state) {
    EndPoint endPoint = connection.getEndPoint();
    TimeoutException cause = new TimeoutException("No request arrived in time");
    if (state.ending || Phase.of(connection) != Phase.HEADERS) {
      endPoint.close(cause);
      return;
    }
    state.ending = true;
    ByteBuffer answer = Refusal.TOO_SLOW.raw();
    endPoint.write(Callback.from(() -> endPoint.close(cause), endPoint::close), answer);
  }

  /** Events of a connection. */
  private enum Phase {
    /** No part of a request has arrived. */
    IDLE,
    /** Headers are arriving. */
    HEADERS,
    /** A request is being received or processed, or its response sent. */
    WORKING;

    private static Phase of(Connection connection) {
      if (!(connection instanceof HttpConnection http)) {
        return IDLE;
      }
      // The parser is reset when the response has been sent.
      HttpParser.State state = http.getParser().getState();
      if (state == HttpParser.State.START) {
        return IDLE;
      }
      return state.compareTo(HttpParser.State.CONTENT) < 0 ? HEADERS : WORKING;
    }
  }
}
