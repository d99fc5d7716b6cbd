package dev.vitrine.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The PostgreSQL that both sides ask; it is started for the benchmark and gone after it. */
final class BenchmarkServer implements AutoCloseable {
  /** What differs from PostgreSQL's defaults. JIT compilation only costs at these sizes. */
  private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put("shared_buffers", "2GB");
    SETTINGS.put("work_mem", "64MB");
    SETTINGS.put("maintenance_work_mem", "512MB");
    SETTINGS.put("effective_cache_size", "6GB");
    SETTINGS.put("random_page_cost", "1.1");
    SETTINGS.put("max_wal_size", "8GB");
    SETTINGS.put("synchronous_commit", "off");
    SETTINGS.put("max_parallel_workers_per_gather", "0");
    SETTINGS.put("jit", "off");
  }

  private final EmbeddedPostgres server;

  private BenchmarkServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts a server whose data is in {@code directory}, which must be empty or absent. */
  static BenchmarkServer start(Path directory) throws IOException {
    return start(directory, Map.of());
  }

  /**
   * The same, which keeps what it has acknowledged when the machine fails, as it does by itself.
   */
  static BenchmarkServer startDurable(Path directory) throws IOException {
    return start(directory, Map.of("synchronous_commit", "on"));
  }

  private static BenchmarkServer start(Path directory, Map<String, String> besides)
      throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(true);
    SETTINGS.forEach(builder::setServerConfig);
    besides.forEach(builder::setServerConfig);
    return new BenchmarkServer(builder.start());
  }

  /** The pgjdbc URL of a new, empty database. */
  String create(String database) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    }
    return server.getJdbcUrl("postgres", database);
  }

  void drop(String database) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE " + database + " WITH (FORCE)");
    }
  }

  /** The URL under which Vitrine opens the database that pgjdbc opens under {@code url}. */
  static String vitrineUrl(String url) {
    return "jdbc:vitrine:" + url.substring("jdbc:".length());
  }

  /** A pgjdbc connection that sees the tables of the store. */
  static Connection plain(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO vitrine");
      statement.execute("SET TIME ZONE 'UTC'");
    }
    return connection;
  }

  static String settings() {
    return SETTINGS.entrySet().stream()
        .map(setting -> setting.getKey() + " = " + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
