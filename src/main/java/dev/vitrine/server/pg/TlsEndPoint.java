package dev.vitrine.server.pg;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Channel binding of the type tls-server-end-point (RFC 5929): the hash of the server's
 * certificate, with the hash function of its signature, or SHA-256 if that is weaker.
 */
final class TlsEndPoint {
  /** Names of signatures with a hash function, such as SHA384withECDSA. */
  private static final Pattern SIGNATURE =
      Pattern.compile("(MD5|SHA-?1|SHA-?(224|256|384|512))WITH.*");

  private static final byte[] NONE = {};

  private TlsEndPoint() {}

  /** The hash; empty if it is not defined for the certificate, as for Ed25519. */
  static byte[] of(Certificate certificate) {
    if (!(certificate instanceof X509Certificate signed)) {
      return NONE;
    }
    Matcher name = SIGNATURE.matcher(signed.getSigAlgName().toUpperCase(Locale.ROOT));
    if (!name.matches()) {
      return NONE;
    }
    String bits = name.group(2);
    try {
      return MessageDigest.getInstance(bits == null ? "SHA-256" : "SHA-" + bits)
          .digest(certificate.getEncoded());
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("the certificate was read before", exception);
    }
  }
}
