package dev.vitrine.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random texts for secrets, and the form in which the store keeps secrets. */
final class RandomText {
  /** Random bytes of a secret: 256 bits. */
  private static final int RANDOM_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** 43 characters of letters, digits, {@code -} and {@code _}, with 256 random bits. */
  static String generate() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * SHA-256 in hexadecimal. A slow or salted hash is not needed for 256 random bits. The timing of
   * the index look-up reveals only information about the hash.
   */
  static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("every JRE supports SHA-256", exception);
    }
  }
}
