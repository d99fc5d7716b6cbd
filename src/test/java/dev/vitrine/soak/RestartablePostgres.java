package dev.vitrine.soak;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL that can be stopped and started again, with its data and on its port. */
final class RestartablePostgres implements AutoCloseable {
  private final Path directory;
  private final int port;
  private EmbeddedPostgres running;

  private RestartablePostgres(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  static RestartablePostgres start(Path directory) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    RestartablePostgres postgres = new RestartablePostgres(directory, port);
    postgres.start();
    return postgres;
  }

  /** Commits are flushed before they are acknowledged, as in production. */
  void start() throws IOException {
    running =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setPort(port)
            .setPGStartupWait(Duration.ofSeconds(90))
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "100")
            .start();
  }

  /** Ends its sessions. */
  void stop() throws IOException {
    running.close();
  }

  /** The pgjdbc URL of the database that is there from the beginning. */
  String url() {
    return running.getJdbcUrl("postgres", "postgres");
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
