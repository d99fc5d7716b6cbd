package dev.vitrine.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that matched their hash before, since a client of HTTP shows its password with every
 * request and bcrypt is slow on purpose. Kept as keyed digests of password and hash together: a
 * changed password is forgotten at once, and nothing here helps to guess one.
 */
final class VerifiedPasswords {
  private static final int MOST = 10_000;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final Set<ByteBuffer> digests =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
                  return size() > MOST;
                }
              }));

  VerifiedPasswords() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, ALGORITHM);
  }

  boolean contains(String password, String hash) {
    return digests.contains(digest(password, hash));
  }

  void add(String password, String hash) {
    digests.add(digest(password, hash));
  }

  private ByteBuffer digest(String password, String hash) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // A hash never holds a NUL, so nothing else has the same bytes.
      return ByteBuffer.wrap(mac.doFinal((hash + '\0' + password).getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
