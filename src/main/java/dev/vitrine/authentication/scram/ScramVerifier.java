package dev.vitrine.authentication.scram;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The salt and the keys by which a server verifies a password with SCRAM-SHA-256. The password
 * cannot be computed from them. Immutable; {@code toString} omits them.
 */
public final class ScramVerifier {
  /** As PostgreSQL's (SCRAM_DEFAULT_SALT_LEN). */
  private static final int SALT_BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** PostgreSQL's text of a verifier. */
  private static final Pattern TEXT =
      Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([^$:]+)\\$([^$:]+):([^$:]+)");

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  /**
   * A verifier of a password, with a new salt. 100,000 iterations take some 50 ms of a core.
   *
   * @param iterations of PBKDF2, for the server now and for the client at each sign-in
   */
  public static ScramVerifier of(String password, int iterations) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return of(password, iterations, salt);
  }

  static ScramVerifier of(String password, int iterations, byte[] salt) {
    byte[] salted = ScramKeys.salted(password, salt, iterations);
    return new ScramVerifier(
        iterations,
        salt,
        ScramKeys.sha256(ScramKeys.hmac(salted, "Client Key")),
        ScramKeys.hmac(salted, "Server Key"));
  }

  /**
   * A verifier that no password matches. Its salt is always the same for a user, so that a client
   * cannot distinguish it from a real one.
   *
   * @param secret key from which the salts are derived; at least 32 bytes
   * @param user name of the user, in lower case
   */
  public static ScramVerifier decoy(byte[] secret, String user, int iterations) {
    byte[] salt = Arrays.copyOf(ScramKeys.hmac(secret, "SCRAM decoy salt\n" + user), SALT_BYTES);
    byte[] key = ScramKeys.hmac(secret, "SCRAM decoy key\n" + user);
    return new ScramVerifier(iterations, salt, key, key);
  }

  /**
   * Parses the text of a verifier.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static ScramVerifier parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a SCRAM verifier");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new ScramVerifier(
        Integer.parseInt(parts.group(1)),
        base64.decode(parts.group(2)),
        base64.decode(parts.group(3)),
        base64.decode(parts.group(4)));
  }

  /** PostgreSQL's text: {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}. */
  public String text() {
    return "SCRAM-SHA-256$"
        + iterations
        + ":"
        + saltText()
        + "$"
        + base64(storedKey)
        + ":"
        + base64(serverKey);
  }

  int iterations() {
    return iterations;
  }

  String saltText() {
    return base64(salt);
  }

  byte[] storedKey() {
    return storedKey.clone();
  }

  byte[] serverKey() {
    return serverKey.clone();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "ScramVerifier[iterations=" + iterations + "]";
  }
}
