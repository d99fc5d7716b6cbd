package dev.vitrine.server;

import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** One server per store for all tests of a class; each test creates its own catalog. */
abstract class RestTest {
  private static final Map<List<Object>, TestServer> SERVERS = new HashMap<>();

  private static int count;

  static TestServer server(TestStore store) {
    return server(store, TestStorage.DISK);
  }

  static TestServer server(TestStore store, TestStorage storage) {
    return SERVERS.computeIfAbsent(
        List.of(store, storage),
        kind -> TestServer.start(store.newUrl(), storage.newLocation(newDirectory())));
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory(Path.of("target"), "storage");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    SERVERS.values().forEach(TestServer::close);
    SERVERS.clear();
  }

  /** A client of this user, who is created if necessary. */
  static Rest as(TestServer server, String user) throws SQLException {
    List<String> known = column(server, "SELECT name FROM principals WHERE name = '" + user + "'");
    if (known.isEmpty()) {
      sql(server, "CREATE USER " + user + " WITH PASSWORD '" + TestServer.PASSWORD + "'");
    }
    return new Rest(server, user);
  }

  /** A new user. */
  static String newUser() {
    return "user" + ++count;
  }

  /**
   * Creates a catalog with a schema {@code s} and a model {@code m}.
   *
   * @return the model's name
   */
  static String newModel(TestServer server) throws SQLException {
    String catalog = "c" + ++count;
    sql(
        server,
        "CREATE CATALOG %1$s; CREATE SCHEMA %1$s.s; CREATE MODEL %1$s.s.m".formatted(catalog));
    return catalog + ".s.m";
  }

  /** The catalog of a model. */
  static String catalog(String model) {
    return model.substring(0, model.indexOf('.'));
  }

  /** Opens the gates to a model. */
  static void open(TestServer server, String model, String user) throws SQLException {
    sql(
        server,
        "GRANT USE CATALOG ON CATALOG %1$s TO %2$s; GRANT USE SCHEMA ON SCHEMA %1$s.s TO %2$s"
            .formatted(catalog(model), user));
  }

  /** Runs statements as admin. */
  static void sql(TestServer server, String text) throws SQLException {
    try (Connection admin = DriverManager.getConnection(server.storeUrl(), "admin", "");
        Statement statement = admin.createStatement()) {
      statement.execute(text);
      while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
        // The statements of a text run as its results are asked for.
      }
    }
  }

  /** The first column of a query, as admin. */
  static List<String> column(TestServer server, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection admin = DriverManager.getConnection(server.storeUrl(), "admin", "");
        Statement statement = admin.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
