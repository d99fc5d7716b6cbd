package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestStore;
import dev.vitrine.error.VitrineException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS between driver and server. */
final class TlsTest {
  private static final String SECRET = TestCertificate.SECRET;

  @TempDir private Path directory;

  private Path keyStore;
  private TlsFiles files;

  @BeforeEach
  void makeFiles() throws Exception {
    TestCertificate made = TestCertificate.in(directory);
    files = new TlsFiles(made.certificate(), made.key());
    keyStore = made.keyStore();
  }

  @Test
  void driversTalkToServersTheyTrust() throws SQLException {
    try (TestServer server =
        TestServer.start(TestStore.H2.newUrl(), TestServer.SETTINGS.withTls(files))) {
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
        TestServer.start(TestStore.H2.newUrl(), TestServer.SETTINGS.withTls(identity))) {
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
