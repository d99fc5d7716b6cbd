package dev.vitrine.server;

import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A server in this JVM, on a free port, in front of a store. */
public final class TestServer implements AutoCloseable {
  /** The password of every user of the server. */
  public static final String PASSWORD = "correct horse";

  /**
   * Usual settings. Idle connections of the clients of this JVM, which keep them for later
   * requests, are closed soon when the server stops; otherwise each stop would take a second.
   */
  static final ServerSettings SETTINGS =
      ServerSettings.local().withIdleAtStop(Duration.ofMillis(20));

  /** Of each store, where the files of its versions are. */
  private static final Map<String, Path> STORAGE = new ConcurrentHashMap<>();

  private final String storeUrl;
  private final Engine engine;
  private final VitrineServer server;

  private TestServer(String storeUrl, Engine engine, VitrineServer server) {
    this.storeUrl = storeUrl;
    this.engine = engine;
    this.server = server;
  }

  /** A server in front of the store at this embedded URL, whose admin has the password. */
  public static TestServer start(String storeUrl) {
    return start(storeUrl, SETTINGS);
  }

  static TestServer start(String storeUrl, ServerSettings settings) {
    return start(storeUrl, settings, authenticator -> authenticator);
  }

  /** One that lets users in as the authenticator does that is made of its store's. */
  static TestServer start(
      String storeUrl, ServerSettings settings, UnaryOperator<StoreAuthenticator> authenticator) {
    claim(storeUrl);
    return start(storeUrl, settings, FileSettings.under(storage(storeUrl)), authenticator);
  }

  /** One whose engine has these settings. */
  static TestServer start(String storeUrl, EngineSettings engineSettings) {
    claim(storeUrl);
    Engine engine = Engine.open(storeUrl, engineSettings);
    return new TestServer(
        storeUrl,
        engine,
        VitrineServer.start(
            SETTINGS, FileSettings.under(storage(storeUrl)), engine, engine.authenticator()));
  }

  /** A server with direct access to files. */
  static TestServer startWithDirectFiles(String storeUrl) {
    claim(storeUrl);
    return start(
        storeUrl,
        SETTINGS,
        new FileSettings(
            StorageLocation.of(storage(storeUrl)), true, false, true, Optional.empty()));
  }

  /** One whose versions have their files in this place. */
  static TestServer start(String storeUrl, StorageLocation storage) {
    return start(storeUrl, FileSettings.in(storage));
  }

  /** One that keeps files so. */
  static TestServer start(String storeUrl, FileSettings files) {
    claim(storeUrl);
    return start(storeUrl, SETTINGS, files);
  }

  private static void claim(String storeUrl) {
    try (Connection admin = DriverManager.getConnection(storeUrl, "admin", "");
        Statement statement = admin.createStatement()) {
      statement.execute("ALTER USER admin SET PASSWORD '" + PASSWORD + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static TestServer start(String storeUrl, ServerSettings settings, FileSettings files) {
    return start(storeUrl, settings, files, authenticator -> authenticator);
  }

  private static TestServer start(
      String storeUrl,
      ServerSettings settings,
      FileSettings files,
      UnaryOperator<StoreAuthenticator> authenticator) {
    Engine engine = Engine.open(storeUrl);
    return new TestServer(
        storeUrl,
        engine,
        VitrineServer.start(settings, files, engine, authenticator.apply(engine.authenticator())));
  }

  /** Where the files of the store's versions are. */
  static Path storage(String storeUrl) {
    // Two servers of one store may call it by two names, and share its files all the same.
    String store = storeUrl.replaceFirst("&ApplicationName=.*", "");
    return STORAGE.computeIfAbsent(store, url -> newDirectory());
  }

  private static Path newDirectory() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "storage");
      return directory.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JDBC URL. */
  public String url() {
    return server.jdbcUrl();
  }

  /** The HTTP URL. */
  public String httpUrl() {
    return server.url();
  }

  /** The store, without the server. */
  public String storeUrl() {
    return storeUrl;
  }

  /** Memory for the results of users. */
  MemoryBudget memory() {
    return engine.memory();
  }

  VitrineServer server() {
    return server;
  }

  /** A connection of this user, with the standard password. */
  public Connection connect(String user) throws SQLException {
    return connect(user, PASSWORD);
  }

  /** A connection of this user. */
  public Connection connect(String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return DriverManager.getConnection(url(), properties);
  }

  /** A connection with a token. */
  public Connection connectWith(String token) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("accessToken", token);
    return DriverManager.getConnection(url(), properties);
  }

  /** Closing twice is harmless. */
  @Override
  public void close() {
    server.close();
    engine.close();
  }
}
