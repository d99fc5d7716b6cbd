package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestS3;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.FileStorage.Permission;
import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.artifact.blob.StorageRoot;
import dev.vitrine.artifact.s3.S3Blobs;
import dev.vitrine.artifact.s3.S3Connection;
import dev.vitrine.session.Engine;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.statement.tree.Call.BeginVersion;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** How bytes are deleted: never while the store waits, some at a time, and surely in the end. */
final class CollectionTest {
  private static final QualifiedName MODEL = QualifiedName.of("c", "s", "m");

  @TempDir private Path directory;

  /** The deletion of blobs; returns the deleted ones. */
  private interface Deletion {
    List<String> delete(List<String> blobs) throws IOException;
  }

  private static BlobStore deleting(BlobStore blobs, Deletion deletion) {
    return (BlobStore)
        Proxy.newProxyInstance(
            CollectionTest.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (self, method, arguments) -> {
              if (method.getName().equals("delete") && arguments[0] instanceof List<?> names) {
                return deletion.delete(names.stream().map(String.class::cast).toList());
              }
              try {
                return method.invoke(blobs, arguments);
              } catch (InvocationTargetException exception) {
                throw exception.getCause();
              }
            });
  }

  private static void put(FileStorage files, Engine engine, int count) throws IOException {
    AddVersion version =
        new AddVersion(
            MODEL,
            "s",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());
    try (Session session = engine.connect("admin")) {
      long number = session.execute(new BeginVersion(version), Limits.NONE).number();
      OpenFiles.Opened opened =
          session.execute(new OpenFiles(MODEL, number, OpenFiles.Access.WRITE, ""), Limits.NONE);
      for (int i = 0; i < count; i++) {
        byte[] bytes = ("file " + i).getBytes(UTF_8);
        files.put(
            opened.set(),
            new FilePath("f" + i),
            new ByteArrayInputStream(bytes),
            bytes.length,
            Permission.GRANTED);
      }
    }
  }

  private static TestRegistry registry(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    return registry;
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void filesOfADroppedCatalogAreDeletedTogetherAndTheStoreDoesNotWait(
      TestStore kind, TestStorage storage) throws IOException {
    StorageLocation root = storage.newLocation(directory);
    TestRegistry registry = registry(kind);
    try (Engine engine = Engine.open(registry.url());
        Store store = Store.open(StoreLocation.parse(registry.url()))) {
      FileStorage files = engine.files(root);
      put(files, engine, 10);
      put(files, engine, 10);
      registry.admin().run("DROP CATALOG c CASCADE; CREATE CATALOG d; CREATE SCHEMA d.s");
      List<Integer> batches = new ArrayList<>();
      BlobStore blobs = blobs(root);
      BlobStore slow =
          deleting(
              blobs,
              names -> {
                batches.add(names.size());
                assertThat(store.pool().active()).as("connections").isZero();
                // On H2, deleting a set excludes all writers.
                registry.admin().run("CREATE MODEL d.s.meanwhile");
                return blobs.delete(names);
              });
      new FileStorage(store, slow, new NoRemoteFiles(), StoreTransaction::commit).collectSets();
      assertThat(batches).containsExactly(20);
      assertThat(TestStorage.count(root)).isZero();
    }
  }

  /** The storage fails for all or some blobs: the rest is deleted later. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void failedDeletionsAreRetriedByTheNextCollection(TestStore kind) throws IOException {
    StorageLocation root = TestStorage.DISK.newLocation(directory);
    TestRegistry registry = registry(kind);
    try (Engine engine = Engine.open(registry.url());
        Store store = Store.open(StoreLocation.parse(registry.url()))) {
      FileStorage files = engine.files(root);
      put(files, engine, 9);
      registry.admin().run("DROP MODEL c.s.m CASCADE PURGE");
      BlobStore blobs = blobs(root);
      FileStorage failing =
          new FileStorage(
              store,
              deleting(
                  blobs,
                  names -> {
                    throw new IOException("The storage does not answer");
                  }),
              new NoRemoteFiles(),
              StoreTransaction::commit);
      assertThatThrownBy(failing::collectSets).hasMessageContaining("does not answer");
      assertThat(TestStorage.count(root)).isEqualTo(9);
      new FileStorage(
              store,
              deleting(blobs, names -> blobs.delete(names.subList(0, 5))),
              new NoRemoteFiles(),
              StoreTransaction::commit)
          .collectSets();
      assertThat(TestStorage.count(root)).isEqualTo(4);
      files.collectSets();
      assertThat(TestStorage.count(root)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void filesOfADroppedModelAreKeptUntilItIsPurged(TestStore kind) throws IOException {
    StorageLocation root = TestStorage.DISK.newLocation(directory);
    TestRegistry registry = registry(kind);
    TestRegistry.Client admin = registry.admin();
    String bytes = "SELECT bytes FROM dropped_models";
    try (Engine engine = Engine.open(registry.url())) {
      FileStorage files = engine.files(root);
      put(files, engine, 5);
      put(files, engine, 3);
      String size = "SELECT CAST(SUM(bytes) AS BIGINT) FROM version_files";
      Object before = admin.value(size);
      admin.run("ALTER MODEL c.s.m DROP VERSION 2");
      files.collectSets();
      assertThat(TestStorage.count(root)).isEqualTo(8);
      admin.run("ALTER MODEL c.s.m UNDROP VERSION 2; DROP MODEL c.s.m");
      assertThat(admin.value(bytes)).isEqualTo(before);
      files.collectSets();
      assertThat(TestStorage.count(root)).isEqualTo(8);
      admin.run("UNDROP MODEL c.s.m AS again");
      assertThat(admin.value(size)).isEqualTo(before);
      admin.run("ALTER MODEL c.s.again DROP VERSION 2 PURGE; DROP MODEL c.s.again");
      files.collectSets();
      assertThat(TestStorage.count(root)).isEqualTo(5);
      admin.run("DROP SCHEMA c.s");
      assertThat(admin.rows(bytes)).isEmpty();
      files.collectSets();
      assertThat(TestStorage.count(root)).isZero();
    }
  }

  private static BlobStore blobs(StorageLocation root) {
    return root instanceof S3Location place
        ? new S3Blobs(S3Connection.open(place))
        : new StorageRoot(((StorageLocation.Directory) root).path().toAbsolutePath());
  }

  @Test
  void manyObjectsAreDeletedInFewRequests() throws IOException {
    TestS3 s3 = TestS3.shared();
    S3Location place = s3.newLocation();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String key = place.key("blobs/" + i);
      keys.add(key);
      s3.client().putObject(r -> r.bucket(place.bucket()).key(key), RequestBody.fromString("x"));
    }
    S3Connection connection = S3Connection.open(place);
    keys.add(place.key("blobs/that-is-not-there"));
    assertThat(connection.delete(keys)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(s3.keys(place.bucket())).isEmpty();
    assertThat(connection.delete(List.of())).isEmpty();
    s3.client().deleteBucket(r -> r.bucket(place.bucket()));
    assertThat(connection.delete(keys)).as("none is gone for sure").isEmpty();
  }
}
