package dev.vitrine.authentication;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.charset.StandardCharsets;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Slow, salted hashes (bcrypt) of passwords. */
public final class PasswordHashes {
  /** What bcrypt looks at; more would be ignored silently. */
  private static final int LONGEST_BYTES = 72;

  private static final int SHORTEST = 1;
  private static final BCryptPasswordEncoder BCRYPT = new BCryptPasswordEncoder();

  private PasswordHashes() {}

  /**
   * The hash to store. Takes some tenths of a second, on purpose.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is empty or too long
   */
  public static String hash(String password) {
    int bytes = password.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < SHORTEST || bytes > LONGEST_BYTES) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The password is empty or too long.")
          .withHint("A password has 1 to " + LONGEST_BYTES + " bytes in UTF-8.");
    }
    return BCRYPT.encode(password);
  }

  /** Whether {@code hash} was made of {@code password}. Takes as long as making it. */
  static boolean matches(String password, String hash) {
    boolean possible = password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES;
    return BCRYPT.matches(possible ? password : "", hash) && possible;
  }
}
