package dev.vitrine.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestStore;
import dev.vitrine.server.TestCertificate;
import java.io.BufferedReader;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver's own jar and nothing else, in a separate class loader and in a separate process,
 * against a server from the packaged jar, over TLS, in front of PostgreSQL.
 */
@Timeout(300)
final class DriverJarIT {
  private static final Path DRIVER_JAR = Path.of(System.getProperty("vitrine.driver.jar"));
  private static final Path SERVER_JAR = Path.of(System.getProperty("vitrine.jar"));
  private static final String PASSWORD = "given secret";
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final String PROGRAM =
      """
      import java.sql.DriverManager;

      public class Ask {
        public static void main(String[] arguments) throws Exception {
          try (var connection = DriverManager.getConnection(arguments[0], "admin", arguments[1]);
              var statement = connection.createStatement();
              var rows = statement.executeQuery("SELECT current_user()")) {
            rows.next();
            System.out.println(rows.getString(1));
          }
        }
      }
      """;

  @TempDir private static Path directory;

  private static String pgUrl;
  private static Process server;
  private static String url;
  private static URLClassLoader alone;

  @BeforeAll
  static void startServer() throws Exception {
    TestCertificate certificate = TestCertificate.in(directory);
    pgUrl = TestStore.newPostgresUrl();
    ProcessBuilder builder =
        new ProcessBuilder(
                JAVA,
                "-Duser.home=" + directory,
                "-jar",
                SERVER_JAR.toString(),
                "server",
                "--port",
                "0",
                "--store",
                "jdbc:vitrine:" + pgUrl.substring("jdbc:".length()),
                "--tls-cert",
                certificate.certificate().toString(),
                "--tls-key",
                certificate.key().toString())
            .redirectError(directory.resolve("server-errors.txt").toFile());
    builder.environment().put("VITRINE_ADMIN_PASSWORD", PASSWORD);
    server = builder.start();
    BufferedReader out = server.inputReader(UTF_8);
    String listening = out.readLine();
    assertThat(listening).startsWith("jdbc:vitrine://").contains("ssl=true");
    url = listening + "&sslRootCert=" + certificate.certificate();
    alone =
        new URLClassLoader(
            new URL[] {DRIVER_JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  @AfterAll
  static void stopServer() throws Exception {
    alone.close();
    server.destroy();
    assertThat(server.waitFor()).isZero();
  }

  private static Connection connect(String name, String value) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty(name, value);
    Driver driver = ServiceLoader.load(Driver.class, alone).findFirst().orElseThrow();
    assertThat(driver.getClass().getClassLoader()).isSameAs(alone);
    return driver.connect(url, properties);
  }

  private static String newToken(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet token = statement.executeQuery("CREATE TOKEN COMMENT 'for this test'")) {
      assertThat(token.next()).isTrue();
      return token.getString("token");
    }
  }

  private static SQLException refusal(String name, String value) {
    return catchThrowableOfType(SQLException.class, () -> connect(name, value).close());
  }

  @Test
  void aTokenIsEnoughToGrantAndToAsk() throws SQLException {
    String token;
    try (Connection admin = connect("password", PASSWORD)) {
      token = newToken(admin);
    }
    try (Connection connection = connect("accessToken", token);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE CATALOG prod");
      statement.execute("GRANT USE CATALOG ON CATALOG prod TO `account users`");
      try (PreparedStatement prepared =
          connection.prepareStatement(
              "SELECT principal, privilege FROM grants WHERE full_name = ?")) {
        prepared.setString(1, "prod");
        try (ResultSet grants = prepared.executeQuery()) {
          assertThat(grants.next()).isTrue();
          assertThat(grants.getString("principal")).isEqualTo("account users");
          assertThat(grants.getString("privilege")).isEqualTo("USE CATALOG");
          assertThat(grants.next()).isFalse();
        }
      }
    }
  }

  @Test
  void theDatabaseDescribesItself() throws SQLException {
    try (Connection connection = connect("password", PASSWORD)) {
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(metadata.getDatabaseProductName()).isEqualTo("Vitrine");
      assertThat(metadata.getURL()).doesNotContain(PASSWORD);
      try (ResultSet tables = metadata.getTables("system", "registry", "mod%", null)) {
        assertThat(tables.next()).isTrue();
        assertThat(tables.getString("TABLE_NAME")).isEqualTo("models");
      }
      try (ResultSet columns = metadata.getColumns("system", "registry", "models", "full\\_name")) {
        assertThat(columns.next()).isTrue();
        assertThat(columns.getString("TYPE_NAME")).isEqualTo("VARCHAR");
      }
    }
  }

  @Test
  void errorsAreSqlStatesAndSentences() throws SQLException {
    try (Connection connection = connect("password", PASSWORD);
        Statement statement = connection.createStatement()) {
      SQLException failure =
          catchThrowableOfType(
              SQLException.class, () -> statement.executeQuery("SELECT * FROM nowhere"));
      assertThat(failure.getSQLState()).isEqualTo("42P01");
      assertThat(failure.getMessage())
          .startsWith("[TABLE_OR_VIEW_NOT_FOUND] ")
          .contains("nowhere")
          .doesNotContain("\tat ", "Exception");
    }
  }

  @Test
  void wrongPasswordsAreRefused() {
    assertThat(refusal("password", "wrong").getSQLState()).isEqualTo("28000");
    assertThat(refusal("accessToken", "vtr_wrong").getSQLState()).isEqualTo("28000");
  }

  @Test
  void droppedTokensAreRefusedAtOnce() throws SQLException {
    try (Connection admin = connect("password", PASSWORD)) {
      String token = newToken(admin);
      try (Connection connection = connect("accessToken", token);
          Statement asking = connection.createStatement();
          Statement dropping = admin.createStatement()) {
        assertThat(asking.execute("SELECT 1")).isTrue();
        long id = lastToken(admin);
        dropping.execute("DROP TOKEN " + id);
        SQLException refused =
            catchThrowableOfType(SQLException.class, () -> asking.execute("SELECT 1"));
        assertThat((Throwable) refused).isInstanceOf(SQLInvalidAuthorizationSpecException.class);
      }
      assertThat(refusal("accessToken", token).getSQLState()).isEqualTo("28000");
    }
  }

  @Test
  void expiredTokensAreRefusedAtOnce() throws SQLException {
    try (Connection admin = connect("password", PASSWORD)) {
      String token = newToken(admin);
      try (Connection connection = connect("accessToken", token);
          Statement asking = connection.createStatement();
          Connection store = DriverManager.getConnection(pgUrl);
          Statement aging = store.createStatement()) {
        assertThat(asking.execute("SELECT 1")).isTrue();
        aging.execute(
            "UPDATE vitrine.tokens SET created_at = created_at - INTERVAL '90 days',"
                + " expires_at = expires_at - INTERVAL '90 days' WHERE id = "
                + lastToken(admin));
        SQLException refused =
            catchThrowableOfType(SQLException.class, () -> asking.execute("SELECT 1"));
        assertThat(refused.getSQLState()).isEqualTo("28000");
      }
      assertThat(refusal("accessToken", token).getSQLState()).isEqualTo("28000");
    }
  }

  private static long lastToken(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet id = statement.executeQuery("SELECT MAX(token_id) FROM tokens")) {
      assertThat(id.next()).isTrue();
      return id.getLong(1);
    }
  }

