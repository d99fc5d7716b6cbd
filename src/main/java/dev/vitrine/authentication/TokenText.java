package dev.vitrine.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text of a personal access token. Prints as asterisks. */
public final class TokenText {
  /** So that scanners for leaked secrets, and people, know one when they see it. */
  private static final String PREFIX = "vtr_";

  /** Random bytes of a token: 256 bits. */
  private static final int RANDOM_BYTES = 32;

  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String value;

  private TokenText(String value) {
    this.value = value;
  }

  /** A new token with 256 random bits. */
  public static TokenText generate() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return new TokenText(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The token that a text is, if it has the form of one. */
  public static Optional<TokenText> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TokenText(text)) : Optional.empty();
  }

  /** The secret itself. */
  public String value() {
    return value;
  }

  /**
   * The stored form: SHA-256 in hexadecimal. A slow or salted hash is not needed for 256 random
   * bits. The timing of the index look-up reveals only information about the hash.
   */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("every JRE supports SHA-256", exception);
    }
  }

  @Override
  public String toString() {
    return "********";
  }
}
