package dev.vitrine.artifact;

import static java.util.Objects.requireNonNull;

import dev.vitrine.artifact.UploadSession.Part;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A directory with blobs. A blob arrives under {@code uploads}, is moved under {@code blobs} once
 * it is complete and on disk, and never changes from then on. Names of blobs are made up here and
 * have no part of any name that a caller gave.
 */
public final class StorageRoot {
  private static final String MARKER = "vitrine-storage";
  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{32}");
  private static final int BUFFER = 1 << 16;

  /** How the names of parts end. */
  static final String PART = ".part";

  /** A file may take so long to arrive in parts. */
  static final Duration LONGEST_UPLOAD = Duration.ofHours(24);

  private final Path uploads;
  private final Path blobs;

  /** Bytes that have arrived, and are no blob yet. */
  public record Arrival(String blob, long size) {
    public Arrival {
      requireNonNull(blob);
    }
  }

  private StorageRoot(Path root) {
    this.uploads = root.resolve("uploads");
    this.blobs = root.resolve("blobs");
  }

  /**
   * Makes a directory, which is empty or does not exist, the root called {@code id}; one that has a
   * mark keeps it.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when something else is in it
   */
  static void mark(Path root, String id) {
    try {
      Files.createDirectories(root);
      if (Files.exists(root.resolve(MARKER))) {
        return;
      }
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(root)) {
        if (inside.iterator().hasNext()) {
          throw new VitrineException(
                  ErrorCode.INVALID_PARAMETER_VALUE,
                  "The storage root " + root + " is not empty, and not one of this registry.")
              .withHint("Give an empty directory with --storage.");
        }
      }
      Path whole = Files.writeString(root.resolve(MARKER + "-" + UUID.randomUUID()), id);
      sync(whole);
      Files.move(whole, root.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
      sync(root);
    } catch (IOException exception) {
      throw unusable(root, exception);
    }
  }

