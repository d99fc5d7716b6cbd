package dev.vitrine.server;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.authentication.PasswordHashes;
import dev.vitrine.catalog.StoredPassword;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates the user admin in a new registry that is first opened by a server; otherwise no user
 * could sign in.
 */
public final class FirstAdmin {
  /** The user's name. */
  public static final String NAME = "admin";

  /** Random bytes of a generated password: 144 bits. */
  private static final int RANDOM_BYTES = 18;

  private FirstAdmin() {}

  /**
   * Creates the admin of an empty registry, after checking that the location of the registry's
   * files can be used.
   *
   * @param password null for a random one
   * @return the random password, which is stored nowhere; empty if none was generated
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when the location cannot be
   *     used or the password is invalid
   */
  public static Optional<String> create(
      Engine engine, @Nullable String password, FileSettings files) {
    files.requireConsistent();
    if (!engine.isUnfounded()) {
      return Optional.empty();
    }
    String chosen = password == null ? random() : password;
    StoredPassword stored = PasswordHashes.stored(chosen);
    try {
      FileStorage.requireFree(files.storage(), files.role().orElse(null));
    } catch (VitrineException taken) {
      // Possibly by another server that created the registry concurrently.
      if (engine.isUnfounded()) {
        throw taken;
      }
    }
    engine.found(NAME, stored);
    return password == null ? Optional.of(chosen) : Optional.empty();
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
