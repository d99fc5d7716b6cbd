package dev.vitrine.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import dev.vitrine.store.principal.LoginRow;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were verified lately, by user and source. They serve two purposes: a client that
 * sends its password with every request does not pay for a slow hash each time, and it is let in
 * while others fail at the same source. An entry is a keyed hash of the password and of its stored
 * hash, under a key that never leaves this process: it does not match after the password was
 * changed, nor for another user of the name. Safe for use by several threads.
 */
final class RememberedPasswords {
  private static final String ALGORITHM = "HmacSHA256";

  /** Bytes of an HMAC-SHA-256 key. */
  private static final int KEY_BYTES = 32;

  /** After the last use; longer than sessions are idle. */
  private static final Duration MEMORY = Duration.ofHours(12);

  /** Maximum number of remembered passwords. */
  private static final long ROOM = 20_000;

  private final SecretKeySpec key;
  private final Cache<String, byte[]> known;

  RememberedPasswords(Clock clock) {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, ALGORITHM);
    known = BoundedMemory.ofUsed(clock, MEMORY, ROOM).build();
  }

  /** Whether the user of that name has signed in at the source lately. */
  boolean isFamiliar(LoginAttempt attempt) {
    return known.getIfPresent(attempt.key()) != null;
  }

  /** Whether this is the password that was verified for the user at the source. */
  boolean knows(LoginAttempt attempt, LoginRow user, String password) {
    byte[] remembered = known.getIfPresent(attempt.key());
    return remembered != null
        && user.passwordHash().isPresent()
        && MessageDigest.isEqual(remembered, keyedHash(user, password));
  }

  /** Remembers a password that was verified. */
  void remember(LoginAttempt attempt, LoginRow user, String password) {
    known.put(attempt.key(), keyedHash(user, password));
  }

  private byte[] keyedHash(LoginRow user, String password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((user.id() + "\n").getBytes(StandardCharsets.UTF_8));
      mac.update(user.passwordHash().orElseThrow().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, exception);
    }
  }
}
