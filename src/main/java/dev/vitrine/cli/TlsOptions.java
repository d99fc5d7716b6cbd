package dev.vitrine.cli;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.TlsFiles;
import dev.vitrine.server.TlsIdentity;
import dev.vitrine.server.TlsKeyStore;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say with what a server proves that it is itself. */
final class TlsOptions {
  private static final String PASSWORD = "VITRINE_TLS_KEYSTORE_PASSWORD";

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificate and those that vouch for it, in PEM.")
  private Optional<Path> certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's private key, unencrypted, in PEM (PKCS #8).")
  private Optional<Path> key;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "Both in a key store instead (PKCS #12) that has no other key.")
  private Optional<Path> keyStore;

  @Option(
      names = "--tls-keystore-password-file",
      paramLabel = "FILE",
      description = {
        "The password of the key store; without it, the environment variable",
        PASSWORD + "."
      })
  private Optional<Path> passwordFile;

  Optional<TlsIdentity> identity() {
    if (certificate.isPresent() != key.isPresent()) {
      throw misuse("--tls-cert and --tls-key go together.");
    }
    if (certificate.isPresent() && keyStore.isPresent()) {
      throw misuse("--tls-keystore stands in place of --tls-cert and --tls-key.");
    }
    if (passwordFile.isPresent() && keyStore.isEmpty()) {
      throw misuse("--tls-keystore-password-file needs --tls-keystore.");
    }
    Optional<TlsIdentity> files = certificate.map(file -> new TlsFiles(file, key.orElseThrow()));
    return files.or(() -> keyStore.map(file -> new TlsKeyStore(file, password())));
  }

  private String password() {
    return passwordFile
        .map(SecretFile::read)
        .or(() -> Optional.ofNullable(System.getenv(PASSWORD)))
        .orElseThrow(() -> misuse("The key store has a password that was not told."));
  }

  private static VitrineException misuse(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem)
        .withHint("See vitrine server --help.");
  }
}