  @Test
  void embeddedUrlsAreRefusedWithAHint() {
    Driver driver = ServiceLoader.load(Driver.class, alone).findFirst().orElseThrow();
    SQLException refused =
        catchThrowableOfType(
            SQLException.class, () -> driver.connect("jdbc:vitrine:mem:x", new Properties()));
    assertThat(refused.getSQLState()).isEqualTo("08001");
    assertThat(refused.getMessage()).contains("Hint: use vitrine.jar");
  }

  @Test
  void aProgramNeedsNothingElseAndHearsNothingElse() throws Exception {
    Path source = Files.writeString(directory.resolve("Ask.java"), PROGRAM);
    File errors = directory.resolve("program-errors.txt").toFile();
    Process program =
        new ProcessBuilder(JAVA, "-cp", DRIVER_JAR.toString(), source.toString(), url, PASSWORD)
            .redirectError(errors)
            .start();
    String out = new String(program.getInputStream().readAllBytes(), UTF_8);
    assertThat(program.waitFor()).isZero();
    assertThat(out).isEqualTo("admin\n");
    assertThat(errors).isEmpty();
  }

  @Test
  void theJarHasOnlyTheDriverAndTheDocumentedSize() throws Exception {
    List<String> others = new ArrayList<>();
    try (JarFile jar = new JarFile(DRIVER_JAR.toFile())) {
      jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(JarEntry::getName)
          .filter(
              name ->
                  !name.startsWith("dev/vitrine/jdbc/")
                      && !name.startsWith("dev/vitrine/protocol/"))
          .forEach(others::add);
    }
    assertThat(others)
        .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "META-INF/services/java.sql.Driver");
    Matcher documented =
        Pattern.compile("`target/vitrine-driver\\.jar`[^.]*?\\((\\d+) KB\\)")
            .matcher(Files.readString(Path.of("docs/clients.md")));
    assertThat(documented.find()).isTrue();
    double kilobytes = Files.size(DRIVER_JAR) / 1000.0;
    assertThat(Double.parseDouble(documented.group(1))).isBetween(kilobytes - 10, kilobytes + 10);
  }
}
