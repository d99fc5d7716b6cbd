package dev.vitrine.artifact;

import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.BlobStore.Arrival;
import dev.vitrine.artifact.blob.BoundedStream;
import dev.vitrine.artifact.blob.StorageErrors;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.provider.SharedCatalogRow.State;
import dev.vitrine.store.provider.SharedFileDao.Cached;
import dev.vitrine.store.provider.SharedFileDao.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of files of shared versions: fetched from the provider at the first read, verified, and
 * cached by checksum among the other blobs. Several readers of a file wait for one request.
 */
final class SharedBlobs {
  private static final Logger LOG = LoggerFactory.getLogger(SharedBlobs.class);

  /** Precision of the time of the last use, so that reads seldom write. */
  private static final Duration USE_PRECISION = Duration.ofMinutes(10);

  /** How long a reader waits for another one that fetches the same file. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** How often a reader looks for a file that others remove from the cache at the same time. */
  private static final int ATTEMPTS = 10;

  private final Store store;
  private final BlobStore root;
  private final RemoteFiles remote;
  private final Map<Content, CompletableFuture<Optional<String>>> fetching =
      new ConcurrentHashMap<>();

  SharedBlobs(Store store, BlobStore root, RemoteFiles remote) {
    this.store = store;
    this.root = root;
    this.remote = remote;
  }

  /** The content of a file of a catalog. */
  private record Content(long catalogId, String sha256) {
    static Content of(StoredFile file) {
      String[] parts = file.blob().substring(StoredFile.SHARED.length()).split(":", -1);
      return new Content(Long.parseLong(parts[0]), parts[1]);
    }
  }

  private static boolean isShared(StoredFile file) {
    return file.blob().startsWith(StoredFile.SHARED);
  }

  /** Reads a blob. */
  @FunctionalInterface
  interface Use<T> {
    /**
     * Begins to read it.
     *
     * @throws NoSuchFileException when the storage does not have it
     */
    T of(String blob) throws IOException;
  }

  /**
   * Some of the bytes of a file, to be closed by the caller.
   *
   * @throws NoSuchFileException when the storage has lost them
   * @throws VitrineException PROVIDER_REFUSED or PROVIDER_UNAVAILABLE when they cannot be read
   */
  InputStream open(StoredFile file, long first, long length) throws IOException {
    return read(file, blob -> root.read(blob, first, length));
  }

  /**
   * Reads the blob with the bytes of a file; those of a shared version are fetched if they are not
   * there.
   *
   * @throws NoSuchFileException when the storage has lost them
   * @throws VitrineException PROVIDER_REFUSED or PROVIDER_UNAVAILABLE when they cannot be read
   */
  <T> T read(StoredFile file, Use<T> use) throws IOException {
    if (!isShared(file)) {
      return use.of(file.blob());
    }
    for (int attempt = 1; ; attempt++) {
      Optional<String> blob = blob(file);
      try {
        if (blob.isPresent()) {
          return use.of(blob.get());
        }
      } catch (NoSuchFileException removed) {
        // A reader of another file needed the room, or the storage has lost the bytes.
        forget(blob.get());
      }
      if (attempt == ATTEMPTS) {
        throw new VitrineException(
                ErrorCode.PROVIDER_UNAVAILABLE,
                "Readers of other files removed the file '"
                    + file.path()
                    + "' from the cache "
                    + ATTEMPTS
                    + " times.")
            .withHint("Try again. Operators set the size of the cache with --share-cache-bytes.");
      }
    }
  }

  private void forget(String blob) {
    changing(
        work -> {
          work.sharedFiles().forget(blob);
          return true;
        });
  }

  /** The blob, which can be removed at any moment; empty if it was removed already. */
  private Optional<String> blob(StoredFile file) {
    Content content = Content.of(file);
    Cached cached = cached(content, file);
    // The request for a file that is not cached shows that the provider still shares it.
    if (cached.blob().isPresent() || cached.state() != State.CURRENT) {
      cached = usable(content, file, cached);
    }
    if (cached.blob().isEmpty()) {
      return remote.waiting(content.catalogId(), () -> fetched(content, file));
    }
    String blob = cached.blob().get();
    LocalDateTime now = UtcTime.now();
    if (cached.lastUsedAt().map(used -> used.plus(USE_PRECISION).isBefore(now)).orElse(false)) {
      changing(
          work -> {
            work.sharedFiles().used(blob, now, now.minus(USE_PRECISION));
            return true;
          });
    }
    return Optional.of(blob);
  }

