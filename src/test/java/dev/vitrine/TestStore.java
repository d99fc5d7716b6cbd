package dev.vitrine;

import dev.vitrine.postgres.SharedPostgres;
import dev.vitrine.session.OpenEngines;
import dev.vitrine.store.Store;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of store that every test of behaviour runs on. */
public enum TestStore {
  H2 {
    @Override
    public String newEmptyUrl() {
      String url = "jdbc:vitrine:mem:test" + COUNTER.incrementAndGet();
      MADE.add(
          () -> {
            OpenEngines.closeUnused(url);
            runOnH2(url, List.of("SHUTDOWN IMMEDIATELY"));
          });
      return url;
    }

    @Override
    public String newUrl() {
      String url = newEmptyUrl();
      runOnH2(url, MigratedH2.STATEMENTS);
      return url;
    }
  },
  POSTGRESQL {
    @Override
    public String newEmptyUrl() {
      return vitrine(newDatabase("template0"));
    }

    @Override
    public String newUrl() {
      return vitrine(newPostgresUrl());
    }
  };

  private static final Logger LOG = LoggerFactory.getLogger(TestStore.class);
  private static final AtomicInteger COUNTER = new AtomicInteger();

  /** SQLSTATE object_in_use. */
  private static final String IN_USE = "55006";

  /** Drops the stores of the running test class. */
  private static final Queue<Runnable> MADE = new ConcurrentLinkedQueue<>();

  /** A URL of a new registry store of this kind: migrated, and without an owner. */
  public abstract String newUrl();

  /** A URL of a new database of this kind that has not been migrated, for tests of migrations. */
  public abstract String newEmptyUrl();

  /** The pgjdbc URL, credentials included, of a new registry store on PostgreSQL. */
  public static String newPostgresUrl() {
    return newDatabase(MigratedPostgres.name());
  }

  /** The names differ between the JVMs of a build, which share the server. */
  private static String newDatabase(String template) {
    String database = "test" + ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
    runOnServer("CREATE DATABASE " + database + " TEMPLATE " + template + " STRATEGY FILE_COPY");
    MADE.add(() -> drop(database));
    return SharedPostgres.url(database);
  }

  /** A database whose connections are still being closed remains until the end of the build. */
  private static void drop(String database) {
    try (Connection connection = DriverManager.getConnection(SharedPostgres.url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + database);
    } catch (SQLException exception) {
      if (!IN_USE.equals(exception.getSQLState())) {
        throw new IllegalStateException(exception);
      }
      LOG.debug("Database {} is still in use", database, exception);
    }
  }

  /**
   * Drops the stores that were made since the last call, except those of {@link #keeping}: hundreds
   * of them would take gigabytes.
   */
  static void dropMade() {
    for (Runnable drop = MADE.poll(); drop != null; drop = MADE.poll()) {
      drop.run();
    }
  }

  /** Does work whose stores remain until the JVM ends. */
  static <T> T keeping(Supplier<T> work) {
    Set<Runnable> earlier = Set.copyOf(MADE);
    T result = work.get();
    MADE.retainAll(earlier);
    return result;
  }

  private static void runOnServer(String sql) {
    try (Connection connection = DriverManager.getConnection(SharedPostgres.url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
  }

  private static String vitrine(String pgjdbcUrl) {
    return "jdbc:vitrine:" + pgjdbcUrl.substring("jdbc:".length());
  }

  private static void runOnH2(String url, List<String> statements) {
    try (Connection connection = DriverManager.getConnection(StoreLocation.parse(url).jdbcUrl());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
  }

  /** The database that new ones are copied from, one for the whole build: migrations cost more. */
  private static final class MigratedPostgres {
    private static final String NAME = "migrated";

    static {
      SharedPostgres.exclusively(MigratedPostgres::create);
    }

    static String name() {
      return NAME;
    }

    private static void create() {
      if (!exists()) {
        runOnServer("DROP DATABASE IF EXISTS migrating");
        runOnServer("CREATE DATABASE migrating");
        Store.open(StoreLocation.parse(vitrine(SharedPostgres.url("migrating")))).close();
        runOnServer("ALTER DATABASE migrating RENAME TO " + NAME);
      }
    }

    private static boolean exists() {
      String sql = "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'";
      try (Connection connection = DriverManager.getConnection(SharedPostgres.url("postgres"));
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        return rows.next();
      } catch (SQLException exception) {
        throw new IllegalStateException(exception);
      }
    }
  }

  /**
   * The statements that make a migrated database of an empty one. One by one, because for each
   * statement of a text H2 reads the whole rest of the text again (CommandList).
   */
  private static final class MigratedH2 {
    static final List<String> STATEMENTS = statements();

    private static List<String> statements() {
      StoreLocation location = StoreLocation.parse("jdbc:vitrine:mem:migrated");
      Store.open(location).close();
      List<String> statements = new ArrayList<>();
      try (Connection connection = DriverManager.getConnection(location.jdbcUrl());
          Statement statement = connection.createStatement()) {
        try (ResultSet lines = statement.executeQuery("SCRIPT")) {
          while (lines.next()) {
            statements.add(lines.getString(1));
          }
        }
        statement.execute("SHUTDOWN");
      } catch (SQLException exception) {
        throw new IllegalStateException(exception);
      }
      return List.copyOf(statements);
    }
  }
}
