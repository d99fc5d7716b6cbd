package dev.vitrine.authentication;

import java.util.Optional;

/** The users of a registry. */
public interface Accounts {
  /** The user of this name, in any case. */
  Optional<Account> find(String user);

  /** Writes down that somebody tried to sign in as {@code user} and why it was refused. */
  void refused(String user, String reason);
}
