package dev.vitrine.authentication.scram;

import com.ongres.saslprep.SASLprep;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The cryptographic functions of SCRAM-SHA-256. */
final class ScramKeys {
  /** Bytes of a key, a hash and a proof. */
  static final int BYTES = 32;

  private static final String HMAC = "HmacSHA256";
  private static final String PBKDF2 = "PBKDF2WithHmacSHA256";

  private ScramKeys() {}

  /** The salted password of RFC 5802, from the prepared password. */
  static byte[] salted(String password, byte[] salt, int iterations) {
    PBEKeySpec key =
        new PBEKeySpec(prepared(password).toCharArray(), salt, iterations, BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance(PBKDF2).generateSecret(key).getEncoded();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("every Java platform has " + PBKDF2, exception);
    } finally {
      key.clearPassword();
    }
  }

  /**
   * The password after SASLprep, or as it is where SASLprep refuses it. Clients of PostgreSQL do
   * the same.
   */
  private static String prepared(String password) {
    try {
      String prepared = new SASLprep().prepareStored(password);
      return prepared.isEmpty() ? password : prepared;
    } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
      // The second comes when nothing is left of the password.
      return password;
    }
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("every Java platform has " + HMAC, exception);
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("every Java platform has SHA-256", exception);
    }
  }
}
