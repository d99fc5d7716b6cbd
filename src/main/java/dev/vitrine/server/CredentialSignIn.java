package dev.vitrine.server;

import dev.vitrine.authentication.Authenticated;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.SignIn;
import dev.vitrine.session.RemoteUser;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who sends a request, and where from. Safe for use by several threads. */
final class CredentialSignIn implements SignIn {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final StoreAuthenticator authenticator;
  private final TrustedProxies proxies;

  CredentialSignIn(StoreAuthenticator authenticator, TrustedProxies proxies) {
    this.authenticator = authenticator;
    this.proxies = proxies;
  }

  /** Refuses, too, what somebody could have read on the way. */
  @Override
  public RemoteUser user(Context context) {
    InetAddress peer = peer(context);
    if (!context.req().isSecure() && !peer.isLoopbackAddress() && !proxies.contains(peer)) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED, "Credentials are not accepted over plain HTTP.")
          .withHint("Connect by TLS, or through the proxy that the server trusts.");
    }
    InetAddress client = client(context);
    Authenticated user =
        authenticator
            .from(client)
            .authenticate(AuthorizationHeader.parse(context.header(Header.AUTHORIZATION)));
    return new RemoteUser(user.userId(), user.user(), user.claims(), client.getHostAddress());
  }

  /** Whether the request was made on this machine, by nobody who speaks for another. */
  boolean isLocal(Context context) {
    boolean forwarded =
        context.header(FORWARDED_FOR) != null || context.header("Forwarded") != null;
    return client(context).isLoopbackAddress() && (!forwarded || proxies.contains(peer(context)));
  }

  private InetAddress client(Context context) {
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
