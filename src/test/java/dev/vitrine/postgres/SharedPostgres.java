package dev.vitrine.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The PostgreSQL server that all test JVMs of one build share. The first JVM that needs it starts a
 * {@link PostgresKeeper}; the keeper stops the server when no JVM and no Maven process that used it
 * is alive, however they ended. Tests that stop PostgreSQL or need settings of their own start one
 * of their own.
 */
public final class SharedPostgres {
  private static final Duration START = Duration.ofMinutes(2);

  private static int port;

  private SharedPostgres() {}

  /** The pgjdbc URL, credentials included, of a database of the server, which is started. */
  public static String url(String database) {
    return "jdbc:postgresql://localhost:" + port() + "/" + database + "?user=postgres";
  }

  /**
   * Runs work that no other test JVM of the build runs at the same time.
   *
   * @throws IllegalStateException when the lock file cannot be locked
   */
  public static synchronized void exclusively(Runnable work) {
    port();
    try (FileChannel lock = KeeperFiles.standard().openLock()) {
      lock.lock();
      work.run();
    } catch (IOException exception) {
      throw new IllegalStateException("The lock of the shared PostgreSQL failed", exception);
    }
  }

  private static synchronized int port() {
    if (port == 0) {
      try {
        port = startedPort();
      } catch (IOException exception) {
        throw new UncheckedIOException(exception);
      }
    }
    return port;
  }

  private static int startedPort() throws IOException {
    KeeperFiles files = KeeperFiles.standard();
    Files.createDirectories(files.users());
    try (FileChannel lock = files.openLock()) {
      lock.lock();
      files.register(ProcessHandle.current());
      Optional<ProcessHandle> maven = maven();
      if (maven.isPresent()) {
        files.register(maven.get());
      }
      Optional<Integer> running = files.runningPort();
      return running.isPresent() ? running.get() : start(files);
    }
  }

  /** The Maven process that this JVM belongs to; its test phases share the server. */
  private static Optional<ProcessHandle> maven() {
    Optional<ProcessHandle> process = ProcessHandle.current().parent();
    while (process.isPresent()) {
      if (process.get().info().commandLine().orElse("").contains("plexus.classworlds.launcher")) {
        return process;
      }
      process = process.get().parent();
    }
    return Optional.empty();
  }

  private static int start(KeeperFiles files) throws IOException {
    Process keeper =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Unpacking the binaries, once per machine, takes 100 MB.
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                PostgresKeeper.class.getName())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(files.log().toFile())
            .start();
    long end = System.nanoTime() + START.toNanos();
    try {
      while (System.nanoTime() < end && !keeper.waitFor(20, TimeUnit.MILLISECONDS)) {
        Optional<Integer> running = files.runningPort();
        if (running.isPresent()) {
          return running.get();
        }
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
    keeper.destroy();
    List<String> log = Files.readAllLines(files.log());
    throw new IOException("PostgreSQL does not start: " + String.join("\n", log));
  }
}
