package dev.vitrine.artifact;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.securable.FileDao;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a file is to be added to a set.
 *
 * @param overwrite whether it may replace a file at the same path
 */
public record Placement(FilePath path, boolean overwrite) {

  /** A path at which a file may be replaced. */
  public Placement(FilePath path) {
    this(path, true);
  }

  /**
   * Checks that the files of the set leave the place free. A path that were a file and a directory
   * could be registered, but no client could write it to its disk.
   *
   * @throws VitrineException FILE_ALREADY_EXISTS if a file must not be replaced;
   *     INVALID_PARAMETER_VALUE if a path would be a file and a directory
   */
  void requireFree(long set, FileDao files) {
    if (!overwrite && files.find(set, path.value()).isPresent()) {
      throw new VitrineException(
              ErrorCode.FILE_ALREADY_EXISTS, "The file '" + path + "' exists already.")
          .withHint("Send overwrite=true to replace it.");
    }
    for (String other : files.inTheWay(set, path.value(), directories(path))) {
      throw fileAndDirectory(path.value(), other);
    }
  }

  /**
   * Checks paths of files that are to be added together.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE if one of them is a directory of another
   */
  static void requireApart(Set<FilePath> paths) {
    for (FilePath path : paths) {
      for (String directory : directories(path)) {
        if (paths.contains(new FilePath(directory))) {
          throw fileAndDirectory(path.value(), directory);
        }
      }
    }
  }

  private static VitrineException fileAndDirectory(String one, String other) {
    String shorter = one.length() < other.length() ? one : other;
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "The path '" + shorter + "' would be a file and a directory.")
        .withHint("Choose another path for '" + one + "' or for '" + other + "'.");
  }

  private static List<String> directories(FilePath path) {
    List<String> directories = new ArrayList<>();
    String text = path.value();
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
      directories.add(text.substring(0, end));
    }
    return directories;
  }
}
