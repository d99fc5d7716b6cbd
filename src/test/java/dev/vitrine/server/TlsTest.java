package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestStore;
import dev.vitrine.error.VitrineException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS between driver and server. */
final class TlsTest {
  private static final String SECRET = "changeit";

  @TempDir private Path directory;

  private Path keyStore;
  private TlsFiles files;

  /** A key and a certificate that vouches for itself, for this machine, by the JDK's own tool. */
  @BeforeEach
  void makeFiles() throws Exception {
    Path store = directory.resolve("server.p12");
    keyStore = store;
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
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, SECRET.toCharArray());
    }
    files =
        new TlsFiles(
            pem("CERTIFICATE", keys.getCertificate("server").getEncoded()),
            pem("PRIVATE KEY", keys.getKey("server", SECRET.toCharArray()).getEncoded()));
  }

  private Path pem(String kind, byte[] content) throws Exception {
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

  @Test
  void driversTalkToServersTheyTrust() throws SQLException {
    try (TestServer server =
        TestServer.start(TestStore.H2.newUrl(), ServerSettings.local().withTls(files))) {
      assertThat(server.httpUrl()).startsWith("https://");
      String trusted = server.url() + "&sslRootCert=" + files.certificate();
      try (Connection admin = DriverManager.getConnection(trusted, "admin", TestServer.PASSWORD)) {
        assertThat(admin.isValid(5)).isTrue();
      }
      SQLException untrusted =
          catchThrowableOfType(SQLException.class, () -> server.connect("admin"));
      assertThat(untrusted.getSQLState()).isEqualTo("08001");
      SQLException plain =
          catchThrowableOfType(
              SQLException.class,
              () -> DriverManager.getConnection(server.url().replace("?ssl=true", "")));
      assertThat(plain.getSQLState()).isEqualTo("08001");
    }
  }

  @Test
  void aKeyStoreServesAsWell() throws SQLException {
    TlsKeyStore identity = new TlsKeyStore(keyStore, SECRET);
    assertThat(identity.toString()).doesNotContain(SECRET);
    try (TestServer server =
        TestServer.start(TestStore.H2.newUrl(), ServerSettings.local().withTls(identity))) {
      String trusted = server.url() + "&sslRootCert=" + files.certificate();
      try (Connection admin = DriverManager.getConnection(trusted, "admin", TestServer.PASSWORD)) {
        assertThat(admin.isValid(5)).isTrue();
      }
    }
    for (TlsKeyStore wrong :
        new TlsKeyStore[] {
          new TlsKeyStore(keyStore, "wrong"),
          new TlsKeyStore(directory.resolve("none"), SECRET),
          new TlsKeyStore(files.certificate(), SECRET)
        }) {
      assertThatThrownBy(() -> wrong.read("x"))
          .isInstanceOf(VitrineException.class)
          .hasMessageContaining("The key store")
          .hasMessageNotContaining(SECRET);
    }
  }

  @Test
  void unusableFilesAreSaidToBe() {
    TlsFiles swapped = new TlsFiles(files.key(), files.certificate());
    TlsFiles missing = new TlsFiles(directory.resolve("none"), files.key());
    TlsFiles keyless = new TlsFiles(files.certificate(), files.certificate());
    for (TlsFiles wrong : new TlsFiles[] {swapped, missing, keyless}) {
      assertThatThrownBy(() -> wrong.read(SECRET)).isInstanceOf(VitrineException.class);
    }
  }
}
