package dev.vitrine.authentication;

import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * Keys of identity providers, of 2,048 bits. Their primes are constants: to find two of them takes
 * two seconds without the optimising compiler.
 */
final class TestKeys {
  private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

  private static final BigInteger A =
      new BigInteger(
          "e7a43dad2a3f5318d22f2caa9aac6a370887c95eb6588a16527b3a03371c46dd"
              + "eb5afc52a60b3a7f43737884132882d64eb6dc3e3d64a30acd5d0484c8009816"
              + "eae7ceef2e8490d8a478a34a8fc9f9aea258b8790207e38fae0810e184a9b30e"
              + "b08f81f1ae0d170bef0094044f724ae44f03b40a50caf386f95c38e242abd5b9",
          16);

  private static final BigInteger B =
      new BigInteger(
          "d8407cec7a74f6032e7a16ae908b8ad0583b66b89ad7734c0022bb4b01c48b45"
              + "9feb1e2fdcbd2c46b4c8e45aafcfb41becf90d442626de62a58029c0e61be454"
              + "148aa5d017c67bd9edca66aac8af690b320f9bcf0eee12e7eaa39286f0e6472a"
              + "ec0cad13a633d6b440e4dc6674481e125e076f9712caa059460c69471ab7197f",
          16);

  private static final BigInteger C =
      new BigInteger(
          "d6bcc3c90e993c79751290b590be363c25b415952bcaa0db12ff966bd69148f1"
              + "74576edcde728528fc7f7a3bfd50618ef72843e3a52db5110d6e81157a9691b1"
              + "494e924d717a8e63222922ebe5986afafec000f7b8c9dccdd3fe8e35e50ce162"
              + "2a083374e24a8659cce389e3bd0508004b63c107907fbe658ab810a63471a7d9",
          16);

  private TestKeys() {}

  /** The key of the provider, published with this ID. */
  static RSAKey provider(String keyId) {
    return key(A, B, keyId);
  }

  /** The next key of the provider, published with this ID. */
  static RSAKey next(String keyId) {
    return key(B, C, keyId);
  }

  /** A key that the provider does not have, with this ID. */
  static RSAKey stranger(String keyId) {
    return key(C, A, keyId);
  }

  private static RSAKey key(BigInteger p, BigInteger q, String keyId) {
    BigInteger modulus = p.multiply(q);
    BigInteger pLess = p.subtract(BigInteger.ONE);
    BigInteger qLess = q.subtract(BigInteger.ONE);
    BigInteger secret = EXPONENT.modInverse(pLess.multiply(qLess));
    try {
      KeyFactory keys = KeyFactory.getInstance("RSA");
      RSAPublicKey open =
          (RSAPublicKey) keys.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT));
      RSAPrivateKey closed =
          (RSAPrivateKey)
              keys.generatePrivate(
                  new RSAPrivateCrtKeySpec(
                      modulus,
                      EXPONENT,
                      secret,
                      p,
                      q,
                      secret.mod(pLess),
                      secret.mod(qLess),
                      q.modInverse(p)));
      return new RSAKey.Builder(open).privateKey(closed).keyID(keyId).build();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("No key " + keyId, exception);
    }
  }
}
