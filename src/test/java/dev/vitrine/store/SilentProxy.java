package dev.vitrine.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Forwards connections to a database, and can drop the traffic on them without closing them. */
public final class SilentProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final int target;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();
  private volatile boolean silent;

  /** A client's connection and the one to the database. */
  private record Pair(Socket client, Socket server, AtomicBoolean cut) {}

  public SilentProxy(int target) throws IOException {
    this.target = target;
    start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Drops the traffic of existing connections; new ones work. */
  public void cutConnections() {
    for (Pair pair : pairs) {
      pair.cut().set(true);
    }
  }

  /** Drops the traffic of all connections, including new ones, until {@link #restore()}. */
  public void cutNetwork() {
    silent = true;
    cutConnections();
  }

  /** Connections that are made from now on work. */
  public void restore() {
    silent = false;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "silent-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Pair pair =
            new Pair(
                client,
                new Socket(InetAddress.getLoopbackAddress(), target),
                new AtomicBoolean(silent));
        pairs.add(pair);
        start(() -> forward(pair, pair.client(), pair.server()));
        start(() -> forward(pair, pair.server(), pair.client()));
      }
    } catch (IOException closed) {
      pairs.forEach(SilentProxy::end);
    }
  }

  private static void forward(Pair pair, Socket from, Socket to) {
    byte[] bytes = new byte[8_192];
    try (InputStream in = from.getInputStream()) {
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (!pair.cut().get()) {
          out.write(bytes, 0, read);
          out.flush();
        }
      }
    } catch (IOException closed) {
      end(pair);
      return;
    }
    if (!pair.cut().get()) {
      end(pair);
    }
  }

  private static void end(Pair pair) {
    try (Socket client = pair.client();
        Socket server = pair.server()) {
      client.setSoLinger(false, 0);
      server.setSoLinger(false, 0);
    } catch (IOException closed) {
      pair.cut().set(true);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    pairs.forEach(SilentProxy::end);
  }
}
