package dev.vitrine.store.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * Makes sockets for PostgreSQL's driver that know for how long they have waited for the server, and
 * that charge the bytes of rows as {@link MeteredSocketFactory} does. The driver creates the
 * factory by its class name.
 */
public final class ObservedSockets extends SocketFactory {
  /** The last socket of each connection that is being made, by the key that the driver gets. */
  private static final Map<String, Optional<ObservedSocket>> MADE = new ConcurrentHashMap<>();

  private final String key;

  /**
   * For the driver.
   *
   * @param key of the connection that is being made
   */
  public ObservedSockets(String key) {
    this.key = key;
  }

  /** A key for one connection, which {@link #take} must be called with. */
  static String newKey() {
    String key = UUID.randomUUID().toString();
    MADE.put(key, Optional.empty());
    return key;
  }

  /** The socket of the connection; empty if the driver is configured with another factory. */
  static Optional<ObservedSocket> take(String key) {
    return MADE.remove(key);
  }

  /** A socket that knows for how long it has waited. Safe for use by several threads. */
  static final class ObservedSocket extends Socket {
    /** No statement waits. */
    private static final long NEVER = -1;

    /** In nanoseconds since some moment, not negative; or {@link #NEVER}. */
    private volatile long waitingSince = NEVER;

    private final long origin = System.nanoTime();

    /** For how long a read has been waiting; zero if none is. */
    Duration waiting() {
      long since = waitingSince;
      return since == NEVER ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - origin - since);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          waitingSince = System.nanoTime() - origin;
          int next;
          try {
            next = super.read();
          } finally {
            waitingSince = NEVER;
          }
          FetchedBytes.arrived(next < 0 ? 0 : 1);
          return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          waitingSince = System.nanoTime() - origin;
          int count;
          try {
            count = super.read(target, offset, length);
          } finally {
            waitingSince = NEVER;
          }
          FetchedBytes.arrived(count);
          return count;
        }
      };
    }
  }

  @Override
  public Socket createSocket() {
    ObservedSocket socket = new ObservedSocket();
    // A later socket, for a cancellation, is not the connection's.
    MADE.computeIfPresent(key, (same, before) -> Optional.of(socket));
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return SocketFactory.getDefault().createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return SocketFactory.getDefault().createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return SocketFactory.getDefault().createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return SocketFactory.getDefault().createSocket(host, port, local, localPort);
  }
}
