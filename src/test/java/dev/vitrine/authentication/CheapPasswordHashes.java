package dev.vitrine.authentication;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lowers the strength of password hashes for all tests of the JVM to the least that bcrypt has, 16
 * rounds instead of 1,024, and that clients accept of SCRAM, 4,096 iterations instead of 100,000.
 * JUnit registers it for every class.
 */
public final class CheapPasswordHashes implements BeforeAllCallback {
  private static final int LEAST = 4;

  /** Of RFC 7677. */
  private static final int LEAST_ITERATIONS = 4_096;

  @Override
  public void beforeAll(ExtensionContext context) {
    PasswordHashes.useStrength(LEAST, LEAST_ITERATIONS);
  }
}
