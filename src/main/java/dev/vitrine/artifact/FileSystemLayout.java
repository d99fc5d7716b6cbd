package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.catalog.StoredFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether files of a version, whose paths are only keys, can be files of a file system. */
final class FileSystemLayout {
  /** Maximum bytes of a file name on common file systems. */
  private static final int LONGEST_NAME = 255;

  private FileSystemLayout() {}

  /** Why they cannot; empty if they can. */
  static Optional<String> obstacle(Path root, List<StoredFile> files) {
    Set<String> paths = files.stream().map(StoredFile::path).collect(Collectors.toSet());
    for (String path : paths) {
      Optional<String> obstacle = obstacle(root, path, paths);
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> obstacle(Path root, String path, Set<String> all) {
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      if (all.contains(path.substring(0, end))) {
        return Optional.of("'" + path.substring(0, end) + "' is a file and a directory");
      }
    }
    for (String part : path.split("/")) {
      if (part.getBytes(UTF_8).length > LONGEST_NAME) {
        return Optional.of("a name is longer than " + LONGEST_NAME + " bytes");
      }
    }
    try {
      return root.resolve(path).normalize().startsWith(root)
          ? Optional.empty()
          : Optional.of("'" + path + "' leads out of the directory");
    } catch (InvalidPathException exception) {
      return Optional.of(
          "'"
              + path
              + "' has characters that the server's locale does not support; set LC_ALL=C.UTF-8");
    }
  }
}
