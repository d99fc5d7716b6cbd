package dev.vitrine.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.EngineSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of shared versions: fetched on demand, verified, cached, withdrawn. */
final class SharedFilesTest {
  private static final ShareSettings SELDOM =
      ShareSettings.DEFAULT.withLoopback().withRefreshAfter(Duration.ofHours(1));
  private static final String FILES = "/shares/s/models/ml/churn/versions/1/files/";

  @TempDir Path directory;
  private StubProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = new StubProvider();
    provider.share(
        "r1",
        "\"aliases\":{}",
        StubProvider.version(
            1,
            provider.file(1, "MLmodel", "flavors: {}"),
            provider.file(1, "data/a.bin", "12345")));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  /** A recipient with the shared catalog {@code c}. */
  private final class Recipient implements AutoCloseable {
    private final TestRegistry registry;
    private final TestRegistry.Client admin;
    private final Engine engine;
    private final StorageLocation location;
    private final FileStorage files;

    Recipient(TestStore store, ShareSettings settings) {
      this(store, TestStorage.DISK, settings);
    }

    Recipient(TestStore store, TestStorage storage, ShareSettings settings) {
      location = storage.newLocation(directory);
      registry = TestRegistry.open(store);
      admin = registry.admin();
      engine = Engine.open(registry.url(), EngineSettings.DEFAULT.withShares(settings));
      files = engine.files(location);
      admin.run("CREATE PROVIDER p USING TEXT ?", provider.activation());
      admin.run("CREATE CATALOG c USING SHARE p.s");
    }

    void apply(ShareSettings settings) {
      Engine.open(registry.url(), EngineSettings.DEFAULT.withShares(settings)).close();
    }

    List<StoredFile> list() {
      String place =
          admin
              .value("SELECT storage_location FROM versions WHERE full_name = 'c.ml.churn'")
              .toString();
      return files.list(Long.parseLong(place.substring(place.lastIndexOf('/') + 1)));
    }

    StoredFile file(String path) {
      return list().stream().filter(file -> file.path().equals(path)).findFirst().orElseThrow();
    }

