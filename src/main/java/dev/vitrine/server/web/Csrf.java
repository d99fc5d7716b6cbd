package dev.vitrine.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens against cross-site request forgery. A token is derived from the secret of the browser
 * session, so it is stored nowhere, and is masked with random bytes, so that it differs in each
 * response and cannot be guessed from the length of compressed responses.
 */
public final class Csrf {
  /** The form field. */
  public static final String FIELD = "csrf";

  /** The header, for requests by scripts. */
  public static final String HEADER = "X-Vitrine-Csrf";

  private static final String ALGORITHM = "HmacSHA256";

  /** 256 random bits, the size of the key of HMAC-SHA-256. */
  private static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Csrf() {}

  /** A token of the session with this secret. */
  public static String token(String secret) {
    byte[] mask = new byte[BYTES];
    RANDOM.nextBytes(mask);
    byte[] token = mac(secret, "csrf");
    byte[] both = new byte[2 * BYTES];
    for (int i = 0; i < BYTES; i++) {
      both[i] = mask[i];
      both[BYTES + i] = (byte) (mask[i] ^ token[i]);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
  }

  /** Whether the token is one of the session with this secret. */
  public static boolean matches(String secret, String token) {
    byte[] both;
    try {
      both = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException malformed) {
      return false;
    }
    if (both.length != 2 * BYTES) {
      return false;
    }
    byte[] sent = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      sent[i] = (byte) (both[i] ^ both[BYTES + i]);
    }
    return MessageDigest.isEqual(sent, mac(secret, "csrf"));
  }

  /** Authenticates a text with a secret. */
  static byte[] mac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is part of every Java platform", e);
    }
  }
}
