package dev.vitrine.session;

import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.principal.PrincipalRow;

/**
 * A user for whom a session is opened.
 *
 * @param proof kind of credentials
 * @param recorded whether the session has a row in the store
 */
record SignedIn(PrincipalRow user, LoginCredentials proof, boolean recorded) {
  /** The same where no row could be written. */
  SignedIn unrecorded() {
    return new SignedIn(user, proof, false);
  }
}
