package dev.vitrine.authentication;

/** Authenticates credentials. Safe for use by several threads. */
public interface Authenticator {
  /**
   * The user of these credentials.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when they are invalid
   */
  Authenticated authenticate(Credentials credentials);
}
