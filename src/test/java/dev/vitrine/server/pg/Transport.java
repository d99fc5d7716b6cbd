package dev.vitrine.server.pg;

import dev.vitrine.LeakCheck;
import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ways in which a program gets a session: one registry, whose users have the password. */
enum Transport {
  EMBEDDED {
    @Override
    String url(Registry registry) {
      return registry.storeUrl();
    }
  },
  HTTP {
    @Override
    String url(Registry registry) {
      return registry.server().url();
    }
  },
  POSTGRESQL {
    @Override
    String url(Registry registry) {
      return registry.port().url("system");
    }
  };

  private static final Map<TestStore, Registry> REGISTRIES = new ConcurrentHashMap<>();

  private record Registry(String storeUrl, TestServer server, PgServer port) {
    /** The servers end with the JVM. */
    static Registry open(TestStore store) {
      String url = store.newUrl();
      TestServer server = TestServer.start(url);
      Registry registry = new Registry(url, server, PgServer.start(url));
      try (Connection admin = DriverManager.getConnection(url, "admin", TestServer.PASSWORD);
          Statement statement = admin.createStatement()) {
        for (String sql :
            new String[] {
              "CREATE CATALOG prod COMMENT 'Production'",
              "CREATE SCHEMA prod.ml",
              "CREATE MODEL prod.ml.iris COMMENT 'Flowers, 花, \uD83C\uDF38'",
              "ALTER MODEL prod.ml.iris ADD VERSION FROM 's3://bucket/1' TAGS ('stage' = 'test')",
              "ALTER MODEL prod.ml.iris ADD VERSION FROM 's3://bucket/2'",
              "ALTER MODEL prod.ml.iris VERSION 2 SET ALIAS Champion",
              "CREATE MODEL prod.ml.hidden",
              "CREATE USER alice WITH PASSWORD '" + TestServer.PASSWORD + "'",
              "GRANT USE CATALOG, USE SCHEMA ON CATALOG prod TO alice",
              "GRANT EXECUTE ON MODEL prod.ml.iris TO alice"
            }) {
          statement.execute(sql);
        }
      } catch (SQLException exception) {
        throw new IllegalStateException(exception);
      }
      return registry;
    }
  }

  abstract String url(Registry registry);

  /** A session of a user. */
  Connection connect(TestStore store, String user, String password) throws SQLException {
    Registry registry =
        REGISTRIES.computeIfAbsent(store, key -> LeakCheck.keep(() -> Registry.open(key)));
    return DriverManager.getConnection(url(registry), user, password);
  }
}
