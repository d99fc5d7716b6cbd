package dev.vitrine.authentication;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lowers the strength of password hashes for all tests of the JVM to the least that bcrypt has: 16
 * rounds instead of 1,024. JUnit registers it for every class.
 */
public final class CheapPasswordHashes implements BeforeAllCallback {
  private static final int LEAST = 4;

  @Override
  public void beforeAll(ExtensionContext context) {
    PasswordHashes.useStrength(LEAST);
  }
}
