package dev.vitrine.artifact;

import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.BlobStore.Arrival;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.StorageErrors;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.artifact.blob.StorageLocation.Directory;
import dev.vitrine.artifact.blob.StorageRoot;
import dev.vitrine.artifact.blob.UploadSession;
import dev.vitrine.artifact.blob.UploadSession.Part;
import dev.vitrine.artifact.s3.S3Blobs;
import dev.vitrine.artifact.s3.S3Connection;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.securable.FileDao;
import dev.vitrine.store.vendor.StoreConflictException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of versions, by the IDs of their sets. The store has the list of files. Blobs without a
 * row and sets without a version are garbage.
 */
public final class FileStorage {
  private static final Logger LOG = LoggerFactory.getLogger(FileStorage.class);

  /**
   * Minimum age of a blob without a row before it is garbage; younger ones may be part of an upload
   * that has not committed.
   */
  private static final Duration SETTLING = Duration.ofHours(1);

  /** Blobs that are deleted in one request, and whose notes are removed in one transaction. */
  private static final int BATCH = 1_000;

  private final Store store;
  private final BlobStore root;
  private final SharedBlobs shared;
  private final Consumer<StoreTransaction> commit;

  /**
   * @param remote providers of files of shared versions
   * @param commit how the transaction that adds a file is committed; a test loses the connection
   *     there
   */
  FileStorage(Store store, BlobStore root, RemoteFiles remote, Consumer<StoreTransaction> commit) {
    this.store = store;
    this.root = root;
    this.shared = new SharedBlobs(store, root, remote);
    this.commit = commit;
  }

  /**
   * The files of a registry that has an owner, in the place that it always had, or, the first time,
   * in this one.
   *
   * @param remote providers of files of shared versions
   * @throws VitrineException INVALID_PARAMETER_VALUE when the place cannot be it
   */
  public static FileStorage open(Store store, StorageLocation location, RemoteFiles remote) {
    BlobStore root = blobs(location);
    String mark = in(store, work -> work.files().rootMark());
    if (!in(store, work -> work.files().hasRoot())) {
      root.mark(mark);
      in(
          store,
          work -> {
            changing(work).setRoot();
            return true;
          });
    }
    root.requireMark(mark);
    return new FileStorage(store, root, remote, StoreTransaction::commit);
  }

  /**
   * Checks that a location can be used for a new registry, without writing to it.
   *
   * @param role the role to assume for clients, if any
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is not writable or not empty, or the
   *     role cannot be assumed
   */
  public static void requireFree(StorageLocation location, @Nullable String role) {
    BlobStore blobs = blobs(location);
    blobs.requireFree();
    if (blobs instanceof S3Blobs s3 && role != null) {
      s3.role(role);
    }
  }

  private static BlobStore blobs(StorageLocation location) {
    if (location instanceof S3Location place) {
      return new S3Blobs(S3Connection.open(place));
    }
    return new StorageRoot(((Directory) location).path().toAbsolutePath().normalize());
  }

