package dev.vitrine.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import dev.vitrine.store.LoginRow;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were found to be right a moment ago, so that a client that sends one with every
 * request does not pay for a slow hash every time. What is kept is a hash of the password together
 * with its stored hash, under a key that never leaves this process: it is of no use for a password
 * that was changed, nor for another user of the name. Safe for use by several threads.
 */
final class RememberedPasswords {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final Duration MEMORY = Duration.ofMinutes(5);
  private static final long ROOM = 10_000;

  private final SecretKeySpec key;
  private final Cache<Long, byte[]> known;

  RememberedPasswords(Clock clock) {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, ALGORITHM);
    known = BoundedMemory.of(clock, MEMORY, ROOM).build();
  }

  boolean knows(LoginRow user, String password) {
    byte[] remembered = known.getIfPresent(user.id());
    return remembered != null
        && user.passwordHash().isPresent()
        && MessageDigest.isEqual(remembered, keyedHash(user.passwordHash().get(), password));
  }

  /** The password must have been found to be right. */
  void remember(LoginRow user, String password) {
    known.put(user.id(), keyedHash(user.passwordHash().orElseThrow(), password));
  }

  private byte[] keyedHash(String storedHash, String password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(storedHash.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, exception);
    }
  }
}
