package dev.vitrine.server.web;

import dev.vitrine.authentication.Credentials;
import dev.vitrine.session.RemoteUser;
import io.javalin.http.Context;
import java.util.Optional;

/** The sessions of browsers. A session is known by a secret, which is in a cookie. */
public interface Browsers {
  /**
   * Opens a session for the user of these credentials.
   *
   * @return its secret
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when the credentials are
   *     invalid or cannot be accepted over this connection
   */
  String open(Context context, Credentials credentials);

  /** The user of a session, unless it has ended. */
  Optional<RemoteUser> find(Context context, String secret);

  /** Ends a session; does nothing if there is none. */
  void close(String secret);

  /** Whether the browser reaches this server over TLS, if necessary by way of a proxy. */
  boolean isSecure(Context context);

  /** Sign-in at an identity provider; empty if the server has none. */
  Optional<ProviderSignIn> provider();
}
