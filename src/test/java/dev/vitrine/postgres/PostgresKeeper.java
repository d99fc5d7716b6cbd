package dev.vitrine.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The process that starts the shared PostgreSQL and stops it when the processes that use it have
 * ended. A separate process, because test JVMs are killed and end in any order.
 */
final class PostgresKeeper {
  private PostgresKeeper() {}

  /** Returns when the server has stopped. */
  public static void main(String[] arguments) throws Exception {
    KeeperFiles files = KeeperFiles.standard();
    for (Path data : DataDirectory.all(files)) {
      removeRemains(data);
    }
    try (EmbeddedPostgres server = start(DataDirectory.choose(files))) {
      files.started(server.getPort());
      while (!stopsUnused(files)) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  /** Its data are lost when the machine stops, which no test of this server survives. */
  private static EmbeddedPostgres start(Path data) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setPGStartupWait(Duration.ofSeconds(90))
        .setServerConfig("max_connections", "800")
        .setServerConfig("fsync", "off")
        .setServerConfig("full_page_writes", "off")
        .setServerConfig("wal_level", "minimal")
        .setServerConfig("max_wal_senders", "0")
        // Tests with deadlocks wait this long for the detection; the default is 1s.
        .setServerConfig("deadlock_timeout", "100ms")
        // Each round of autovacuum starts a process for each of hundreds of databases.
        .setServerConfig("autovacuum_naptime", "300")
        .start();
  }

  private static boolean stopsUnused(KeeperFiles files) throws IOException {
    if (files.used()) {
      return false;
    }
    try (FileChannel lock = files.openLock()) {
      lock.lock();
      if (files.used()) {
        return false;
      }
      files.stopped();
      return true;
    }
  }

  /** Ends a server whose keeper was killed, and deletes its data. */
  private static void removeRemains(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (Files.exists(pidFile)) {
      long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
      ProcessHandle.of(pid)
          .filter(process -> process.info().command().orElse("").contains("postgres"))
          .ifPresent(
              process -> {
                process.destroyForcibly();
                process.onExit().join();
              });
    }
    DataDirectory.delete(data);
  }
}