  /**
   * Opens the root called {@code id}.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the directory is another one
   */
  static StorageRoot open(Path root, String id) {
    try {
      Path marker = root.resolve(MARKER);
      if (!Files.exists(marker) || !Files.readString(marker).strip().equals(id)) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The files of this registry are not under " + root + ".")
            .withHint(
                "All servers of a registry need one shared directory; give it with --storage.");
      }
      StorageRoot storage = new StorageRoot(root);
      Files.createDirectories(storage.uploads);
      Files.createDirectories(storage.blobs);
      return storage;
    } catch (IOException exception) {
      throw unusable(root, exception);
    }
  }

  /**
   * Takes bytes in, until the end of the stream; nothing is left of them if it ends early.
   *
   * @param length how many there must be, if that is known
   * @throws VitrineException INVALID_PARAMETER_VALUE when there are more or fewer
   */
  Arrival receive(InputStream bytes, OptionalLong length) throws IOException {
    String blob = UploadSession.random();
    return new Arrival(
        blob,
        write(
            blob,
            channel -> {
              long size = copy(bytes, channel);
              if (length.isPresent() && length.getAsLong() != size) {
                throw cutOff(size, length.getAsLong());
              }
              return size;
            }));
  }

  /** Takes in a part of what arrives in several. */
  void receive(UploadSession session, Part part, InputStream bytes, OptionalLong length)
      throws IOException {
    Arrival arrival = receive(bytes, length);
    Files.move(
        uploads.resolve(arrival.blob()),
        uploads.resolve(session.name(part)),
        StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Puts parts together, in this order.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when one of them has not arrived
   */
  Arrival assemble(UploadSession session, List<Part> parts) throws IOException {
    String blob = UploadSession.random();
    long size =
        write(
            blob,
            channel -> {
              long written = 0;
              for (Part part : parts) {
                written += append(uploads.resolve(session.name(part)), channel);
              }
              return written;
            });
    return new Arrival(blob, size);
  }

  private static long append(Path part, FileChannel channel) throws IOException {
    try (FileChannel source = FileChannel.open(part, StandardOpenOption.READ)) {
      long size = source.size();
      for (long done = 0; done < size; ) {
        done += source.transferTo(done, size - done, channel);
      }
      return size;
    } catch (NoSuchFileException exception) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "A part of the file has not arrived.")
          .withCause(exception)
          .withHint("Send all parts, then complete the upload.");
    }
  }

  /** Forgets all parts of an upload. */
  void discard(UploadSession session) throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(uploads, session.prefix() + "*" + PART)) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** What writes a file and says how large it became. */
  @FunctionalInterface
  private interface Content {
    long write(FileChannel channel) throws IOException;
  }

  /** All of it is on disk when this returns; none of it when it fails. */
  private long write(String name, Content content) throws IOException {
    Path file = uploads.resolve(name);
    boolean complete = false;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = content.write(channel);
      channel.force(true);
      complete = true;
      return size;
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static VitrineException cutOff(long came, long announced) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "The file is cut off: " + came + " bytes came of " + announced + ".")
        .withHint("Send it again.");
  }

  private static long copy(InputStream bytes, FileChannel channel) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
      ByteBuffer ready = ByteBuffer.wrap(buffer, 0, read);
      while (ready.hasRemaining()) {
        channel.write(ready);
      }
      size += read;
    }
    return size;
  }

  /** Makes what has arrived a blob, which outlives a crash. */
  void keep(Arrival arrival) throws IOException {
    Path blob = place(arrival.blob());
    Files.createDirectories(blob.getParent());
    try {
      Files.move(uploads.resolve(arrival.blob()), blob, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException exception) {
      throw new IllegalStateException("one root is one file system", exception);
    }
    sync(blob.getParent());
    sync(blobs);
  }

  /** Forgets what has arrived, kept or not. */
  void discard(Arrival arrival) throws IOException {
    Files.deleteIfExists(uploads.resolve(arrival.blob()));
    delete(arrival.blob());
  }

  /**
   * A blob's bytes, to be closed by the caller.
   *
   * @throws NoSuchFileException when there is no such blob
   */
  FileChannel read(String blob) throws IOException {
    return FileChannel.open(place(blob), StandardOpenOption.READ);
  }

  /** Deletes a blob, if there is one. */
  void delete(String blob) throws IOException {
    Files.deleteIfExists(place(blob));
  }

  /** Blobs that have not been touched since then. */
  List<String> blobsBefore(Instant moment) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> shelves = Files.newDirectoryStream(blobs)) {
      for (Path shelf : shelves) {
        for (Path blob : before(shelf, moment)) {
          found.add(blob.getFileName().toString());
        }
      }
    }
    return found;
  }

  /** Deletes what began to arrive and has not moved since then; answers how many there were. */
  int deleteArrivalsBefore(Instant moment) throws IOException {
    int deleted = 0;
    for (Path arrival : before(uploads, moment)) {
      boolean isPart = arrival.getFileName().toString().endsWith(PART);
      if (!isPart || isBefore(arrival, moment.minus(LONGEST_UPLOAD))) {
        deleted += Files.deleteIfExists(arrival) ? 1 : 0;
      }
    }
    return deleted;
  }

  private static List<Path> before(Path directory, Instant moment) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (isBefore(file, moment)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /** What is gone by now is not before anything. */
  private static boolean isBefore(Path file, Instant moment) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(moment);
    } catch (NoSuchFileException exception) {
      return false;
    }
  }

  private Path place(String blob) {
    if (!BLOB.matcher(blob).matches()) {
      throw new IllegalArgumentException("no name of a blob");
    }
    return blobs.resolve(blob.substring(0, 2)).resolve(blob);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static VitrineException unusable(Path root, IOException cause) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "The storage root " + root + " cannot be used.")
        .withCause(cause)
        .withHint("It must be a directory that the server may write to.");
  }
}
