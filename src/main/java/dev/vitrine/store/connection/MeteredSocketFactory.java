package dev.vitrine.store.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Sockets to PostgreSQL that charge the bytes of rows as they arrive; its driver makes it. */
public final class MeteredSocketFactory extends SocketFactory {
  /** For the driver, which knows the name of the class. */
  public MeteredSocketFactory() {}

  @Override
  public Socket createSocket() {
    return new MeteredSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(
        new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
  }

  private static Socket connected(InetSocketAddress remote, @Nullable InetSocketAddress local)
      throws IOException {
    Socket socket = new MeteredSocket();
    try {
      socket.bind(local);
      socket.connect(remote);
      return socket;
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  private static final class MeteredSocket extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int next = in.read();
          FetchedBytes.arrived(next < 0 ? 0 : 1);
          return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int count = in.read(bytes, offset, length);
          FetchedBytes.arrived(count);
          return count;
        }
      };
    }
  }
}
