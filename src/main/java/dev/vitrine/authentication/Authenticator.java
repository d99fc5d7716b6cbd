package dev.vitrine.authentication;

import dev.vitrine.error.VitrineException;

/** Decides who somebody is. Safe for use by several threads. */
public interface Authenticator {
  /**
   * Whose credentials these are.
   *
   * @throws VitrineException AUTHENTICATION_FAILED when they are nobody's; the error does not tell
   *     whether there is such a user
   */
  Authenticated authenticate(Credentials credentials);
}
