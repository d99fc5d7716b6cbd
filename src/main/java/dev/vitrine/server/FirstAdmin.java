package dev.vitrine.server;

import dev.vitrine.authentication.PasswordHashes;
import dev.vitrine.session.Engine;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Whoever owns a registry that a server is the first to open: nobody else could let them in. */
public final class FirstAdmin {
  /** The user's name. */
  public static final String NAME = "admin";

  private static final int RANDOM_BYTES = 18;

  private FirstAdmin() {}

  /**
   * Makes the admin of an empty registry, with the password that is given or a new one.
   *
   * @return the new password, which is kept nowhere; empty if none was made up
   */
  public static Optional<String> create(Engine engine, Optional<String> password) {
    if (!engine.isUnfounded()) {
      return Optional.empty();
    }
    String chosen = password.orElseGet(FirstAdmin::random);
    engine.found(NAME, PasswordHashes.hash(chosen));
    return password.isPresent() ? Optional.empty() : Optional.of(chosen);
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
