package dev.vitrine.server.rest;

import dev.vitrine.session.RemoteUser;
import io.javalin.http.Context;

/** Authenticates requests. */
@FunctionalInterface
public interface SignIn {
  /** The WWW-Authenticate header for requests without credentials. */
  String CHALLENGE = "Basic realm=\"Vitrine\", charset=\"UTF-8\"";

  /**
   * The user whose credentials the request has.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when they are invalid
   */
  RemoteUser user(Context context);
}
