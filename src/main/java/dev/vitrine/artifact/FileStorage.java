package dev.vitrine.artifact;

import dev.vitrine.artifact.BlobStore.Arrival;
import dev.vitrine.artifact.StorageLocation.Directory;
import dev.vitrine.artifact.UploadSession.Part;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.FileDao;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreConflictException;
import dev.vitrine.store.StoreTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of versions, by the ids of their sets. The store says which files there are; a blob
 * that no row names, and a set that no version has, are garbage, whatever way they came about.
 */
public final class FileStorage {
  private static final Logger LOG = LoggerFactory.getLogger(FileStorage.class);

  /** For so long a blob without a row may be one whose row is being written. */
  private static final Duration SETTLING = Duration.ofHours(1);

  private final Store store;
  private final BlobStore root;

  private FileStorage(Store store, BlobStore root) {
    this.store = store;
    this.root = root;
  }

  /**
   * The files of a registry that has an owner, in the place that it always had, or, the first time,
   * in this one.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the place cannot be it
   */
  public static FileStorage open(Store store, StorageLocation location) {
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
    return new FileStorage(store, root);
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
   * @param role empty if no client gets any
   * @throws VitrineException INVALID_PARAMETER_VALUE when there is a role, and files are not in S3,
   *     or the server may not assume it
   */
  public Optional<LentFiles> lentBy(Optional<String> role) {
    if (root instanceof S3Blobs blobs) {
      return Optional.of(new LentFiles(this, blobs, role.map(blobs::role)));
    }
    if (role.isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "--storage-role is for files in S3.")
          .withHint("Say in which bucket: --storage s3://bucket/prefix.");
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

  /**
   * Adds a file to a set, or replaces the one of that path; all of it or nothing, and for good once
   * this returns.
   *
   * @throws VitrineException INVALID_VERSION_STATE when the set cannot change any more
   */
  public StoredFile put(long set, FilePath path, InputStream bytes, OptionalLong length)
      throws IOException {
    requirePending(set);
    return put(set, path, root.receive(bytes, length));
  }

  /** Takes in one part of a file that is sent in several. */
  public void receive(
      long set, UploadSession session, Part part, InputStream bytes, OptionalLong length)
      throws IOException {
    requirePending(set);
    root.receive(session, part, bytes, length);
  }

  /** Adds a file that was sent in parts, or replaces the one of that path. */
  public StoredFile put(long set, FilePath path, UploadSession session, List<Part> parts)
      throws IOException {
    requirePending(set);
    StoredFile file = put(set, path, root.assemble(session, parts));
    leaving(() -> root.discard(session));
    return file;
  }

  /** Forgets what has arrived of a file that is sent in parts. */
  public void discard(UploadSession session) throws IOException {
    root.discard(session);
  }

  private void requirePending(long set) {
    if (!isPending(set)) {
      throw closed();
    }
  }

  /** Whether files may still be added to a set. */
  boolean isPending(long set) {
    return in(store, work -> work.files().isPending(set));
  }

  /** Whether no version has a set any more. */
  boolean isUnused(long set) {
    return in(store, work -> work.files().isUnused(set));
  }

  /** Adds a file that has arrived, or replaces the one of that path. */
  StoredFile put(long set, FilePath path, Arrival arrival) throws IOException {
    boolean kept = false;
    try {
      StoredFile file = new StoredFile(path.value(), arrival.blob(), arrival.size(), now());
      Optional<String> replaced = add(set, file, arrival);
      kept = true;
      if (replaced.isPresent()) {
        leaving(() -> root.delete(replaced.get()));
      }
      return file;
    } finally {
      if (!kept) {
        leaving(() -> root.discard(arrival));
      }
    }
  }

  /** What is to be deleted. */
  @FunctionalInterface
  private interface Deletion {
    void run() throws IOException;
  }

  /**
   * Deletes what nobody has any more; what cannot be deleted now is garbage, and changes nothing.
   */
  private static void leaving(Deletion deletion) {
    try {
      deletion.run();
    } catch (IOException | VitrineException exception) {
      LOG.warn("Bytes that nobody has are left to the collection", exception);
    }
  }

  private Optional<String> add(long set, StoredFile file, Arrival arrival) throws IOException {
    try (StoreTransaction transaction = store.begin()) {
      Optional<String> replaced =
          transaction.call(
              work -> {
                FileDao files = changing(work);
                if (!files.lock(set) || !files.isPending(set)) {
                  throw closed();
                }
                Optional<String> before = files.find(set, file.path()).map(StoredFile::blob);
                files.put(set, file);
                return before;
              });
      root.keep(arrival);
      transaction.commit();
      return replaced;
    } catch (StoreConflictException conflict) {
      throw contended(conflict);
    }
  }

  /** All files of a set, by path. */
  public List<StoredFile> list(long set) {
    return in(store, work -> work.files().all(set));
  }

  /** One file of a set. */
  public Optional<StoredFile> find(long set, FilePath path) {
    return in(store, work -> work.files().find(set, path.value()));
  }

  /** A file's bytes, to be closed by the caller. */
  public InputStream read(StoredFile file) throws IOException {
    return read(file, 0, file.size());
  }

  /** Some of a file's bytes, which it must have, to be closed by the caller. */
  public InputStream read(StoredFile file, long first, long length) throws IOException {
    return root.read(file.blob(), first, length);
  }

  /** Deletes what is garbage and cannot be anything else any more. */
  public void collect() throws IOException {
    collect(Instant.now().minus(SETTLING));
  }

  /** Deletes what is garbage; what has no row, only if it was not touched since then. */
  public void collect(Instant untouchedSince) throws IOException {
    collectSets();
    long blobs = root.deleteArrivalsBefore(untouchedSince);
    for (String blob : root.blobsBefore(untouchedSince)) {
      if (!in(store, work -> work.files().hasBlob(blob))) {
        root.delete(blob);
        blobs++;
      }
    }
    if (blobs > 0) {
      LOG.info("Collected {} left-over blobs", blobs);
    }
  }

  /** Deletes the files that no version has any more, without a look at all blobs that there are. */
  public void collectSets() throws IOException {
    long sets = 0;
    for (long set : in(store, work -> work.files().unusedSets())) {
      sets += collectSet(set) ? 1 : 0;
    }
    if (sets > 0) {
      LOG.info("Collected the files of {} versions", sets);
    }
  }

  /** Bytes first: until the rows are gone, whoever is interrupted here can begin again. */
  private boolean collectSet(long set) throws IOException {
    try (StoreTransaction transaction = store.begin()) {
      List<StoredFile> files =
          transaction.call(
              work -> {
                work.deletingParent();
                boolean unused = work.files().lock(set) && work.files().isUnused(set);
                return unused ? work.files().all(set) : null;
              });
      if (files == null) {
        return false;
      }
      for (StoredFile file : files) {
        root.delete(file.blob());
      }
      transaction.call(
          work -> {
            work.files().deleteSet(set);
            return true;
          });
      transaction.commit();
      return true;
    } catch (StoreConflictException conflict) {
      LOG.debug("The files of set {} are left for the next time", set);
      return false;
    }
  }

  private static VitrineException contended(StoreConflictException conflict) {
    return new VitrineException(
            ErrorCode.SERIALIZATION_FAILURE, "Something else changed the files meanwhile.")
        .withCause(conflict)
        .withHint("Try again.");
  }

  private static VitrineException closed() {
    return new VitrineException(
            ErrorCode.INVALID_VERSION_STATE, "The version's files cannot change any more.")
        .withHint("Register a new version.");
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }

  private static <T> T in(Store store, Function<StoreTransaction, T> work) {
    try (StoreTransaction transaction = store.begin()) {
      T result = transaction.call(work);
      transaction.commit();
      return result;
    } catch (StoreConflictException conflict) {
      throw contended(conflict);
    }
  }
}
