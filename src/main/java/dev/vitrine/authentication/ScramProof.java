package dev.vitrine.authentication;

import dev.vitrine.authentication.scram.RecoveredKey;

/**
 * The name of a user, and the key that a client has shown in a SCRAM exchange instead of the
 * password.
 */
public record ScramProof(String user, RecoveredKey key) implements Credentials {

  @Override
  public String toString() {
    return "ScramProof[user=" + user + ", key=********]";
  }
}
