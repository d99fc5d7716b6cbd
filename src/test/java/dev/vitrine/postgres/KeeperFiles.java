package dev.vitrine.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files through which test JVMs and the keeper of the shared PostgreSQL find each other. Which
 * users and which server there are is changed only by the process that holds the lock.
 */
record KeeperFiles(Path directory) {
  /** Linux derives the start from the time of day, so it moves when the clock is set. */
  private static final long CLOCK_ERROR_MILLIS = 60_000;

  /** Those of the build in the current directory. */
  static KeeperFiles standard() {
    return new KeeperFiles(Path.of("target", "postgresql").toAbsolutePath());
  }

  /** What processes lock. Closing the channel releases the lock. */
  FileChannel openLock() throws IOException {
    Path file = directory.resolve("lock");
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** One empty file a process that uses the server, named by {@link #id}. */
  Path users() {
    return directory.resolve("users");
  }

  Path data() {
    return directory.resolve("data");
  }

  Path log() {
    return directory.resolve("keeper.log");
  }

  /** Two lines: the id of the keeper's process and the port of the server. */
  private Path server() {
    return directory.resolve("server");
  }

  void register(ProcessHandle user) throws IOException {
    Path file = users().resolve(id(user));
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
  }

  /**
   * Removes users that have ended.
   *
   * @return whether there are others
   */
  boolean used() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(users())) {
      files = all.toList();
    }
    boolean used = false;
    for (Path file : files) {
      if (isAlive(file.getFileName().toString())) {
        used = true;
      } else {
        Files.delete(file);
      }
    }
    return used;
  }

  /** The port of the server, unless its keeper has ended. */
  Optional<Integer> runningPort() throws IOException {
    if (!Files.exists(server())) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(server());
    return isAlive(lines.get(0)) ? Optional.of(Integer.valueOf(lines.get(1))) : Optional.empty();
  }

  void started(int port) throws IOException {
    Path written =
        Files.write(
            directory.resolve("server.new"),
            List.of(id(ProcessHandle.current()), String.valueOf(port)));
    Files.move(written, server(), StandardCopyOption.ATOMIC_MOVE);
  }

  void stopped() throws IOException {
    Files.deleteIfExists(server());
  }

  /** Number and start of a process, since numbers are given again. */
  private static String id(ProcessHandle process) {
    return process.pid() + "-" + startMillis(process);
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
  }

  private static boolean isAlive(String id) {
    String[] parts = id.split("-", -1);
    long start = Long.parseLong(parts[1]);
    return ProcessHandle.of(Long.parseLong(parts[0]))
        .filter(ProcessHandle::isAlive)
        .filter(process -> Math.abs(startMillis(process) - start) < CLOCK_ERROR_MILLIS)
        .isPresent();
  }
}
