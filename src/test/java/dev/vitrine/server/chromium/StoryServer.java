package dev.vitrine.server.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Servers of the stories, one of each kind of store that the build uses, and one browser. */
final class StoryServer implements AutoCloseable {
  /** The browser, which is at the server that was asked for last. */
  record Stage(TestServer server, Chromium chromium) {
    /** Runs statements as admin, without the browser. */
    void sql(String text) throws SQLException {
      try (Connection admin = admin();
          Statement statement = admin.createStatement()) {
        statement.execute(text);
        while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
          // The statements of a text run as its results are read.
        }
      }
    }

    /** The rows of a query as admin, with " | " between the values. */
    List<String> rows(String query) throws SQLException {
      List<String> found = new ArrayList<>();
      try (Connection admin = admin();
          Statement statement = admin.createStatement();
          ResultSet rows = statement.executeQuery(query)) {
        while (rows.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(rows.getString(i));
          }
          found.add(String.join(" | ", values));
        }
      }
      return found;
    }

    /** Runs a statement as admin that may be refused. */
    void attempt(String text) {
      try {
        sql(text);
      } catch (SQLException refused) {
        assertThat(refused.getSQLState()).as(text).isIn("42602", "22023", "42601");
      }
    }

    private Connection admin() throws SQLException {
      return DriverManager.getConnection(server.storeUrl(), "admin", "");
    }

    /**
     * Creates a catalog with a schema {@code s} and a model {@code m}; returns the model's name.
     */
    String newModel(String catalog) throws SQLException {
      sql("CREATE CATALOG %1$s; CREATE SCHEMA %1$s.s; CREATE MODEL %1$s.s.m".formatted(catalog));
      return catalog + ".s.m";
    }

    /** Creates a user with the password of the tests. */
    void newUser(String name) throws SQLException {
      sql("CREATE USER " + name + " WITH PASSWORD '" + TestServer.PASSWORD + "'");
    }
  }

  private final Map<TestStore, TestServer> servers = new EnumMap<>(TestStore.class);
  private Chromium chromium;

  /** One kind of store in a build, all of them at night. */
  static List<TestStore> stores() {
    return Effort.NIGHTLY ? List.of(TestStore.values()) : List.of(TestStore.H2);
  }

  /** The server on this kind of store, at which admin is signed in. */
  Stage stage(TestStore store) {
    Chromium.assumeInstalled();
    TestServer server = servers.computeIfAbsent(store, kind -> TestServer.start(kind.newUrl()));
    if (chromium == null) {
      chromium = Chromium.start(server.httpUrl());
    }
    chromium = chromium.at(server.httpUrl());
    chromium.signIn("admin", TestServer.PASSWORD);
    return new Stage(server, chromium);
  }

  @Override
  public void close() {
    if (chromium != null) {
      chromium.close();
    }
    servers.values().forEach(TestServer::close);
  }
}
