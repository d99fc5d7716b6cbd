package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A key, and a certificate of this machine that vouches for itself, as PEM files and in a key
 * store; made by the JDK's own tool.
 */
public record TestCertificate(Path certificate, Path key, Path keyStore) {
  /** Of the key store. */
  static final String SECRET = "changeit";

  /** Makes the files in this directory. */
  public static TestCertificate in(Path directory) throws Exception {
    Path store = directory.resolve("server.p12");
    // Not to the output of the build, which has only failures.
    Path output = directory.resolve("keytool.txt");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                SECRET,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool failed: " + Files.readString(output));
    }
    return new TestCertificate(
        pem(directory, "CERTIFICATE", read(store).getCertificate("server").getEncoded()),
        pem(
            directory,
            "PRIVATE KEY",
            read(store).getKey("server", SECRET.toCharArray()).getEncoded()),
        store);
  }

  private static KeyStore read(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, SECRET.toCharArray());
    }
    return keys;
  }

  private static Path pem(Path directory, String kind, byte[] content) throws IOException {
    String text =
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content)
            + "\n-----END "
            + kind
            + "-----\n";
    return Files.writeString(directory.resolve(kind.replace(' ', '-') + ".pem"), text);
  }
}
