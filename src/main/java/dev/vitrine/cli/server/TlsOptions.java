package dev.vitrine.cli.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.TlsFiles;
import dev.vitrine.server.TlsIdentity;
import dev.vitrine.server.TlsKeyStore;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the server's TLS certificate. */
final class TlsOptions {
  private static final String PASSWORD = "VITRINE_TLS_KEYSTORE_PASSWORD";

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Certificate chain of the server, in PEM.")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Private key of the certificate, unencrypted, in PEM (PKCS #8).")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "PKCS #12 key store with the certificate chain and exactly one private key.")
  private Optional<Path> keyStore = Optional.empty();

  @Option(
      names = "--tls-keystore-password-file",
      paramLabel = "FILE",
      description =
          "File with the password of the key store. Default: the environment variable"
              + " "
              + PASSWORD
              + ".")
  private Optional<Path> passwordFile = Optional.empty();

  Optional<TlsIdentity> identity() {
    if (certificate.isPresent() != key.isPresent()) {
      throw misuse("--tls-cert and --tls-key must be set together.");
    }
    if (certificate.isPresent() && keyStore.isPresent()) {
      throw misuse("--tls-keystore cannot be combined with --tls-cert and --tls-key.");
    }
    if (passwordFile.isPresent() && keyStore.isEmpty()) {
      throw misuse("--tls-keystore-password-file requires --tls-keystore.");
    }
    Optional<TlsIdentity> files = certificate.map(file -> new TlsFiles(file, key.orElseThrow()));
    return files.or(() -> keyStore.map(file -> new TlsKeyStore(file, password())));
  }

  private String password() {
    return passwordFile
        .map(SecretFile::read)
        .or(() -> Optional.ofNullable(System.getenv(PASSWORD)))
        .orElseThrow(
            () -> misuse("The key store requires a password; set --tls-keystore-password-file."));
  }

  private static VitrineException misuse(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem)
        .withHint("See vitrine server --help.");
  }
}
