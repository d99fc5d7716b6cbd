package dev.vitrine.artifact.blob;

import java.nio.file.Path;

/** The location of a registry's files. */
public sealed interface StorageLocation permits S3Location, StorageLocation.Directory {
  /** A directory, which need not exist yet. */
  record Directory(Path path) implements StorageLocation {}

  /** A directory. */
  static StorageLocation of(Path path) {
    return new Directory(path);
  }
}