  /**
   * Checks that the files of a version, if it is a shared one, can be read now.
   *
   * @throws VitrineException PROVIDER_REFUSED or PROVIDER_UNAVAILABLE when they cannot be read
   */
  void requireUsable(List<StoredFile> files) {
    files.stream()
        .filter(SharedBlobs::isShared)
        .findFirst()
        .ifPresent(file -> usable(Content.of(file), file));
  }

  /** Forgets cached bytes that no version has any more, and notes them for deletion. */
  void collect() {
    changing(
        work -> {
          work.sharedFiles().releaseUnused();
          return true;
        });
  }

  private Cached usable(Content content, StoredFile file) {
    return usable(content, file, cached(content, file));
  }

  private Cached usable(Content content, StoredFile file, Cached before) {
    remote.beforeRead(content.catalogId(), before.checkedAt());
    Cached cached = cached(content, file);
    if (cached.state() == State.REFUSED) {
      throw new VitrineException(
              ErrorCode.PROVIDER_REFUSED, "The provider does not share this catalog any more.")
          .withHint("Ask the provider for access. The relation shared_catalogs has the reason.");
    }
    if (cached.state() != State.CURRENT
        && cached.refreshedAt().plus(remote.staleFor()).isBefore(UtcTime.now())) {
      throw new VitrineException(
              ErrorCode.PROVIDER_UNAVAILABLE,
              "The provider of this catalog has been unavailable for more than "
                  + remote.staleFor().toHours()
                  + " hours.")
          .withHint(
              "The relation shared_catalogs has the reason. Operators set --share-stale-hours.");
    }
    return cached;
  }

  private Cached cached(Content content, StoredFile file) {
    return reading(work -> work.sharedFiles().cached(content.catalogId(), content.sha256()))
        .orElseThrow(() -> gone(file));
  }

  private static VitrineException gone(StoredFile file) {
    return new VitrineException(
            ErrorCode.FILE_NOT_FOUND, "The file '" + file.path() + "' is not shared any more.")
        .withHint("Read the version again.");
  }

  private Optional<String> fetched(Content content, StoredFile file) {
    CompletableFuture<Optional<String>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<String>> other = fetching.putIfAbsent(content, mine);
    if (other != null) {
      return joined(other);
    }
    try {
      Optional<String> blob = fetch(content, file);
      mine.complete(blob);
      return blob;
    } catch (RuntimeException failure) {
      mine.completeExceptionally(failure);
      throw failure;
    } finally {
      fetching.remove(content, mine);
    }
  }

  private Optional<String> joined(CompletableFuture<Optional<String>> other) {
    try {
      return other.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof VitrineException error) {
        VitrineException copy = new VitrineException(error.code(), error.problem());
        throw (error.hint().isEmpty() ? copy : copy.withHint(error.hint())).withCause(error);
      }
      throw new CompletionException(failure.getCause());
    } catch (TimeoutException late) {
      throw busy().withCause(late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw busy().withCause(interrupted);
    }
  }

  /**
   * Waits for a request that reads the same files; for a limited time if they are shared.
   *
   * @throws VitrineException PROVIDER_UNAVAILABLE when the time is over; TOO_MANY_CONNECTIONS when
   *     too many wait already
   */
  void await(CountDownLatch other, List<StoredFile> files) {
    Optional<StoredFile> shared = files.stream().filter(SharedBlobs::isShared).findFirst();
    if (shared.isPresent()) {
      remote.waiting(Content.of(shared.get()).catalogId(), () -> await(other, LONGEST_WAIT));
    } else {
      await(other, Duration.ofNanos(Long.MAX_VALUE));
    }
  }

