package dev.vitrine.artifact;

import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.BlobStore.Arrival;
import dev.vitrine.artifact.blob.BoundedStream;
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
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

  private final Store store;
  private final BlobStore root;
  private final RemoteFiles remote;
  private final Map<Content, CompletableFuture<String>> fetching = new ConcurrentHashMap<>();

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

  /**
   * Some of the bytes of a file, to be closed by the caller.
   *
   * @throws NoSuchFileException when the storage has lost them
   * @throws VitrineException PROVIDER_REFUSED or PROVIDER_UNAVAILABLE when they cannot be read
   */
  InputStream open(StoredFile file, long first, long length) throws IOException {
    String blob = blob(file);
    try {
      return root.read(blob, first, length);
    } catch (NoSuchFileException removed) {
      if (!isShared(file)) {
        throw removed;
      }
      // Another reader needed the room, or the storage has lost them: they are fetched again.
      changing(
          work -> {
            work.sharedFiles().forget(blob);
            return true;
          });
      return root.read(blob(file), first, length);
    }
  }

  /**
   * The name of the blob with the bytes of a file; those of a shared version are fetched if they
   * are not there.
   *
   * @throws VitrineException PROVIDER_REFUSED or PROVIDER_UNAVAILABLE when they cannot be read
   */
  String blob(StoredFile file) {
    if (!isShared(file)) {
      return file.blob();
    }
    Content content = Content.of(file);
    Cached cached = usable(content, file);
    if (cached.blob().isEmpty()) {
      return fetched(content, file);
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
    return blob;
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
    Cached cached = cached(content, file);
    remote.beforeRead(content.catalogId(), cached.checkedAt());
    cached = cached(content, file);
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

  private String fetched(Content content, StoredFile file) {
    CompletableFuture<String> mine = new CompletableFuture<>();
    CompletableFuture<String> other = fetching.putIfAbsent(content, mine);
    if (other != null) {
      return joined(other);
    }
    try {
      String blob = fetch(content, file);
      mine.complete(blob);
      return blob;
    } catch (RuntimeException failure) {
      mine.completeExceptionally(failure);
      throw failure;
    } finally {
      fetching.remove(content, mine);
    }
  }

  private String joined(CompletableFuture<String> other) {
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
   * @throws VitrineException PROVIDER_UNAVAILABLE when the time is over
   */
  void await(CountDownLatch other, List<StoredFile> files) {
    try {
      if (files.stream().noneMatch(SharedBlobs::isShared)) {
        other.await();
      } else if (!other.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
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

  private String fetch(Content content, StoredFile file) {
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
      root.keep(arrival);
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
      return added ? arrival.blob() : usable(content, file).blob().orElseThrow(() -> gone(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      if (!added) {
        arrivals.forEach(this::discard);
      }
    }
  }

  /** Receives bytes, of which nothing remains if they are not those that the provider listed. */
  private Arrival verified(InputStream bytes, Content content, StoredFile file, Origin origin)
      throws IOException {
    MessageDigest digest = sha256();
    // One more byte shows that there are too many.
    InputStream bounded = new BoundedStream(bytes, file.size() + 1);
    Arrival arrival;
    try {
      arrival = root.receive(new DigestInputStream(bounded, digest), file.size());
    } catch (VitrineException failure) {
      throw failure.code() == ErrorCode.INVALID_PARAMETER_VALUE
          ? mismatch(file, origin).withCause(failure)
          : failure;
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(content.sha256())) {
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JRE supports SHA-256", impossible);
    }
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
