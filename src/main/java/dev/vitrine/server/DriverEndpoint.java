package dev.vitrine.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.server.rest.BodySize;
import dev.vitrine.server.rest.ClientWatch;
import dev.vitrine.server.rest.SignIn;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.wire.RequestContext;
import dev.vitrine.wire.ServedConnections;
import dev.vitrine.wire.avatica.AvaticaProtocol;
import dev.vitrine.wire.avatica.AvaticaProtocol.Reply;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The endpoint for Avatica requests of drivers. Each request carries credentials. */
final class DriverEndpoint implements Handler {
  static final String PATH = "/avatica";

  private static final String CONTENT_TYPE = "application/x-google-protobuf";

  private static final String GZIP = "gzip";

  /** Only our own driver sends it: others accept gzip in general, but do not expect it here. */
  private static final String COMPRESSION = "Vitrine-Compression";

  /** Minimum size in bytes; smaller responses fit into a few packets uncompressed. */
  private static final int LEAST_COMPRESSED = 8 << 10;

  /** Maximum bytes of one request: a script, or the values of a prepared statement. */
  private static final int MOST_BYTES = 8 << 20;

  /** The bytes, the parsed message, and the values sent to the store. */
  private static final int COPIES = 3;

  private final SignIn signIn;
  private final ServedConnections connections;
  private final AvaticaProtocol protocol;
  private final ClientWatch clients;

  DriverEndpoint(SignIn signIn, ServedConnections connections, ClientWatch clients) {
    this.signIn = signIn;
    this.connections = connections;
    this.protocol = new AvaticaProtocol(connections);
    this.clients = clients;
  }

  @Override
  public void handle(Context context) throws IOException {
    RemoteUser user;
    try {
      user = signIn.user(context);
    } catch (VitrineException e) {
      refuse(context, e);
      return;
    }
    long length = BodySize.most(context, MOST_BYTES);
    if (length > MOST_BYTES) {
      send(context, HttpStatus.CONTENT_TOO_LARGE, protocol.refuse(tooLarge()));
      return;
    }
    try (MemoryAccount memory = connections.account(user)) {
      memory.reserve(COPIES * length);
      answer(context, user);
    } catch (VitrineException e) {
      send(context, HttpStatus.INTERNAL_SERVER_ERROR, protocol.refuse(e));
    }
  }

  private void answer(Context context, RemoteUser user) throws IOException {
    byte[] request = context.bodyInputStream().readNBytes(MOST_BYTES + 1);
    if (request.length > MOST_BYTES) {
      send(context, HttpStatus.CONTENT_TOO_LARGE, protocol.refuse(tooLarge()));
      return;
    }
    try (RequestContext running = RequestContext.ofServer()) {
      Reply reply = answer(context, user, request, running);
      // Avatica's clients, ours not, look for an error only where the status is not 200.
      send(context, reply.failed() ? HttpStatus.INTERNAL_SERVER_ERROR : HttpStatus.OK, reply);
    }
  }

  private Reply answer(Context context, RemoteUser user, byte[] request, RequestContext running) {
    ClientWatch.Watched watched = clients.watch(context, running::abandon);
    try (watched) {
      return protocol.answer(user, request, running);
    }
  }

  private void refuse(Context context, VitrineException refusal) throws IOException {
    boolean unauthenticated = refusal.code() == ErrorCode.AUTHENTICATION_FAILED;
    if (unauthenticated) {
      context.header(Header.WWW_AUTHENTICATE, SignIn.CHALLENGE);
    }
    send(
        context,
        unauthenticated ? HttpStatus.UNAUTHORIZED : HttpStatus.INTERNAL_SERVER_ERROR,
        protocol.refuse(refusal));
  }

  /** Sends the reply here and not after this handler, since its memory is released then. */
  private static void send(Context context, HttpStatus status, Reply reply) throws IOException {
    context.status(status).contentType(CONTENT_TYPE);
    byte[] message = reply.message();
    if (message.length >= LEAST_COMPRESSED && GZIP.equals(context.header(COMPRESSION))) {
      context.header(Header.CONTENT_ENCODING, GZIP);
      message = compressed(message);
    }
    context.res().setContentLength(message.length);
    context.outputStream().write(message);
  }

  /** Fastest compression level: the client waits for the rows. */
  private static byte[] compressed(byte[] message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length / 4);
    try (OutputStream gzip =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.BEST_SPEED);
          }
        }) {
      gzip.write(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static VitrineException tooLarge() {
    return new VitrineException(ErrorCode.STATEMENT_TOO_COMPLEX, "The request is too large.")
        .withHint("The limit is " + (MOST_BYTES >> 20) + " MiB.");
  }
}
