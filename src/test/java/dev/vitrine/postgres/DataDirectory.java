package dev.vitrine.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the shared PostgreSQL keeps its files. Each test database has 600 files; on a disk,
 * creating them takes a quarter of a second of CPU time, in memory a tenth of that.
 */
final class DataDirectory {
  private DataDirectory() {}

  /** In memory if there is plenty, otherwise on the disk. */
  static Path choose(KeeperFiles files) throws IOException {
    return TestMemory.isPlentiful() ? inMemory(files) : files.data();
  }

  /** Each place where an earlier keeper may have left files. */
  static List<Path> all(KeeperFiles files) {
    return List.of(files.data(), inMemory(files));
  }

  /** Of this build, by the path of its directory. */
  private static Path inMemory(KeeperFiles files) {
    return TestMemory.DIRECTORY.resolve(
        "vitrine-tests-" + Integer.toHexString(files.directory().hashCode()));
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