  private static boolean await(CountDownLatch other, Duration longest) {
    try {
      if (!other.await(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw busy().withCause(interrupted);
    }
  }

  private static VitrineException busy() {
    return new VitrineException(
            ErrorCode.PROVIDER_UNAVAILABLE,
            "Another request fetches this file from its provider, and has not ended.")
        .withHint("Try again later.");
  }

  private Optional<String> fetch(Content content, StoredFile file) {
    if (file.size() > remote.cacheBytes()) {
      throw new VitrineException(
              ErrorCode.DISK_FULL,
              "The file '" + file.path() + "' has " + file.size() + " bytes, more than the cache.")
          .withHint("Operators set the size of the cache with --share-cache-bytes.");
    }
    Origin origin =
        reading(work -> work.sharedFiles().origin(content.catalogId(), content.sha256()))
            .orElseThrow(() -> gone(file));
    List<Arrival> arrivals = new ArrayList<>();
    boolean added = false;
    try {
      remote.fetch(origin, bytes -> arrivals.add(verified(bytes, content, file, origin)));
      Arrival arrival = arrivals.get(0);
      StorageErrors.writing(
          () -> {
            root.keep(arrival);
            return true;
          });
      List<String> evicted = new ArrayList<>();
      added =
          changing(
              work -> {
                evicted.clear();
                evicted.addAll(work.sharedFiles().evict(remote.cacheBytes() - file.size()));
                return work.sharedFiles()
                    .add(
                        content.catalogId(),
                        content.sha256(),
                        arrival.blob(),
                        file.size(),
                        UtcTime.now());
              });
      evicted.forEach(this::delete);
      // Another server may have fetched it, or the provider may have refused the share meanwhile.
      return added ? Optional.of(arrival.blob()) : usable(content, file).blob();
    } finally {
      if (!added) {
        arrivals.forEach(this::discard);
      }
    }
  }

  /**
   * Receives bytes, of which nothing remains if they are not those that the provider listed.
   *
   * @throws IOException when the provider does not send them
   * @throws VitrineException when they are other bytes, or the storage does not take them
   */
  private Arrival verified(InputStream bytes, Content content, StoredFile file, Origin origin)
      throws IOException {
    ProviderBytes sent = new ProviderBytes(bytes);
    Arrival arrival;
    try {
      // One more byte shows that there are too many.
      arrival = root.receive(new BoundedStream(sent, file.size() + 1), file.size());
    } catch (VitrineException failure) {
      throw sent.isOtherThan(file.size()) ? mismatch(file, origin).withCause(failure) : failure;
    } catch (IOException failure) {
      if (sent.failed()) {
        throw failure;
      }
      throw StorageErrors.unwritable(failure);
    }
    if (!sent.sha256Hex().equals(content.sha256())) {
      discard(arrival);
      throw mismatch(file, origin);
    }
    return arrival;
  }

  private static VitrineException mismatch(StoredFile file, Origin origin) {
    return new VitrineException(
            ErrorCode.PROVIDER_UNAVAILABLE,
            "Provider '"
                + origin.catalog().provider().name()
                + "' sent other bytes of the file '"
                + file.path()
                + "' than it listed.")
        .withHint("Nothing of them is kept. Ask the provider.");
  }

  /** What remains of a failure is garbage, which the next collection deletes. */
  private void discard(Arrival arrival) {
    try {
      root.discard(arrival);
    } catch (IOException | VitrineException failure) {
      LOG.warn("Fetched bytes could not be deleted; the next collection deletes them", failure);
    }
  }

  private void delete(String blob) {
    try {
      root.delete(blob);
    } catch (IOException | VitrineException failure) {
      LOG.warn("Cached bytes could not be deleted; the next collection deletes them", failure);
    }
  }

  private <T> T reading(Function<StoreTransaction, T> work) {
    return FileStorage.reading(store, work);
  }

  private <T> T changing(Function<StoreTransaction, T> work) {
    return FileStorage.in(
        store,
        transaction -> {
          transaction.writing();
          return work.apply(transaction);
        });
  }
}
