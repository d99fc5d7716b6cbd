package dev.vitrine.server;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.authentication.PasswordHashes;
import dev.vitrine.catalog.StoredPassword;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

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
   * Makes the admin of an empty registry, with the password that is given or a new one, after it
   * has been checked that the registry's files can be where they should.
   *
   * @return the new password, which is kept nowhere; empty if none was made up
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when they cannot be there,
   *     or the password is not a valid one
   */
  public static Optional<String> create(
      Engine engine, Optional<String> password, FileSettings files) {
    files.requireConsistent();
    if (!engine.isUnfounded()) {
      return Optional.empty();
    }
    String chosen = password.orElseGet(FirstAdmin::random);
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
    return password.isPresent() ? Optional.empty() : Optional.of(chosen);
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
