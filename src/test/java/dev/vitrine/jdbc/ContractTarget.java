package dev.vitrine.jdbc;

import dev.vitrine.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** What the contract holds for: a registry with the same content, reached in different ways. */
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
  };

  private static final AtomicInteger NAMES = new AtomicInteger();

  private String url;

  /** Kept open, so that the store is not opened anew for each test. */
  private Connection keeper;

  abstract String newUrl();

  /** A connection to the registry, which is filled at first. */
  Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(url(), user, "");
  }

  synchronized String url() throws SQLException {
    if (url == null) {
      String fresh = newUrl();
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
              "CREATE USER alice",
              "GRANT EXECUTE ON MODEL prod.ml_team.iris_model TO alice"
            }) {
          statement.execute(sql);
        }
      }
      keeper = DriverManager.getConnection(fresh, "admin", "");
      url = fresh;
    }
    return url;
  }

  /** A name that no other test uses. */
  static String newName() {
    return "m" + NAMES.incrementAndGet();
  }
}