    String read(String path) throws IOException {
      try (InputStream bytes = files.read(file(path))) {
        return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    void fails(ErrorCode code, String path) {
      StoredFile file = file(path);
      assertThatThrownBy(() -> files.read(file).close())
          .isInstanceOfSatisfying(
              VitrineException.class, error -> assertThat(error.code()).isEqualTo(code))
          .hasMessageNotContaining(StubProvider.TOKEN);
    }

    long blobs() throws IOException {
      files.collectSets();
      return TestStorage.count(location);
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFileIsFetchedOnceAndVerified(TestStore store) throws IOException {
    try (Recipient recipient = new Recipient(store, SELDOM)) {
      assertThat(provider.count("/files/")).isZero();
      assertThat(recipient.list())
          .extracting(StoredFile::path)
          .containsExactly("MLmodel", "data/a.bin");
      assertThat(recipient.read("data/a.bin")).isEqualTo("12345");
      assertThat(recipient.read("data/a.bin")).isEqualTo("12345");
      assertThat(provider.count("/files/")).isEqualTo(1);
      StoredFile file = recipient.file("data/a.bin");
      try (InputStream part = recipient.files.read(file, 1, 3)) {
        assertThat(part.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("234");
      }
      recipient.files.collect(java.time.Instant.now().plusSeconds(60));
      assertThat(recipient.read("data/a.bin")).isEqualTo("12345");
      assertThat(provider.count("/files/")).isEqualTo(1);
      // The content of the cache remains when the list of versions is read again.
      provider.share(
          "r2",
          "\"comment\":\"x\"",
          StubProvider.version(1, StubProvider.listed("data/a.bin", "12345")));
      recipient.admin.run("REFRESH CATALOG c");
      assertThat(recipient.read("data/a.bin")).isEqualTo("12345");
      assertThat(provider.count("/files/")).isEqualTo(1);
      recipient.admin.run("DROP CATALOG c CASCADE");
      assertThat(recipient.blobs()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStorage.class)
  void theCacheIsInTheStorage(TestStorage storage) throws IOException {
    try (Recipient recipient = new Recipient(TestStore.H2, storage, SELDOM)) {
      assertThat(recipient.read("data/a.bin")).isEqualTo("12345");
      assertThat(recipient.blobs()).isEqualTo(1);
      for (String longer : List.of("12345", "123456")) {
        provider.file(1, "MLmodel", longer);
        recipient.fails(ErrorCode.PROVIDER_UNAVAILABLE, "MLmodel");
      }
      provider.fail(404);
      recipient.apply(SELDOM.withRefreshAfter(Duration.ZERO));
      recipient.fails(ErrorCode.PROVIDER_REFUSED, "data/a.bin");
      assertThat(recipient.blobs()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void otherBytesThanListedAreRefused(TestStore store) throws IOException {
    try (Recipient recipient = new Recipient(store, SELDOM)) {
      for (String other : List.of("54321", "1234", "123456", "")) {
        provider.file(1, "data/a.bin", other);
        recipient.fails(ErrorCode.PROVIDER_UNAVAILABLE, "data/a.bin");
      }
      provider.on(
          FILES + "data/a.bin",
          exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write('1');
            exchange.getResponseBody().flush();
          });
      recipient.fails(ErrorCode.PROVIDER_UNAVAILABLE, "data/a.bin");
      assertThat(recipient.blobs()).isZero();
      provider.file(1, "data/a.bin", "12345");
      assertThat(recipient.read("data/a.bin")).isEqualTo("12345");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void concurrentReadersFetchOnce(TestStore store) throws Exception {
    try (Recipient recipient = new Recipient(store, SELDOM)) {
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      provider.on(
          FILES + "data/a.bin",
          exchange -> {
            asked.countDown();
            try {
              goOn.await();
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("12345".getBytes(StandardCharsets.UTF_8));
          });
      StoredFile file = recipient.file("data/a.bin");
      ExecutorService readers = Executors.newFixedThreadPool(8);
      try {
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          results.add(
              readers.submit(
                  () -> {
                    try (InputStream bytes = recipient.files.read(file)) {
                      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
                    }
                  }));
        }
        asked.await();
        goOn.countDown();
        for (Future<String> result : results) {
          assertThat(result.get()).isEqualTo("12345");
        }
      } finally {
        readers.shutdown();
      }
      assertThat(provider.count("/files/")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aRefusalEndsLoadingAndDeletesTheCache(TestStore store) throws IOException {
    try (Recipient recipient = new Recipient(store, SELDOM)) {
      assertThat(recipient.read("MLmodel")).isEqualTo("flavors: {}");
      StoredFile cached = recipient.file("MLmodel");
      provider.fail(404);
      // Reading a cached file asks the provider when the content is due.
      recipient.apply(SELDOM.withRefreshAfter(Duration.ZERO));
      recipient.fails(ErrorCode.PROVIDER_REFUSED, "MLmodel");
      recipient.fails(ErrorCode.PROVIDER_REFUSED, "data/a.bin");
      assertThat(recipient.blobs()).isZero();
      assertThat(recipient.admin.value("SELECT state FROM shared_catalogs")).isEqualTo("REFUSED");
      assertThat(recipient.admin.rows("SELECT * FROM c.ml.churn")).hasSize(1);
      provider.fail(0);
      assertThat(recipient.read("MLmodel")).isEqualTo("flavors: {}");
      assertThat(recipient.admin.value("SELECT state FROM shared_catalogs")).isEqualTo("CURRENT");
      assertThat(cached.blob()).startsWith(StoredFile.SHARED);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void cachedFilesLoadWhileTheProviderIsUnreachable(TestStore store) throws IOException {
    try (Recipient recipient = new Recipient(store, SELDOM)) {
      assertThat(recipient.read("MLmodel")).isEqualTo("flavors: {}");
      provider.fail(503);
      recipient.apply(SELDOM.withRefreshAfter(Duration.ZERO));
      assertThat(recipient.read("MLmodel")).isEqualTo("flavors: {}");
      assertThat(recipient.admin.value("SELECT state FROM shared_catalogs"))
          .isEqualTo("UNREACHABLE");
      recipient.fails(ErrorCode.PROVIDER_UNAVAILABLE, "data/a.bin");
      recipient.apply(SELDOM.withRefreshAfter(Duration.ZERO).withStaleFor(Duration.ZERO));
      recipient.fails(ErrorCode.PROVIDER_UNAVAILABLE, "MLmodel");
      assertThat(recipient.admin.rows("SELECT * FROM c.ml.churn")).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aHealthyProviderIsNeverStale(TestStore store) throws IOException {
    try (Recipient recipient = new Recipient(store, SELDOM.withStaleFor(Duration.ZERO))) {
      assertThat(recipient.read("MLmodel")).isEqualTo("flavors: {}");
      assertThat(recipient.read("data/a.bin")).isEqualTo("12345");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aRefusedTokenEndsAllCatalogsOfTheProvider(TestStore store) throws IOException {
    try (Recipient recipient = new Recipient(store, SELDOM)) {
      assertThat(recipient.read("MLmodel")).isEqualTo("flavors: {}");
      recipient.admin.run("CREATE CATALOG d USING SHARE p.s");
      provider.rotate("other");
      recipient.admin.failsWith("PROVIDER_REFUSED", "REFRESH CATALOG d");
      // A provider that limits requests does not let catalog c read its cached files longer.
      provider.fail(429);
      assertThat(recipient.admin.column("SELECT state FROM shared_catalogs"))
          .containsExactly("REFUSED", "REFUSED");
      recipient.fails(ErrorCode.PROVIDER_REFUSED, "MLmodel");
      assertThat(recipient.blobs()).isZero();
      provider.fail(0);
      recipient.admin.run("ALTER PROVIDER p USING TEXT ?", provider.activation());
      recipient.admin.run("REFRESH CATALOG c");
      assertThat(recipient.read("MLmodel")).isEqualTo("flavors: {}");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theCacheHasABound(TestStore store) throws IOException {
    try (Recipient recipient = new Recipient(store, SELDOM.withCacheBytes(12))) {
      assertThat(recipient.read("MLmodel")).isEqualTo("flavors: {}");
      assertThat(recipient.blobs()).isEqualTo(1);
      assertThat(recipient.read("data/a.bin")).isEqualTo("12345");
      assertThat(recipient.blobs()).as("11 and 5 bytes do not fit").isEqualTo(1);
      assertThat(recipient.read("MLmodel")).isEqualTo("flavors: {}");
      assertThat(provider.count("/files/")).isEqualTo(3);
      recipient.apply(SELDOM.withCacheBytes(4));
      assertThat(recipient.read("MLmodel")).as("is there").isEqualTo("flavors: {}");
      recipient.fails(ErrorCode.DISK_FULL, "data/a.bin");
    }
  }
}
