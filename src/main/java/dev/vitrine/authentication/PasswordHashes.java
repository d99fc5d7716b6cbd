package dev.vitrine.authentication;

import dev.vitrine.authentication.scram.ScramVerifier;
import dev.vitrine.catalog.StoredPassword;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Slow, salted hashes of passwords: bcrypt, and PBKDF2 for SCRAM. */
public final class PasswordHashes {
  /** Maximum bytes that bcrypt uses; it ignores further ones silently. */
  private static final int LONGEST_BYTES = 72;

  /** Minimum bytes of a password. */
  private static final int SHORTEST = 1;

  /** Binary logarithm of the rounds: some 60 ms of a core for each password. */
  private static final int STRENGTH = 10;

  /** Rounds of PBKDF2: some 50 ms of a core for each new password. */
  private static final int ITERATIONS = 100_000;

  private static volatile BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(STRENGTH);
  private static volatile int iterations = ITERATIONS;

  /** Created at the first login, because hashing takes time. */
  private static final class Decoy {
    /** Hash of a password that no user has. */
    private static final String HASH = bcrypt.encode(TokenText.generate().value());
  }

  private PasswordHashes() {}

  /** Sets the strength of later hashes; only for tests in this package. */
  static void useStrength(int strength, int scramIterations) {
    bcrypt = new BCryptPasswordEncoder(strength);
    iterations = scramIterations;
  }

  /**
   * The forms of a password to store. Takes some 110 ms of a core, on purpose.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is empty or too long
   */
  public static StoredPassword stored(String password) {
    return new StoredPassword(hash(password), ScramVerifier.of(password, iterations).text());
  }

  /** The iterations of new SCRAM verifiers. */
  static int scramIterations() {
    return iterations;
  }

  /**
   * The bcrypt hash. Takes some 60 ms of a core, on purpose.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is empty or too long
   */
  public static String hash(String password) {
    if (!fits(password)) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The password is empty or too long.")
          .withHint("A password has 1 to " + LONGEST_BYTES + " bytes in UTF-8.");
    }
    return bcrypt.encode(password);
  }

  /** Whether the password matches the hash. Takes the same time if the hash is null. */
  static boolean matches(String password, @Nullable String hash) {
    boolean matches = bcrypt.matches(password, hash == null ? Decoy.HASH : hash);
    return matches && hash != null && fits(password);
  }

  private static boolean fits(String password) {
    int bytes = password.getBytes(StandardCharsets.UTF_8).length;
    return bytes >= SHORTEST && bytes <= LONGEST_BYTES;
  }
}
