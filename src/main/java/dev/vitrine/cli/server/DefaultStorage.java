package dev.vitrine.cli.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Default location of files of versions. A temporary directory is created on demand. */
final class DefaultStorage implements AutoCloseable {
  private static final String FILE = "jdbc:vitrine:file:";
  private static final String MEMORY = "jdbc:vitrine:mem:";
  private static final String POSTGRESQL = "jdbc:vitrine:postgresql:";

  private final String storeUrl;
  private @Nullable Path temporary;

  private DefaultStorage(String storeUrl) {
    this.storeUrl = storeUrl;
  }

  /** The default storage of the store at this URL. */
  static DefaultStorage of(String storeUrl) {
    return new DefaultStorage(storeUrl);
  }

  /** The directory, which need not exist. */
  Path directory() throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    if (storeUrl.startsWith(FILE)) {
      String path = storeUrl.substring(FILE.length());
      Path store = path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path);
      return Path.of(store + ".files");
    }
    if (storeUrl.startsWith(MEMORY)) {
      if (temporary == null) {
        temporary = Files.createTempDirectory("vitrine-files");
      }
      return temporary;
    }
    return home.resolve(".vitrine").resolve("files").resolve(database());
  }

  /** Host and name of the database, without the rest of its URL. */
  private String database() {
    return storeUrl
        .substring(POSTGRESQL.length())
        .replaceFirst("\\?.*", "")
        .replaceFirst("^/+", "")
        .replaceAll("[^A-Za-z0-9.-]+", "_");
  }

  /** Deletes the temporary directory. */
  @Override
  public void close() {
    if (temporary == null) {
      return;
    }
    try (Stream<Path> inside = Files.walk(temporary)) {
      List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
