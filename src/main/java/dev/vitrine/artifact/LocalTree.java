package dev.vitrine.artifact;

import static java.util.Objects.requireNonNull;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * A directory that other processes may change concurrently. Each step opens an entry of an open
 * directory without following links, so it cannot leave the directory.
 */
final class LocalTree {
  /** Deeper than any model, and few enough to be open at once. */
  private static final int DEEPEST = 64;

  /** In the place of bytes that are no sign. */
  private static final char UNDECODED = '\uFFFD';

  private static final Set<OpenOption> READ_NO_LINK =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path root;

  LocalTree(Path root) {
    this.root = root;
  }

  /** An action on a file. */
  @FunctionalInterface
  interface Visitor {
    void visit(FilePath path, InputStream bytes) throws IOException;
  }

  /**
   * Whether this file system supports such access.
   *
   * @throws NoSuchFileException when there is no such directory
   */
  static boolean isSupported(Path directory) throws IOException {
    try (DirectoryStream<Path> opened = Files.newDirectoryStream(directory)) {
      return opened instanceof SecureDirectoryStream<Path>;
    }
  }

  /**
   * Shows every file, if there is a directory.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when there is anything but plain files and
   *     directories in it, or a path that no file of a version may have
   */
  void forEach(Visitor visitor) throws IOException {
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (SecureDirectoryStream<Path> parent = open(requireNonNull(root.getParent()));
        SecureDirectoryStream<Path> directory = inside(parent, root.getFileName())) {
      visit(directory, "", 0, visitor);
    }
  }

  private static void visit(
      SecureDirectoryStream<Path> directory, String prefix, int depth, Visitor visitor)
      throws IOException {
    if (depth > DEEPEST) {
      throw refused(prefix, "is nested too deeply");
    }
    for (Path entry : directory) {
      Path name = entry.getFileName();
      String path = prefix + name;
      if (path.indexOf(UNDECODED) >= 0) {
        throw refused(path, "has a name that is invalid in the server's locale");
      }
      BasicFileAttributes attributes = opened(path, () -> attributes(directory, name));
      if (attributes.isDirectory()) {
        try (SecureDirectoryStream<Path> below = opened(path, () -> inside(directory, name))) {
          visit(below, path + "/", depth + 1, visitor);
        }
      } else if (attributes.isRegularFile()) {
        FilePath file = new FilePath(path);
        try (SeekableByteChannel channel =
            opened(path, () -> directory.newByteChannel(name, READ_NO_LINK))) {
          visitor.visit(file, Channels.newInputStream(channel));
        }
      } else {
        throw refused(path, attributes.isSymbolicLink() ? "is a link" : "is not a regular file");
      }
    }
  }

  /** A step to something in an open directory. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws IOException;
  }

  /** The client has to repair files that disappeared, became links or belong to another account. */
  private static <T> T opened(String path, Step<T> step) throws IOException {
    try {
      return step.take();
    } catch (FileSystemException exception) {
      throw refused(path, "cannot be read by the server's user").withCause(exception);
    }
  }

  /** Deletes it with all that is in it, if it is there. */
  void delete() throws IOException {
    try (SecureDirectoryStream<Path> parent = open(requireNonNull(root.getParent()))) {
      delete(parent, root.getFileName());
    }
  }

  private static void delete(SecureDirectoryStream<Path> directory, Path name) throws IOException {
    try {
      if (attributes(directory, name).isDirectory()) {
        try (SecureDirectoryStream<Path> below = inside(directory, name)) {
          for (Path entry : below) {
            delete(below, entry.getFileName());
          }
        }
        directory.deleteDirectory(name);
      } else {
        directory.deleteFile(name);
      }
    } catch (NoSuchFileException exception) {
      // Somebody else was faster.
      return;
    }
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    return directory
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static SecureDirectoryStream<Path> inside(
      SecureDirectoryStream<Path> directory, Path name) throws IOException {
    return directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
  }

  @SuppressWarnings("StreamResourceLeak") // The caller closes it.
  private static SecureDirectoryStream<Path> open(Path directory) throws IOException {
    DirectoryStream<Path> opened = Files.newDirectoryStream(directory);
    if (opened instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    opened.close();
    throw new IllegalStateException("the file system was checked when the server started");
  }

  private static VitrineException refused(String path, String problem) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "What was left at '" + path + "' for the version " + problem + ".")
        .withHint("Files of a version must be regular files in regular directories.");
  }
}
