package dev.vitrine;

import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.artifact.blob.StorageLocation.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What keeps the bytes of files: tests of files run on each. */
public enum TestStorage {
  DISK,
  S3;

  /** Every kind of store with every kind of storage. */
  public static Stream<Arguments> everywhere() {
    return Stream.of(TestStore.values())
        .flatMap(store -> Stream.of(values()).map(storage -> Arguments.of(store, storage)));
  }

  /** A place where nothing is yet; on disk, a directory in this one. */
  public StorageLocation newLocation(Path directory) {
    return this == DISK
        ? StorageLocation.of(directory.resolve("root"))
        : TestS3.shared().newLocation();
  }

  /** How many files or objects there are, the mark not counted. */
  public static long count(StorageLocation location) throws IOException {
    if (location instanceof S3Location place) {
      return TestS3.shared().keys(place.bucket()).stream().skip(1).count();
    }
    try (Stream<Path> all = Files.walk(((Directory) location).path())) {
      return all.filter(Files::isRegularFile).count() - 1;
    }
  }
}
