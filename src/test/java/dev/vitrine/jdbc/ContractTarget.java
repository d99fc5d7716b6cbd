package dev.vitrine.jdbc;

import static dev.vitrine.server.TestServer.PASSWORD;

import dev.vitrine.Effort;
import dev.vitrine.LeakCheck;
import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The targets of the contract: a registry with the same content, connected in different ways. */
enum ContractTarget {
  MEMORY {
    @Override
    String newUrl() {
      return TestStore.H2.newUrl();
    }
  },
  FILE {
    @Override
    String newUrl() {
      try {
        Path directory = Files.createTempDirectory("vitrine-contract");
        return "jdbc:vitrine:file:" + directory.resolve("registry");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  POSTGRESQL {
    @Override
    String newUrl() {
      return TestStore.POSTGRESQL.newUrl();
    }
  },
  REMOTE_MEMORY {
    @Override
    String newUrl() {
      return TestStore.H2.newUrl();
    }

    @Override
    String reached(String storeUrl) {
      return served(storeUrl);
    }
  },
  REMOTE_POSTGRESQL {
    @Override
    String newUrl() {
      return TestStore.POSTGRESQL.newUrl();
    }

    @Override
    String reached(String storeUrl) {
      return served(storeUrl);
    }
  };

  /** Kept open, so that a store is not opened anew for each test. */
  private static final List<Connection> KEPT = new ArrayList<>();

  private static final AtomicInteger NAMES = new AtomicInteger();

  private String url;

  /** The targets of a build: both kinds of driver and both kinds of store. All at night. */
  static Stream<ContractTarget> tried() {
    return Effort.NIGHTLY ? Stream.of(values()) : Stream.of(MEMORY, REMOTE_POSTGRESQL);
  }

  /** A new, empty store. */
  abstract String newUrl();

  /** How the tests get at the store. */
  String reached(String storeUrl) {
    return storeUrl;
  }

  /** The servers end with the JVM. */
  private static String served(String storeUrl) {
    return TestServer.start(storeUrl).url() + "?password=" + PASSWORD.replace(" ", "%20");
  }

  /** A connection to the registry, which is filled at first. */
  Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(url(), user, PASSWORD);
  }

  synchronized String url() throws SQLException {
    if (url == null) {
      // Several classes share it.
      url = LeakCheck.keep(this::open);
    }
    return url;
  }

  private String open() {
    String fresh = newUrl();
    try {
      fill(fresh);
      KEPT.add(DriverManager.getConnection(fresh, "admin", ""));
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
    return reached(fresh);
  }

  private static void fill(String fresh) throws SQLException {
    try (Connection connection = DriverManager.getConnection(fresh, "admin", "");
        Statement statement = connection.createStatement()) {
      for (String sql :
          new String[] {
            "CREATE CATALOG prod COMMENT 'Production'",
            "CREATE SCHEMA prod.ml_team",
            "CREATE MODEL prod.ml_team.iris_model COMMENT 'Flowers'",
            "ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM 's3://bucket/1'",
            "ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM 's3://bucket/2'",
            "ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM 's3://bucket/3'",
            "ALTER MODEL prod.ml_team.iris_model VERSION 2 SET ALIAS champion",
            "CREATE MODEL prod.ml_team.plain_model",
            "CREATE USER alice WITH PASSWORD '" + PASSWORD + "'",
            "GRANT EXECUTE ON MODEL prod.ml_team.iris_model TO alice"
          }) {
        statement.execute(sql);
      }
    }
  }

  /** The URL in the metadata, without the password. */
  String shownUrl() throws SQLException {
    return url().replaceAll("\\?password=.*", "");
  }

  /** A name that no other test uses. */
  static String newName() {
    return "m" + NAMES.incrementAndGet();
  }
}