  /**
   * Prefixes with files for clients that get credentials by a role; empty if files are not in S3.
   *
   * @param role null if no client gets any
   * @throws VitrineException INVALID_PARAMETER_VALUE when there is a role, and files are not in S3,
   *     or the server may not assume it
   */
  public Optional<S3ClientFiles> s3ClientFiles(@Nullable String role) {
    if (root instanceof S3Blobs blobs) {
      return Optional.of(new S3ClientFiles(this, blobs, role == null ? null : blobs.role(role)));
    }
    if (role != null) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "--storage-role requires files in S3.")
          .withHint("Set the bucket with --storage s3://bucket/prefix.");
    }
    return Optional.empty();
  }

  private static FileDao changing(StoreTransaction work) {
    work.writing();
    return work.files();
  }

  /** The key that servers of this registry sign with. */
  public String signingKey(String proposed) {
    return in(store, work -> changing(work).signingKey(proposed));
  }

  /** Checks again, when the bytes have arrived, that the sender may still add them. */
  @FunctionalInterface
  public interface Permission {
    /** For a file that the server adds. */
    Permission GRANTED = () -> {};

    /** Throws a VitrineException if the sender may not. */
    void require();
  }

  /**
   * Adds a file to a set, or replaces the one of that path. When this returns, all of it is stored
   * durably; when it throws, none of it is, unless the connection to the store was lost during the
   * commit: then the file is there completely or not at all.
   *
   * @param length expected number of bytes; negative if it is unknown
   * @throws VitrineException INVALID_VERSION_STATE when the set cannot change any more; DISK_FULL
   *     when the storage takes nothing
   */
  public StoredFile put(
      long set, FilePath path, InputStream bytes, long length, Permission permission)
      throws IOException {
    return put(set, new Placement(path), bytes, length, permission);
  }

  /**
   * The same for a file that may be forbidden to replace another.
   *
   * @throws VitrineException also FILE_ALREADY_EXISTS
   */
  public StoredFile put(
      long set, Placement place, InputStream bytes, long length, Permission permission)
      throws IOException {
    requirePossible(set, place);
    return put(set, place, root.receive(bytes, length), permission);
  }

  /** Takes in one part of a file that is sent in several. */
  public void receive(long set, UploadSession session, Part part, InputStream bytes, long length)
      throws IOException {
    requirePending(set);
    root.receive(session, part, bytes, length);
  }

  /** Adds a file that was sent in parts, which are joined in the order of their numbers. */
  public StoredFile put(
      long set, Placement place, UploadSession session, List<Part> parts, Permission permission)
      throws IOException {
    requirePossible(set, place);
    List<Part> ordered = parts.stream().sorted(Comparator.comparingInt(Part::number)).toList();
    StoredFile file = put(set, place, root.assemble(session, ordered), permission);
    leaving(() -> root.discard(session));
    return file;
  }

  /** Discards the parts of an unfinished upload. */
  public void discard(UploadSession session) throws IOException {
    root.discard(session);
  }

  /**
   * Checks before bytes arrive what {@link #put} checks again when they have.
   *
   * @throws VitrineException as {@link #put} does
   */
  public void requirePossible(long set, Placement place) {
    in(
        store,
        work -> {
          if (!work.files().isPending(set)) {
            throw closed();
          }
          place.requireFree(set, work.files());
          return true;
        });
  }

  private void requirePending(long set) {
    if (!isPending(set)) {
      throw closed();
    }
  }

  /** Whether files may still be added to a set. */
  boolean isPending(long set) {
    return reading(work -> work.files().isPending(set));
  }

  /** Whether no version has a set any more, or its provider has refused it. */
  boolean isUnused(long set) {
    return reading(work -> work.files().isUnused(set) || work.sharedFiles().isRefused(set));
  }

  /** The bytes of files of shared versions. */
  SharedBlobs shared() {
    return shared;
  }

  /** Adds a file that has arrived, or replaces the one of that path. */
  StoredFile put(long set, Placement place, Arrival arrival, Permission permission)
      throws IOException {
    StoredFile file =
        new StoredFile(place.path().value(), arrival.blob(), arrival.size(), UtcTime.now());
    boolean committing = false;
    Optional<String> replaced;
    try {
      permission.require();
      // Before the transaction, so that no connection or lock waits for the storage.
      root.keep(arrival);
      try (StoreTransaction transaction = store.begin()) {
        replaced = transaction.call(work -> add(set, place, file, work));
        // From here on, the row may exist even after a failure, because the connection can be lost
        // after the commit. The collection deletes the bytes if no row refers to them.
        committing = true;
        commit.accept(transaction);
      }
    } catch (StoreConflictException conflict) {
      throw contended(conflict);
    } finally {
      if (!committing) {
        leaving(() -> root.discard(arrival));
      }
    }
    if (replaced.isPresent()) {
      leaving(() -> root.delete(replaced.get()));
    }
    return file;
  }

  private static Optional<String> add(
      long set, Placement place, StoredFile file, StoreTransaction work) {
    FileDao files = changing(work);
    if (!files.lock(set) || !files.isPending(set)) {
      throw closed();
    }
    place.requireFree(set, files);
    Optional<String> before = files.find(set, file.path()).map(StoredFile::blob);
    files.put(set, file);
    return before;
  }

  /** The garbage to delete. */
  @FunctionalInterface
  private interface Deletion {
    void run() throws IOException;
  }

  /** Deletes unreferenced blobs. Failures are ignored; the next collection deletes the rest. */
  private static void leaving(Deletion deletion) {
    try {
      deletion.run();
    } catch (IOException | VitrineException exception) {
      LOG.warn(
          "Unreferenced bytes could not be deleted; the next collection deletes them", exception);
    }
  }

  /** All files of a set, by path. */
  public List<StoredFile> list(long set) {
    return reading(work -> work.files().all(set));
  }

  /** One file of a set. */
  public Optional<StoredFile> find(long set, FilePath path) {
    return reading(work -> work.files().find(set, path.value()));
  }

  /** A file's bytes, to be closed by the caller. */
  public InputStream read(StoredFile file) {
    return read(file, 0, file.size());
  }

  /**
   * Some of a file's bytes, which it must have, to be closed by the caller.
   *
   * @throws VitrineException FILE_NOT_FOUND when the storage has lost them; STORE_UNREACHABLE when
   *     it cannot be read
   */
  public InputStream read(StoredFile file, long first, long length) {
    try {
      return shared.open(file, first, length);
    } catch (NoSuchFileException exception) {
      LOG.error("The blob {} of a file is missing", file.blob());
      throw new VitrineException(
              ErrorCode.FILE_NOT_FOUND,
              "The bytes of the file '" + file.path() + "' are missing from the storage.")
          .withCause(exception)
          .withHint("Send the file again, or register a new version.");
    } catch (IOException exception) {
      throw StorageErrors.unreadable(exception);
    }
  }

  /**
   * Checks that the bytes of all files of a set are there, with the recorded sizes.
   *
   * @param all the files of the set, as {@link #list} returned them
   * @throws VitrineException INVALID_VERSION_STATE that names a file which is not complete
   */
  public void requireComplete(long set, List<StoredFile> all) {
    Map<String, Long> sizes;
    try {
      sizes = root.sizes(all.stream().map(StoredFile::blob).toList());
    } catch (IOException exception) {
      throw StorageErrors.unreadable(exception);
    }
    for (StoredFile file : all) {
      boolean complete = Objects.equals(sizes.get(file.blob()), file.size());
      // A file that was replaced concurrently was complete when its row was written.
      if (!complete && isCurrent(set, file)) {
        throw new VitrineException(
                ErrorCode.INVALID_VERSION_STATE,
                "The file '" + file.path() + "' is not complete in the storage.")
            .withHint("Send it again, then finalize the version.");
      }
    }
  }

  private boolean isCurrent(long set, StoredFile file) {
    return reading(work -> work.files().find(set, file.path()))
        .filter(now -> now.blob().equals(file.blob()))
        .isPresent();
  }

  /** Deletes garbage that can no longer become referenced. */
  public void collect() throws IOException {
    collect(Instant.now().minus(SETTLING));
  }

  /** Deletes garbage. Blobs without a row are deleted only if unchanged since then. */
  public void collect(Instant untouchedSince) throws IOException {
    collectSets();
    AtomicLong deleted = new AtomicLong(root.deleteArrivalsBefore(untouchedSince));
    root.blobsBefore(
        untouchedSince,
        blobs -> {
          Set<String> known = in(store, work -> work.files().known(blobs));
          List<String> garbage = blobs.stream().filter(blob -> !known.contains(blob)).toList();
          deleted.addAndGet(root.delete(garbage).size());
        });
    if (deleted.get() > 0) {
      LOG.info("Deleted {} unreferenced blobs", deleted.get());
    }
  }

  /** Deletes the files that no version has any more, without a look at all blobs that there are. */
  public void collectSets() throws IOException {
    long sets = 0;
    for (long set : in(store, work -> work.files().unusedSets())) {
      sets += release(set) ? 1 : 0;
    }
    if (sets > 0) {
      LOG.info("Released the files of {} versions", sets);
    }
    shared.collect();
    deleteReleased();
  }

  /**
   * Deletes the rows of an unused set, and notes in the same transaction which blobs are to be
   * deleted. The storage is not asked here: it may be slow, and connections and locks of the store
   * are for everybody.
   */
  private boolean release(long set) {
    try (StoreTransaction transaction = store.begin()) {
      boolean released =
          transaction.call(
              work -> {
                work.deletingParent();
                FileDao files = work.files();
                if (!files.lock(set) || !files.isUnused(set)) {
                  return false;
                }
                files.release(set);
                return true;
              });
      transaction.commit();
      return released;
    } catch (StoreConflictException conflict) {
      LOG.debug("The files of set {} could not be deleted; the deletion is retried", set);
      return false;
    }
  }

  /** Blobs before their notes: if it is interrupted, the next collection deletes them again. */
  private void deleteReleased() throws IOException {
    String last = "";
    while (true) {
      String from = last;
      List<String> blobs = in(store, work -> work.files().released(from, BATCH));
      if (blobs.isEmpty()) {
        return;
      }
      List<String> gone = root.delete(blobs);
      in(
          store,
          work -> {
            changing(work).forgetReleased(gone);
            return true;
          });
      last = blobs.get(blobs.size() - 1);
    }
  }

  private static VitrineException contended(StoreConflictException conflict) {
    return new VitrineException(
            ErrorCode.SERIALIZATION_FAILURE, "Another request changed the files at the same time.")
        .withCause(conflict)
        .withHint("Try again.");
  }

  private static VitrineException closed() {
    return new VitrineException(
            ErrorCode.INVALID_VERSION_STATE, "The version's files can no longer change.")
        .withHint("Register a new version.");
  }

  /** One statement that reads needs no transaction. */
  private <T> T reading(Function<StoreTransaction, T> work) {
    return reading(store, work);
  }

  static <T> T reading(Store store, Function<StoreTransaction, T> work) {
    try (StoreTransaction reading = store.beginReading()) {
      return reading.call(work);
    } catch (StoreConflictException conflict) {
      throw contended(conflict);
    }
  }

  static <T> T in(Store store, Function<StoreTransaction, T> work) {
    try (StoreTransaction transaction = store.begin()) {
      T result = transaction.call(work);
      transaction.commit();
      return result;
    } catch (StoreConflictException conflict) {
      throw contended(conflict);
    }
  }
}
