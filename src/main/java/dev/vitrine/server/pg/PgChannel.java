package dev.vitrine.server.pg;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.message.MessageBuffer;
import dev.vitrine.server.pg.message.MessageFields;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection, plain or in TLS. Reads and writes block; between messages it has no
 * buffers. Used by one thread at a time; {@link #abort} may come from any.
 */
final class PgChannel implements AutoCloseable {
  /** Bytes; as the socket buffers of PostgreSQL (pqcomm.c). */
  private static final int BUFFER = 8 << 10;

  /** Bytes after which messages are sent. */
  private static final int SEND = 32 << 10;

  /** Type and length before a message. */
  private static final int HEADER = 5;

  private final SocketChannel channel;
  private final InetAddress peer;
  private InputStream in;
  private OutputStream out;
  private Optional<SSLSocket> tls = Optional.empty();
  private byte @Nullable [] buffer;
  private int position;
  private int limit;
  private @Nullable MessageBuffer pending;

  /** When a write began that has not ended, in nanoseconds; 0 for none. */
  private volatile long writingSince;

  PgChannel(SocketChannel channel, Duration stall) throws IOException {
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    Socket socket = channel.socket();
    socket.setSoTimeout(Math.toIntExact(stall.toMillis()));
    this.peer = socket.getInetAddress();
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  SocketChannel channel() {
    return channel;
  }

  InetAddress peer() {
    return peer;
  }

  boolean isSecure() {
    return tls.isPresent();
  }

  /** The hash of the certificate in use, for channel binding; empty without one. */
  byte[] endPoint() {
    Certificate[] chain =
        tls.map(socket -> socket.getSession().getLocalCertificates()).orElse(null);
    return chain == null || chain.length == 0 ? new byte[0] : TlsEndPoint.of(chain[0]);
  }

  /** Whether a message, or a part of one, has arrived. */
  boolean hasInput() throws IOException {
    return position < limit || in.available() > 0;
  }

  /** The next byte without taking it, if it has arrived; else -1. */
  int peek() throws IOException {
    if (position < limit || (in.available() > 0 && fill())) {
      return bytes()[position] & 0xff;
    }
    return -1;
  }

  /** Bytes that were read from the socket and not used. */
  boolean isBuffered() {
    return position < limit;
  }

  private byte[] bytes() {
    if (buffer == null) {
      buffer = new byte[BUFFER];
    }
    return buffer;
  }

  private boolean fill() throws IOException {
    int count = in.read(bytes(), 0, BUFFER);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  /**
   * A message.
   *
   * @param most maximum bytes of its body
   * @return empty when the client has closed the connection between messages
   * @throws VitrineException PROTOCOL_VIOLATION when it is longer or has an impossible length
   */
  Optional<MessageFields> read(int most) throws IOException {
    if (position == limit && !fill()) {
      return Optional.empty();
    }
    byte[] header = exactly(HEADER);
    int length = new MessageFields('\0', Arrays.copyOfRange(header, 1, HEADER)).int32();
    char type = (char) (header[0] & 0xff);
    return Optional.of(new MessageFields(type, body(length, most)));
  }

  /** A message without a type, as before the sign-in; empty at the end of the connection. */
  Optional<MessageFields> readStartup(int most) throws IOException {
    if (position == limit && !fill()) {
      return Optional.empty();
    }
    int length = new MessageFields('\0', exactly(Integer.BYTES)).int32();
    return Optional.of(new MessageFields('\0', body(length, most)));
  }

  private byte[] body(int length, int most) throws IOException {
    if (length < Integer.BYTES || length - Integer.BYTES > most) {
      throw new VitrineException(
          ErrorCode.PROTOCOL_VIOLATION,
          "A message has a length of "
              + Integer.toUnsignedString(length)
              + " bytes; the limit is "
              + (most + Integer.BYTES)
              + ".");
    }
    return exactly(length - Integer.BYTES);
  }

  /** In steps, so that memory is only used for bytes that arrive. */
  private byte[] exactly(int count) throws IOException {
    byte[] whole = new byte[Math.min(count, BUFFER)];
    int done = 0;
    while (done < count) {
      if (position == limit && !fill()) {
        throw new EOFException("the connection ended inside a message");
      }
      int part = Math.min(count - done, limit - position);
      if (done + part > whole.length) {
        whole = Arrays.copyOf(whole, Math.min(count, Math.max(whole.length * 2, done + part)));
      }
      System.arraycopy(bytes(), position, whole, done, part);
      position += part;
      done += part;
    }
    return whole;
  }

  /** Messages to send; {@link #flush} sends them. */
  MessageBuffer out() {
    if (pending == null) {
      pending = new MessageBuffer();
    }
    return pending;
  }

  /** Sends messages if there are many. */
  void flushIfLarge() throws IOException {
    if (out().size() >= SEND) {
      flush();
    }
  }

  void flush() throws IOException {
    MessageBuffer messages = pending;
    if (messages == null || messages.size() == 0) {
      return;
    }
    writingSince = System.nanoTime();
    try {
      messages.writeTo(out);
      out.flush();
    } finally {
      writingSince = 0;
    }
  }

  /** One byte that is not a message, as the response to a request for encryption. */
  void send(char response) throws IOException {
    out.write(response);
    out.flush();
  }

  /** Whether the client has taken no bytes for this time. */
  boolean isStalled(Duration time) {
    long since = writingSince;
    return since != 0 && System.nanoTime() - since > time.toNanos();
  }

  /**
   * Starts TLS. Bytes that were read already belong to the handshake.
   *
   * @param context has the server's certificate
   * @return the application protocol that the client chose; empty for none
   */
  String startTls(SSLContext context) throws IOException {
    InputStream early = new ByteArrayInputStream(bytes(), position, limit - position);
    position = limit;
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(channel.socket(), early, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"postgresql"});
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setSSLParameters(parameters);
    socket.setUseClientMode(false);
    socket.startHandshake();
    tls = Optional.of(socket);
    buffer = null;
    limit = 0;
    position = 0;
    in = socket.getInputStream();
    out = socket.getOutputStream();
    String protocol = socket.getApplicationProtocol();
    return protocol == null ? "" : protocol;
  }

  /** Frees the buffers while the connection waits for its client. */
  void rest() {
    buffer = null;
    pending = null;
    position = 0;
    limit = 0;
  }

  /** Closes the connection without a farewell, from any thread; ends blocked reads and writes. */
  void abort() {
    try {
      channel.close();
    } catch (IOException exception) {
      // The connection is of no use any more.
      PgListener.LOG.debug("A connection could not be closed", exception);
    }
  }

  @Override
  public void close() {
    try {
      if (tls.isPresent() && channel.isOpen()) {
        tls.get().close();
      }
    } catch (IOException exception) {
      PgListener.LOG.debug("TLS could not be closed", exception);
    } finally {
      abort();
    }
  }
}
