package dev.vitrine.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificate and the key of a server, in PEM files.
 *
 * @param certificate the certificate chain
 * @param key its private key, unencrypted, in PKCS #8
 */
public record TlsFiles(Path certificate, Path key) implements TlsIdentity {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  @Override
  public KeyStore read(String password) {
    try (InputStream certificates = Files.newInputStream(certificate)) {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(certificates)
              .toArray(new Certificate[0]);
      if (chain.length == 0) {
        throw unusable(certificate + " contains no certificate.");
      }
      PrivateKey secret = privateKey(chain[0].getPublicKey().getAlgorithm());
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", secret, password.toCharArray(), chain);
      return store;
    } catch (IOException e) {
      throw unusable("A TLS file cannot be read: " + e.getMessage() + ".").withCause(e);
    } catch (GeneralSecurityException e) {
      throw unusable("The key does not belong to the certificate.").withCause(e);
    }
  }

  private PrivateKey privateKey(String algorithm) throws IOException, GeneralSecurityException {
    Matcher pem = PKCS8.matcher(Files.readString(key));
    if (!pem.find()) {
      throw unusable(key + " contains no unencrypted private key in PKCS #8.")
          .withHint("Convert the key with openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pk8.");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private static VitrineException unusable(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem);
  }
}
