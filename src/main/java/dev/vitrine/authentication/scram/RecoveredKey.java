package dev.vitrine.authentication.scram;

import java.security.MessageDigest;
import java.util.Base64;

/**
 * The client key that a client's proof contains if the client has the password; else some other
 * bytes. Immutable; {@code toString} omits it.
 */
public final class RecoveredKey {
  private final ScramVerifier verifier;
  private final byte[] key;

  RecoveredKey(ScramVerifier verifier, byte[] key) {
    this.verifier = verifier;
    this.key = key;
  }

  /**
   * Whether the client has the password of a verifier.
   *
   * @param text of the user's present verifier; it must be the one that the exchange began with
   */
  public boolean proves(String text) {
    return MessageDigest.isEqual(ScramKeys.sha256(key), verifier.storedKey())
        && text.equals(verifier.text());
  }

  /** The key in Base64. It is as secret as the password. */
  public String secret() {
    return Base64.getEncoder().encodeToString(key);
  }

  @Override
  public String toString() {
    return "RecoveredKey[********]";
  }
}
