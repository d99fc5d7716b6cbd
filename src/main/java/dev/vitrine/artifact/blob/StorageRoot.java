package dev.vitrine.artifact.blob;

import static java.util.Objects.requireNonNull;

import dev.vitrine.artifact.blob.UploadSession.Part;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory with blobs. A blob arrives under {@code uploads} and is moved under {@code blobs}
 * once it is complete and on disk.
 */
public final class StorageRoot implements BlobStore {
  private static final String MARKER = "vitrine-storage";
  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{32}");

  /** Bytes per write. */
  private static final int BUFFER = 1 << 16;

  private static final Logger LOG = LoggerFactory.getLogger(StorageRoot.class);

  private final Path root;
  private final Path uploads;
  private final Path blobs;

  /** The root in this directory, which need not exist yet. */
  public StorageRoot(Path root) {
    this.root = root;
    this.uploads = root.resolve("uploads");
    this.blobs = root.resolve("blobs");
  }

  @Override
  public void mark(String id) {
    try {
      Files.createDirectories(root);
      if (Files.exists(root.resolve(MARKER))) {
        return;
      }
      requireEmpty();
      Path whole = Files.writeString(root.resolve(MARKER + "-" + UUID.randomUUID()), id);
      sync(whole);
      Files.move(whole, root.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
      sync(root);
    } catch (IOException exception) {
      throw unusable(exception);
    }
  }

  private void requireEmpty() throws IOException {
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(root)) {
      if (inside.iterator().hasNext()) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The storage root " + root + " is not empty and does not belong to this registry.")
            .withHint("Set --storage to an empty directory.");
      }
    }
  }

  @Override
  public void requireFree() {
    try {
      Files.createDirectories(root);
      requireEmpty();
      Files.delete(Files.createTempFile(root, MARKER, null));
    } catch (IOException exception) {
      throw unusable(exception);
    }
  }

  @Override
  public void requireMark(String id) {
    try {
      Path marker = root.resolve(MARKER);
      if (!Files.exists(marker) || !Files.readString(marker).strip().equals(id)) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The files of this registry are not under " + root + ".")
            .withHint("All servers of a registry need the same shared directory in --storage.");
      }
      Files.createDirectories(uploads);
      Files.createDirectories(blobs);
    } catch (IOException exception) {
      throw unusable(exception);
    }
  }

  @Override
  public Arrival receive(InputStream bytes, long length) throws IOException {
    String blob = UploadSession.random();
    Instant begun = Instant.now();
    long arrived =
        write(
            blob,
            channel -> {
              long size = copy(bytes, channel);
              if (length >= 0 && length != size) {
                throw BlobStore.cutOff(size, length);
              }
              return size;
            });
    return new Arrival(blob, arrived, begun);
  }

  @Override
  public void receive(UploadSession session, Part part, InputStream bytes, long length)
      throws IOException {
    Arrival arrival = receive(bytes, length);
    StorageErrors.write(
        () ->
            Files.move(
                uploads.resolve(arrival.blob()),
                uploads.resolve(session.name(part)),
                StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public Arrival assemble(UploadSession session, List<Part> parts) throws IOException {
    String blob = UploadSession.random();
    Instant begun = Instant.now();
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
    return new Arrival(blob, size, begun);
  }

  private static long append(Path part, FileChannel channel) {
    return StorageErrors.writing(
        () -> {
          try (FileChannel source = FileChannel.open(part, StandardOpenOption.READ)) {
            long size = source.size();
            for (long done = 0; done < size; ) {
              done += source.transferTo(done, size - done, channel);
            }
            return size;
          } catch (NoSuchFileException exception) {
            throw BlobStore.missingPart(exception);
          }
        });
  }

  @Override
  public void discard(UploadSession session) throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(uploads, session.prefix() + "*" + PART)) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** Writes a file and returns its size in bytes. */
  @FunctionalInterface
  private interface Content {
    long write(FileChannel channel) throws IOException;
  }

  /** All of it is on disk when this returns; none of it when it fails. */
  private long write(String name, Content content) throws IOException {
    Path file = uploads.resolve(name);
    boolean complete = false;
    FileChannel channel =
        StorageErrors.writing(
            () -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    try {
      long size = content.write(channel);
      StorageErrors.write(
          () -> {
            channel.force(true);
            // Network file systems report some failed writes only here.
            channel.close();
          });
      complete = true;
      return size;
    } finally {
      if (!complete) {
        abandon(file, channel);
      }
    }
  }

  /** The error of the write is reported, not the one of the clean-up. */
  private static void abandon(Path file, FileChannel channel) {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException exception) {
      LOG.warn(
          "An incomplete file could not be deleted; the next collection deletes it: {}",
          exception.toString());
    }
  }

  private static long copy(InputStream bytes, FileChannel channel) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
      ByteBuffer ready = ByteBuffer.wrap(buffer, 0, read);
      StorageErrors.write(
          () -> {
            while (ready.hasRemaining()) {
              channel.write(ready);
            }
          });
      size += read;
    }
    return size;
  }

  @Override
  public void keep(Arrival arrival) {
    Path blob = place(arrival.blob());
    StorageErrors.write(
        () -> {
          Files.createDirectories(blob.getParent());
          try {
            Files.move(uploads.resolve(arrival.blob()), blob, StandardCopyOption.ATOMIC_MOVE);
          } catch (AtomicMoveNotSupportedException exception) {
            throw new IllegalStateException("one root is one file system", exception);
          }
          sync(requireNonNull(blob.getParent()));
          sync(blobs);
        });
  }

  @Override
  public void discard(Arrival arrival) throws IOException {
    Files.deleteIfExists(uploads.resolve(arrival.blob()));
    delete(arrival.blob());
  }

  @Override
  public InputStream read(String blob, long first, long length) throws IOException {
    FileChannel channel = FileChannel.open(place(blob), StandardOpenOption.READ);
    try {
      channel.position(first);
    } catch (IOException exception) {
      channel.close();
      throw exception;
    }
    return new BoundedStream(Channels.newInputStream(channel), length);
  }

  @Override
  public void delete(String blob) throws IOException {
    Files.deleteIfExists(place(blob));
  }

  @Override
  public List<String> delete(List<String> names) {
    List<String> gone = new ArrayList<>();
    for (String blob : names) {
      try {
        delete(blob);
        gone.add(blob);
      } catch (IOException exception) {
        LOG.warn("A blob could not be deleted: {}", exception.toString());
      }
    }
    return gone;
  }

  @Override
  public Map<String, Long> sizes(List<String> names) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    for (String blob : names) {
      try {
        sizes.put(blob, Files.size(place(blob)));
      } catch (NoSuchFileException exception) {
        LOG.error("The blob {} is missing", blob);
      }
    }
    return sizes;
  }

  /** One batch for each of the directories, of which there are 256. */
  @Override
  public void blobsBefore(Instant moment, Batches batches) throws IOException {
    try (DirectoryStream<Path> shelves = Files.newDirectoryStream(blobs)) {
      for (Path shelf : shelves) {
        batches.take(
            before(shelf, moment).stream().map(blob -> blob.getFileName().toString()).toList());
      }
    }
  }

  @Override
  public int deleteArrivalsBefore(Instant moment) throws IOException {
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

  /** A file that has disappeared is not older than any time. */
  private static boolean isBefore(Path file, Instant moment) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(moment);
    } catch (NoSuchFileException exception) {
      return false;
    }
  }

  private Path place(String blob) {
    if (!BLOB.matcher(blob).matches()) {
      throw new IllegalArgumentException("not the name of a blob");
    }
    return blobs.resolve(blob.substring(0, 2)).resolve(blob);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private VitrineException unusable(IOException cause) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "The storage root " + root + " cannot be used.")
        .withCause(cause)
        .withHint("It must be a directory with write access for the server.");
  }
}
