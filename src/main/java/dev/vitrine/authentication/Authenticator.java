package dev.vitrine.authentication;

/** Finds out who shows some credentials. Safe for use by several threads. */
public interface Authenticator {
  /**
   * The user whose credentials these are, at this moment.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when they are nobody's
   */
  Authenticated authenticate(Credentials credentials);
}
