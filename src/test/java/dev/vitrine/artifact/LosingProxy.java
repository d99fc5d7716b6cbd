package dev.vitrine.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy for a server that can lose connections. */
final class LosingProxy implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger toLose = new AtomicInteger();
  private final URI server;
  private final ServerSocket entrance;

  LosingProxy(URI server) throws IOException {
    this.server = server;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where it is. */
  String url() {
    return "http://127.0.0.1:" + entrance.getLocalPort();
  }

  /** Loses all connections that there are, and so many of those to come. */
  void lose(int connections) throws IOException {
    toLose.set(connections);
    closeAll();
  }

  /** How many of them are still to come. */
  int left() {
    return toLose.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          client.close();
          continue;
        }
        Socket target = new Socket(server.getHost(), server.getPort());
        open.add(client);
        open.add(target);
        threads.execute(() -> relay(client, target));
        threads.execute(() -> relay(target, client));
      }
    } catch (SocketException closed) {
      // The end.
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static void relay(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException lost) {
      // As either side, or lose, wanted it.
    }
  }

  private void closeAll() throws IOException {
    for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    closeAll();
    threads.shutdownNow();
  }
}
