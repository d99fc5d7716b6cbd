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
  Optional<Provider> provider();

  /** Sign-in of browsers at an identity provider. */
  interface Provider {
    /** The path of this server to which the provider sends the browser back. */
    String CALLBACK = "/signin/oidc/callback";

    /** The name of the provider. */
    String name();

    /** A new secret for one sign-in, which the browser keeps until it comes back. */
    String newSecret();

    /**
     * The address where the browser signs in.
     *
     * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when the provider cannot be
     *     reached
     */
    String begin(Context context, String secret);

    /**
     * Opens a session for the user with whom the browser comes back.
     *
     * @return the secret of the session
     * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when the response is invalid
     */
    String complete(Context context, String secret);
  }
}
