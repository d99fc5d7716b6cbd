package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** A TCP connection to a server, on which a client can do what HTTP does not allow. */
final class RawHttp implements Closeable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  RawHttp(TestServer server) throws IOException {
    this(server, "127.0.0.1");
  }

  /** One from this loopback address. */
  RawHttp(TestServer server, String from) throws IOException {
    URI url = URI.create(server.httpUrl());
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), PATIENCE_MILLIS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** A response; its body has the length of its header, or extends to the end. */
  record Answer(int status, String head, String body) {
    boolean hasHeader(String line) {
      return head.toLowerCase(Locale.ROOT).contains("\r\n" + line.toLowerCase(Locale.ROOT));
    }
  }

  RawHttp send(String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
    return this;
  }

  /** The next response; its status is 0 if the server has closed the connection. */
  Answer answer() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return new Answer(0, head.toString(), "");
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\r\ncontent-length:");
    byte[] body =
        at < 0
            ? new byte[0]
            : in.readNBytes(
                Integer.parseInt(lower.substring(at + 17, lower.indexOf("\r\n", at + 2)).strip()));
    return new Answer(
        Integer.parseInt(head.substring(9, 12)), head.toString(), new String(body, ISO_8859_1));
  }

  /**
   * Waits until the server has closed the connection.
   *
   * @return the bytes sent before
   */
  String untilClosed() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  /** Received bytes of a response. */
  int available() throws IOException {
    return in.available();
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
