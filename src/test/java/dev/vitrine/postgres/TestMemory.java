package dev.vitrine.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The file system in memory that Linux usually has. Many small files cost much time on a disk. */
public final class TestMemory {
  public static final Path DIRECTORY = Path.of("/dev/shm");

  /** The files of one build take less than half of this, since each class deletes its own. */
  private static final long REQUIRED_BYTES = 6L << 30;

  private TestMemory() {}

  /** Whether tests may use it: it is there, and processes have enough memory beside. */
  public static boolean isPlentiful() throws IOException {
    return Files.isWritable(DIRECTORY)
        && Files.getFileStore(DIRECTORY).type().equals("tmpfs")
        && Files.getFileStore(DIRECTORY).getUsableSpace() >= REQUIRED_BYTES
        && availableBytes() >= REQUIRED_BYTES;
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
}
