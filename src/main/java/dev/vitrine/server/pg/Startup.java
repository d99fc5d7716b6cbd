package dev.vitrine.server.pg;

import dev.vitrine.authentication.Bearer;
import dev.vitrine.authentication.Credentials;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.StartupMessage.CancelRequest;
import dev.vitrine.server.pg.StartupMessage.GssRequest;
import dev.vitrine.server.pg.StartupMessage.Start;
import dev.vitrine.server.pg.StartupMessage.TlsRequest;
import dev.vitrine.server.pg.message.MessageBuffer;
import dev.vitrine.server.pg.message.MessageFields;
import dev.vitrine.session.RemoteUser;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The dialogue of a connection until its user is known. For one thread. */
final class Startup {
  /** Maximum bytes of a message before the sign-in. */
  private static final int LONGEST = 10_000;

  /** The first byte of a TLS handshake. */
  private static final int TLS_HANDSHAKE = 0x16;

  private static final int CLEARTEXT_PASSWORD = 3;

  private final PgChannel channel;
  private final @Nullable SSLContext tls;
  private final PgSignIn signIn;
  private final PgConnections connections;
  private boolean first = true;
  private Optional<Start> start = Optional.empty();
  private Optional<SaslDialogue> scram = Optional.empty();
  private Optional<SignedIn> signedIn = Optional.empty();

  /**
   * @param tls null if TLS is not offered
   */
  Startup(PgChannel channel, @Nullable SSLContext tls, PgSignIn signIn, PgConnections connections) {
    this.channel = channel;
    this.tls = tls;
    this.signIn = signIn;
    this.connections = connections;
  }

  /**
   * A user who has signed in.
   *
   * @param token the token of the sign-in, which can expire; empty after one with a password
   */
  record SignedIn(RemoteUser user, Map<String, String> parameters, Optional<Bearer> token) {}

  /** The user, once known. */
  Optional<SignedIn> signedIn() {
    return signedIn;
  }

  /**
   * Handles one message.
   *
   * @return whether the connection goes on
   */
  boolean step() throws IOException {
    if (first && channel.peek() == TLS_HANDSHAKE) {
      first = false;
      return tls != null && channel.startTls(tls).equals("postgresql");
    }
    first = false;
    if (start.isPresent()) {
      return password(start.get());
    }
    Optional<MessageFields> message = channel.readStartup(LONGEST);
    if (message.isEmpty()) {
      return false;
    }
    StartupMessage request = StartupMessage.parse(message.get());
    if (request instanceof TlsRequest) {
      return secure();
    }
    if (request instanceof GssRequest) {
      channel.send('N');
      return true;
    }
    if (request instanceof CancelRequest cancel) {
      connections
          .find(cancel.processId())
          .ifPresent(connection -> connection.cancel(cancel.secret()));
      return false;
    }
    begin((Start) request);
    return true;
  }

  /** Bytes that came before the response would be outside of TLS; the connection is closed then. */
  private boolean secure() throws IOException {
    if (channel.isSecure() || channel.isBuffered()) {
      return false;
    }
    if (tls == null) {
      channel.send('N');
      return true;
    }
    channel.send('S');
    channel.startTls(tls);
    return true;
  }

  private void begin(Start request) throws IOException {
    if (!channel.isSecure() && !channel.peer().isLoopbackAddress()) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED,
              "Credentials are not accepted over an unencrypted connection.")
          .withHint("Connect with sslmode=verify-full or sslmode=require.");
    }
    if (request.parameters().getOrDefault("user", "").isEmpty()) {
      throw new VitrineException(
          ErrorCode.AUTHENTICATION_FAILED, "The startup message names no user.");
    }
    String replication = request.parameters().getOrDefault("replication", "false");
    if (!List.of("false", "off", "no", "0").contains(replication)) {
      throw new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, "Replication is not supported.");
    }
    if (request.newer() || !request.unsupported().isEmpty()) {
      MessageBuffer out = channel.out().begin('v').int32(StartupMessage.VERSION);
      out.int32(request.unsupported().size());
      request.unsupported().forEach(out::text);
      out.end();
    }
    scram = signIn.scram(channel, request.parameters().getOrDefault("user", ""));
    scram.ifPresentOrElse(
        SaslDialogue::offer, () -> channel.out().begin('R').int32(CLEARTEXT_PASSWORD).end());
    channel.flush();
    start = Optional.of(request);
  }

  private boolean password(Start request) throws IOException {
    Optional<MessageFields> message = channel.read(LONGEST);
    if (message.isEmpty() || message.get().type() == 'X') {
      return false;
    }
    if (message.get().type() != 'p') {
      throw new VitrineException(
          ErrorCode.PROTOCOL_VIOLATION, "A password message is expected here.");
    }
    String name = request.parameters().getOrDefault("user", "");
    Optional<? extends Credentials> shown =
        scram.isPresent()
            ? scram.get().step(message.get())
            : Optional.of(credentials(name, message.get()));
    if (shown.isEmpty()) {
      return true;
    }
    Credentials credentials = shown.get();
    RemoteUser user = signIn.user(name, credentials, channel.peer());
    scram.ifPresent(SaslDialogue::succeed);
    Optional<Bearer> token =
        credentials instanceof Bearer bearer ? Optional.of(bearer) : Optional.empty();
    signedIn = Optional.of(new SignedIn(user, request.parameters(), token));
    return true;
  }

  private static Credentials credentials(String name, MessageFields message) {
    String secret = message.text();
    message.requireEnd();
    return PgSignIn.credentials(name, secret);
  }
}
