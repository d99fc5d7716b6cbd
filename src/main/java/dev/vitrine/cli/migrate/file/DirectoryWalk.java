package dev.vitrine.cli.migrate.file;

import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.source.SourceFile;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lists the files of a version, directory by directory, within bounds. */
final class DirectoryWalk {
  /** Files of a version. */
  static final int MOST_FILES = 10_000;

  /** Directories of a version, also without files. */
  static final int MOST_DIRECTORIES = 10_000;

  /** Time for the whole list. */
  static final Duration LIMIT = Duration.ofMinutes(10);

  private static final int DEEPEST = 32;

  /**
   * An entry of a directory.
   *
   * @param name last part of its path
   * @param location by which the source finds it
   * @param size in bytes, of a file
   */
  record Entry(String name, boolean directory, String location, long size) {}

  /** Lists one directory. */
  interface Lister {
    /**
     * @param directory relative to the root of the version; empty for the root
     */
    List<Entry> list(String directory) throws IOException;
  }

  private final Lister lister;
  private final Duration limit;
  private final List<SourceFile> files = new ArrayList<>();
  private final Deque<String> directories = new ArrayDeque<>();

  private DirectoryWalk(Lister lister, Duration limit) {
    this.lister = lister;
    this.limit = limit;
  }

  /**
   * All files.
   *
   * @throws UnusableVersionException when a name is not valid, or there are too many files or
   *     directories
   * @throws MigrationException when listing takes longer than the limit
   */
  static List<SourceFile> files(Lister lister, Duration limit) throws IOException {
    DirectoryWalk walk = new DirectoryWalk(lister, limit);
    walk.run();
    return walk.files;
  }

  private void run() throws IOException {
    long start = System.nanoTime();
    directories.add("");
    for (int count = 1; !directories.isEmpty(); count++) {
      if (count > MOST_DIRECTORIES) {
        throw new UnusableVersionException(
            "It has more than " + MOST_DIRECTORIES + " directories.");
      }
      if (count > 1 && System.nanoTime() - start > limit.toNanos()) {
        throw new MigrationException(
            0, "Its files could not be listed within " + limit.toSeconds() + " s.");
      }
      String directory = directories.remove();
      for (Entry entry : lister.list(directory)) {
        add(directory, entry);
      }
    }
  }

  private void add(String directory, Entry entry) throws IOException {
    String name = entry.name();
    requireName(name);
    String relative = directory.isEmpty() ? name : directory + "/" + name;
    if (entry.directory()) {
      if (relative.chars().filter(c -> c == '/').count() >= DEEPEST) {
        throw new UnusableVersionException("It has more than " + DEEPEST + " nested directories.");
      }
      directories.add(relative);
    } else {
      files.add(new SourceFile(relative, entry.location(), entry.size()));
    }
    if (files.size() > MOST_FILES || directories.size() > MOST_DIRECTORIES) {
      throw new UnusableVersionException(
          "It has more than " + MOST_FILES + " files or directories.");
    }
  }

  /**
   * Checks the name of a file or directory, which must not lead out of the version.
   *
   * @throws UnusableVersionException when it is not valid
   */
  static void requireName(String name) throws UnusableVersionException {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
      throw new UnusableVersionException("A file has no valid name: '" + name + "'.");
    }
  }

  /** The last part of a path. */
  static String lastPart(String path) {
    String whole = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return whole.substring(whole.lastIndexOf('/') + 1);
  }
}
