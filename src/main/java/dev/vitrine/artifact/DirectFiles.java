package dev.vitrine.artifact;

import dev.vitrine.artifact.blob.StorageErrors;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories in which clients on this machine read and write files of versions directly. Written
 * files are copied into the storage when the version is finalized; files to read are copies. So
 * clients cannot change the blobs.
 */
public final class DirectFiles implements ClientFiles {
  /** How long a client may still use a directory after the last response that names it. */
  private static final Duration SETTLING = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(DirectFiles.class);
  private static final Pattern NAME = Pattern.compile("([0-9]{1,18})(?:-.*)?");

  /** No set of files. */
  private static final long NO_SET = -1;

  /** The sets that are copied now. */
  private final Map<Long, CountDownLatch> exporting = new ConcurrentHashMap<>();

  private final FileStorage files;
  private final Path staging;
  private final Path exports;
  private final Path unfinished;

  /** Under the storage root of the files. */
  public DirectFiles(FileStorage files, Path storage) {
    Path root = storage.toAbsolutePath().normalize();
    this.files = files;
    this.staging = root.resolve("staging");
    this.exports = root.resolve("exports");
    this.unfinished = root.resolve("unfinished");
  }

  /**
   * Prepares the directories.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when that is impossible, or links could lead
   *     out of them
   */
  public void prepare() {
    try {
      for (Path directory : List.of(staging, exports, unfinished)) {
        Files.createDirectories(directory);
      }
      if (!LocalTree.isSupported(staging)) {
        throw unusable();
      }
    } catch (IOException exception) {
      throw unusable().withCause(exception);
    }
  }

  private static VitrineException unusable() {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "This storage does not support direct access by clients.")
        .withHint("Omit --allow-direct-files; MLflow's databricks-uc does not need it.");
  }

  /** The location for the files of a PENDING set. */
  public Path staging(long set) {
    return StorageErrors.writing(() -> Files.createDirectories(staged(set)));
  }

  private Path staged(long set) {
    return staging.resolve(Long.toString(set));
  }

  /** Only plain files can be taken in. */
  @Override
  public void takeIn(long set) throws IOException {
    LocalTree tree = new LocalTree(staged(set));
    tree.forEach((path, bytes) -> {});
    tree.forEach((path, bytes) -> files.put(set, path, bytes, -1, FileStorage.Permission.GRANTED));
  }

  @Override
  public String advice() {
    return "A client with direct access must run on the server's machine.";
  }

  @Override
  public void discard(long set) {
    delete(staged(set));
  }

  /** Files that the server may not delete are logged for the operator; the collection continues. */
  private static void delete(Path directory) {
    try {
      new LocalTree(directory).delete();
    } catch (IOException exception) {
      LOG.warn("{} could not be deleted", directory, exception);
    }
  }

  /**
   * A directory with copies of all files of a set; empty if the file system cannot represent their
   * paths. A directory that was changed since it was made is not returned again.
   */
  public Optional<Path> export(long set) throws IOException {
    List<StoredFile> content = files.list(set);
    files.shared().requireUsable(content);
    Optional<String> obstacle = FileSystemLayout.obstacle(exports, content);
    if (obstacle.isPresent()) {
      LOG.warn("The files of set {} cannot be stored as a directory: {}", set, obstacle.get());
      return Optional.empty();
    }
    // A concurrent request for the same set reuses it. Those for other sets do not wait, since the
    // bytes of a shared version may come from a slow provider.
    CountDownLatch mine = new CountDownLatch(1);
    for (CountDownLatch other = exporting.putIfAbsent(set, mine);
        other != null;
        other = exporting.putIfAbsent(set, mine)) {
      files.shared().await(other, content);
    }
    try {
      for (Path export : exportsOf(set)) {
        if (isIntact(export, content)) {
          return Optional.of(export);
        }
      }
      return Optional.of(StorageErrors.writing(() -> copies(set, content)));
    } finally {
      exporting.remove(set, mine);
      mine.countDown();
    }
  }

  private Path copies(long set, List<StoredFile> content) throws IOException {
    String name = set + "-" + UUID.randomUUID();
    Path begun = Files.createDirectory(unfinished.resolve(name));
    boolean complete = false;
    try {
      for (StoredFile file : content) {
        Path copy = begun.resolve(file.path());
        Files.createDirectories(copy.getParent());
        try (InputStream bytes = files.read(file)) {
          Files.copy(bytes, copy);
        }
        Files.setLastModifiedTime(copy, modified(file));
      }
      Path export = Files.move(begun, exports.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      complete = true;
      return export;
    } finally {
      if (!complete) {
        delete(begun);
      }
    }
  }

  /** Additional files are harmless: clients write marker files. */
  private static boolean isIntact(Path export, List<StoredFile> content) throws IOException {
    for (StoredFile file : content) {
      Path copy = export.resolve(file.path());
      if (!Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)
          || Files.size(copy) != file.size()
          || !Files.getLastModifiedTime(copy).equals(modified(file))) {
        return false;
      }
    }
    return true;
  }

  private static FileTime modified(StoredFile file) {
    return FileTime.from(file.modifiedAt().toInstant(ZoneOffset.UTC));
  }

  private List<Path> exportsOf(long set) throws IOException {
    return in(exports).stream()
        .filter(export -> export.getFileName().toString().startsWith(set + "-"))
        .toList();
  }

  private static List<Path> in(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
      inside.forEach(found::add);
    }
    return found;
  }

  @Override
  public void collect() throws IOException {
    collect(Instant.now().minus(SETTLING));
  }

  /**
   * Deletes directories that are no longer in use. Directories that may be in use are deleted only
   * if unchanged since then.
   */
  public void collect(Instant untouchedSince) throws IOException {
    for (Path directory : in(staging)) {
      if (!files.isPending(set(directory))) {
        delete(directory);
      }
    }
    for (Path export : in(exports)) {
      long set = set(export);
      boolean spoiled = isBefore(export, untouchedSince) && !isIntact(export, files.list(set));
      if (spoiled || files.isUnused(set)) {
        delete(export);
      }
    }
    for (Path begun : in(unfinished)) {
      if (isBefore(begun, untouchedSince)) {
        delete(begun);
      }
    }
  }

  private static boolean isBefore(Path path, Instant moment) throws IOException {
    return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(moment);
  }

  /** Only the server creates directories here; other entries belong to no set. */
  private static long set(Path directory) {
    Matcher name = NAME.matcher(directory.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : NO_SET;
  }
}
