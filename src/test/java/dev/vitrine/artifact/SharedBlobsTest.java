package dev.vitrine.artifact;

import static dev.vitrine.error.Cancellation.NEVER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.Polling;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.StorageRoot;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineSettings;
import dev.vitrine.session.provider.ProviderFiles;
import dev.vitrine.session.provider.SharedCatalogs;
import dev.vitrine.session.upkeep.Background;
import dev.vitrine.share.ShareCredential;
import dev.vitrine.share.ShareRequest;
import dev.vitrine.share.ShareResponse;
import dev.vitrine.share.ShareSettings;
import dev.vitrine.share.StubProvider;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cache of shared files when the own storage fails, or loses files at any moment. */
final class SharedBlobsTest {
  private static final ShareSettings ALWAYS =
      ShareSettings.DEFAULT.withLoopback().withRefreshAfter(Duration.ZERO);

  @TempDir private Path directory;

  /** What happens before a method of the storage is called. */
  @FunctionalInterface
  private interface Before {
    void call(String method, Object[] arguments) throws IOException;
  }

  /** A recipient of one file, whose storage fails as a test wants. */
  private final class Recipient implements AutoCloseable {
    private final StubProvider provider = new StubProvider();
    private final StorageRoot root = new StorageRoot(directory);
    private final TestRegistry registry;
    private final Engine engine;
    private final Store store;
    private final Background background = new Background();
    private final SharedCatalogs catalogs;
    private final FileStorage files;
    private final StoredFile file;
    private Before before = (method, arguments) -> {};

    Recipient(TestStore kind) throws IOException {
      provider.share(
          "r1",
          "\"aliases\":{}",
          StubProvider.version(1, provider.file(1, "MLmodel", "flavors: {}")));
      registry = TestRegistry.open(kind);
      engine = Engine.open(registry.url(), EngineSettings.DEFAULT.withShares(ALWAYS));
      registry.admin().run("CREATE PROVIDER p USING TEXT ?", provider.activation());
      registry.admin().run("CREATE CATALOG c USING SHARE p.s");
      root.mark("x");
      root.requireMark("x");
      store = Store.open(StoreLocation.parse(registry.url()));
      catalogs = new SharedCatalogs(store, background, MemoryBudget.ofHeap(), ALWAYS);
      files =
          new FileStorage(store, storage(), new ProviderFiles(catalogs), StoreTransaction::commit);
      String place =
          registry
              .admin()
              .value("SELECT storage_location FROM versions WHERE full_name = 'c.ml.churn'")
              .toString();
      file = files.list(Long.parseLong(place.substring(place.lastIndexOf('/') + 1))).get(0);
    }

    private BlobStore storage() {
      return (BlobStore)
          Proxy.newProxyInstance(
              SharedBlobsTest.class.getClassLoader(),
              new Class<?>[] {BlobStore.class},
              (self, method, arguments) -> {
                before.call(method.getName(), arguments);
                try {
                  return method.invoke(root, arguments);
                } catch (InvocationTargetException failure) {
                  throw failure.getCause();
                }
              });
    }

    String read() throws IOException {
      try (InputStream bytes = files.read(file)) {
        return new String(bytes.readAllBytes(), UTF_8);
      }
    }

    /** As a fetch of other files does that needs the room. */
    void evict() throws IOException {
      List<String> evicted;
      try (StoreTransaction transaction = store.begin()) {
        evicted =
            transaction.call(
                work -> {
                  work.writing();
                  return work.sharedFiles().evict(0);
                });
        transaction.commit();
      }
      root.delete(evicted);
    }

    long cached() {
      try (StoreTransaction reading = store.beginReading()) {
        return reading.call(work -> work.sharedFiles().cacheBytes());
      }
    }

    @Override
    public void close() {
      background.close();
      store.close();
      engine.close();
      provider.close();
    }
  }

  /** Nothing of it is remembered as a failure of the provider. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFailureOfTheOwnStorageIsNoneOfTheProvider(TestStore kind) throws IOException {
    try (Recipient recipient = new Recipient(kind)) {
      for (String step : List.of("receive", "keep")) {
        recipient.before =
            (method, arguments) -> {
              if (method.equals(step)) {
                throw new IOException("expected");
              }
            };
        assertThatThrownBy(recipient::read)
            .isInstanceOfSatisfying(
                VitrineException.class,
                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL))
            .hasMessageContaining("The file storage cannot be written to.");
        assertThat(recipient.cached()).isZero();
        assertThat(
                recipient
                    .registry
                    .admin()
                    .rows("SELECT state, message FROM shared_catalogs")
                    .get(0))
            .containsExactly("CURRENT", null);
      }
      recipient.before = (method, arguments) -> {};
      assertThat(recipient.read()).isEqualTo("flavors: {}");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFileThatIsRemovedAtTheMomentOfItsReadIsFetchedAgain(TestStore kind) throws IOException {
    try (Recipient recipient = new Recipient(kind)) {
      assertThat(recipient.read()).isEqualTo("flavors: {}");
      int[] reads = {0};
      recipient.before =
          (method, arguments) -> {
            if (method.equals("read") && reads[0]++ < 5) {
              recipient.evict();
            }
          };
      assertThat(recipient.read()).isEqualTo("flavors: {}");
      assertThat(reads[0]).isEqualTo(6);
      assertThat(recipient.provider.count("/files/")).isEqualTo(6);
      recipient.before =
          (method, arguments) -> {
            if (method.equals("read")) {
              recipient.evict();
            }
          };
      assertThatThrownBy(recipient::read)
          .hasMessageContaining("removed the file 'MLmodel' from the cache 10 times");
      recipient.before = (method, arguments) -> {};
      assertThat(recipient.read()).isEqualTo("flavors: {}");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theFirstReadIsOneRequest(TestStore kind) throws IOException {
    try (Recipient recipient = new Recipient(kind)) {
      int before = recipient.provider.requests().size();
      assertThat(recipient.read()).isEqualTo("flavors: {}");
      assertThat(recipient.provider.requests()).hasSize(before + 1);
    }
  }

  /** Statements and readers of files are counted together; other providers are not affected. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aSlowProviderDoesNotOccupyAllThreads(TestStore kind) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Recipient recipient = new Recipient(kind);
        StubProvider other = new StubProvider()) {
      other.json("/shares", "{\"shares\":[]}");
      recipient.provider.on(
          "/shares",
          exchange -> {
            try {
              end.await();
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
          });
      recipient.catalogs.look();
      List<Future<ShareResponse>> waiting = new ArrayList<>();
      Polling.until(
          "a request is refused",
          () -> {
            waiting.add(
                threads.submit(
                    () -> recipient.catalogs.respond(list(recipient.provider, "p"), NEVER)));
            return waiting.stream().anyMatch(Future::isDone);
          });
      Polling.until(
          "24 requests wait",
          () -> waiting.stream().filter(Future::isDone).count() == waiting.size() - 24);
      assertThatThrownBy(recipient::read)
          .isInstanceOfSatisfying(
              VitrineException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS));
      assertThat(recipient.catalogs.respond(list(other, "q"), NEVER))
          .isInstanceOf(ShareResponse.Shares.class);
      end.countDown();
      for (Future<ShareResponse> request : waiting) {
        request.get();
      }
      assertThat(recipient.read()).isEqualTo("flavors: {}");
    } finally {
      end.countDown();
      threads.shutdown();
    }
  }

  private static ShareRequest list(StubProvider provider, String name) {
    return ShareRequest.list(name, ShareCredential.parse(provider.activation()));
  }
}
