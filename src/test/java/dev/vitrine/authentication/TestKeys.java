package dev.vitrine.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys of identity providers, generated once in a test process: without the optimising compiler,
 * each takes about a second.
 */
final class TestKeys {
  private static final int BITS = 2048;

  private static final Map<String, RSAKey> RSA = new ConcurrentHashMap<>();

  private TestKeys() {}

  /** The key of this owner, published with this ID. */
  static RSAKey rsa(String owner, String keyId) {
    return new RSAKey.Builder(RSA.computeIfAbsent(owner, TestKeys::generate)).keyID(keyId).build();
  }

  private static RSAKey generate(String owner) {
    try {
      return new RSAKeyGenerator(BITS).generate();
    } catch (JOSEException exception) {
      throw new IllegalStateException("No key for " + owner, exception);
    }
  }
}
