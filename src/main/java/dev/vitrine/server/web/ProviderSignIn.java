package dev.vitrine.server.web;

import io.javalin.http.Context;

/** Sign-in of browsers at an identity provider. */
public interface ProviderSignIn {
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
