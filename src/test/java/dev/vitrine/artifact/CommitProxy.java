package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** A proxy for PostgreSQL that can break the connection of the next COMMIT. */
final class CommitProxy implements AutoCloseable {
  /** When the connection breaks. */
  enum Break {
    /** The server never sees the COMMIT. */
    BEFORE_THE_COMMIT,
    /** The server has committed and responded, but the client does not receive the response. */
    AFTER_THE_COMMIT
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicReference<Break> next = new AtomicReference<>();
  private final int port;
  private final ServerSocket entrance;

  /** Before the PostgreSQL at this port of this machine. */
  CommitProxy(int port) throws IOException {
    this.port = port;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Breaks the connection of the next COMMIT so. */
  void arm(Break wanted) {
    next.set(wanted);
  }

  /** Whether the COMMIT has come. */
  boolean hasBroken() {
    return next.get() == null;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        AtomicReference<Break> breaking = new AtomicReference<>();
        threads.execute(() -> fromClient(client, server, breaking));
        threads.execute(() -> fromServer(server, client, breaking));
      }
    } catch (SocketException closed) {
      // The end.
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private void fromClient(Socket client, Socket server, AtomicReference<Break> breaking) {
    try (client;
        server) {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (new String(buffer, 0, read, ISO_8859_1).contains("COMMIT")) {
          breaking.set(next.getAndSet(null));
        }
        if (breaking.get() == Break.BEFORE_THE_COMMIT) {
          return;
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException lost) {
      // As either side wanted it.
    }
  }

  private static void fromServer(Socket server, Socket client, AtomicReference<Break> breaking) {
    try (server;
        client) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (breaking.get() == Break.AFTER_THE_COMMIT) {
          return;
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException lost) {
      // As either side wanted it.
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    threads.shutdownNow();
  }
}
