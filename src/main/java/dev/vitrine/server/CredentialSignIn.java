package dev.vitrine.server;

import dev.vitrine.authentication.Authenticated;
import dev.vitrine.authentication.Credentials;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.SignIn;
import dev.vitrine.session.RemoteUser;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The authenticated user and the client address of a request. Safe for use by several threads. */
final class CredentialSignIn implements SignIn {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  /** Headers that proxies add. */
  private static final List<String> FORWARDED =
      List.of(FORWARDED_FOR, "Forwarded", "X-Real-IP", "Via");

  private static final Pattern LOOPBACK =
      Pattern.compile("127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

  private final StoreAuthenticator authenticator;
  private final TrustedProxies proxies;

  CredentialSignIn(StoreAuthenticator authenticator, TrustedProxies proxies) {
    this.authenticator = authenticator;
    this.proxies = proxies;
  }

  /** Refuses credentials that were sent over an unencrypted network connection. */
  @Override
  public RemoteUser user(Context context) {
    requireSafe(context);
    return remote(
        context,
        authenticated(context, AuthorizationHeader.parse(context.header(Header.AUTHORIZATION))));
  }

  /**
   * The user of these credentials.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when they are invalid, or were sent over an
   *     unencrypted network connection
   */
  Authenticated authenticated(Context context, Credentials credentials) {
    requireSafe(context);
    return authenticator.from(client(context)).authenticate(credentials);
  }

  /** The user with the client address of the request. */
  RemoteUser remote(Context context, Authenticated user) {
    return new RemoteUser(
        user.userId(),
        user.user(),
        user.claims(),
        user.proof(),
        client(context).getHostAddress(),
        user.caller());
  }

  /**
   * Refuses requests over an unencrypted network connection.
   *
   * @throws VitrineException AUTHENTICATION_FAILED for such a request
   */
  void requireSafe(Context context) {
    InetAddress peer = peer(context);
    if (!context.req().isSecure() && !proxies.contains(peer)) {
      requireUnforwarded(peer, context);
    }
  }

  /**
   * Plain HTTP is accepted from this machine, but not from an unknown proxy on it: all of the
   * proxy's clients would appear as this machine.
   */
  private static void requireUnforwarded(InetAddress peer, Context context) {
    if (!peer.isLoopbackAddress()) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED, "Credentials are not accepted over plain HTTP.")
          .withHint("Use TLS, or connect through a trusted proxy.");
    }
    boolean forwarded = FORWARDED.stream().anyMatch(header -> context.header(header) != null);
    if (forwarded || !isLocal(context.req().getServerName())) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED,
              "The request was forwarded by a proxy that the server does not trust.")
          .withHint(
              "Start the server with --trusted-proxy, or connect to it as localhost or 127.0.0.1.");
    }
  }

  private static boolean isLocal(String host) {
    String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || LOOPBACK.matcher(name).matches();
  }

  /**
   * The client address of a request that has credentials.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when they came over an unencrypted network
   *     connection
   */
  InetAddress safeClient(Context context) {
    requireSafe(context);
    return client(context);
  }

  /** The client address of a request. */
  InetAddress client(Context context) {
    return proxies.client(peer(context), context.header(FORWARDED_FOR));
  }

  static InetAddress peer(Context context) {
    try {
      return InetAddress.getByName(context.req().getRemoteAddr());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a peer has an address", e);
    }
  }
}
