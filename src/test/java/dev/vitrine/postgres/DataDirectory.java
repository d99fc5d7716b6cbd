package dev.vitrine.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the shared PostgreSQL keeps its files. Each test database has 600 files; on a disk, creating
 * them takes a quarter of a second of CPU time, in memory a tenth of that.
 */
final class DataDirectory {
  /** A file system in memory, which Linux usually has. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** The databases of one build take less than half of this, since each class drops its own. */
  private static final long REQUIRED_BYTES = 6L << 30;

  private DataDirectory() {}

  /** In memory if there is plenty, otherwise on the disk. */
  static Path choose(KeeperFiles files) throws IOException {
    return hasMemory() ? inMemory(files) : files.data();
  }

  /** Each place where an earlier keeper may have left files. */
  static List<Path> all(KeeperFiles files) {
    return List.of(files.data(), inMemory(files));
  }

  /** Of this build, by the path of its directory. */
  private static Path inMemory(KeeperFiles files) {
    return MEMORY.resolve("vitrine-tests-" + Integer.toHexString(files.directory().hashCode()));
  }

  private static boolean hasMemory() throws IOException {
    return Files.isWritable(MEMORY)
        && Files.getFileStore(MEMORY).type().equals("tmpfs")
        && Files.getFileStore(MEMORY).getUsableSpace() >= REQUIRED_BYTES
        && availableBytes() >= 2 * REQUIRED_BYTES;
  }

  /** Memory that processes can still get. */
  private static long availableBytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    }
  }

  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      List<Path> remains;
      try (Stream<Path> all = Files.walk(directory)) {
        remains = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : remains) {
        Files.deleteIfExists(path);
      }
    }
  }
}
