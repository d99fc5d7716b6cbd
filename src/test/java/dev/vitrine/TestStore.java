package dev.vitrine;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The stores that every test of behaviour runs on. */
public enum TestStore {
  H2 {
    @Override
    public String newUrl() {
      return "jdbc:vitrine:mem:test" + COUNTER.incrementAndGet();
    }
  },
  POSTGRESQL {
    @Override
    public String newUrl() {
      return "jdbc:vitrine:" + newPostgresUrl().substring("jdbc:".length());
    }
  };

  private static final AtomicInteger COUNTER = new AtomicInteger();

  /** A URL of a new, empty registry store of this kind. */
  public abstract String newUrl();

  /** The pgjdbc URL, credentials included, of a new and empty PostgreSQL database. */
  public static String newPostgresUrl() {
    String database = "test" + COUNTER.incrementAndGet();
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
    return Server.RUNNING.getJdbcUrl("postgres", database);
  }

  /** One real PostgreSQL a JVM, on a free port; it ends with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "400").start();
      } catch (IOException exception) {
        throw new UncheckedIOException(exception);
      }
    }
  }
}
