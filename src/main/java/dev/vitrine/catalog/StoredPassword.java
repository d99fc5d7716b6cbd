package dev.vitrine.catalog;

/**
 * The forms in which a password is stored. {@code toString} omits them.
 *
 * @param hash bcrypt hash, for clients that send the password
 * @param scramVerifier SCRAM-SHA-256 verifier, for clients that prove that they have it
 */
public record StoredPassword(String hash, String scramVerifier) {
  @Override
  public String toString() {
    return "StoredPassword[********]";
  }
}
