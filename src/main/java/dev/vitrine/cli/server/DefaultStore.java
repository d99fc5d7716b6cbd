package dev.vitrine.cli.server;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The shell's directory under the user's home: the store that is used where none is named. */
public record DefaultStore(Path directory) {
  /** In the home directory of the user. */
  public static DefaultStore ofUser() {
    return new DefaultStore(Path.of(System.getProperty("user.home"), ".vitrine"));
  }

  /** The file of the store, without suffix. */
  public Path file() {
    return directory.resolve("registry");
  }

  /** The history of the shell. */
  public Path history() {
    return directory.resolve("history");
  }

  /** The JDBC URL of the store. */
  public String url() {
    return "jdbc:vitrine:file:" + file();
  }

  /** Creates the directory if it is not there, for its owner only: it holds the registry. */
  public void create() throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(directory);
    }
  }
}
