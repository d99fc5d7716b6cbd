package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestS3;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.SignedUrls.Grant;
import dev.vitrine.artifact.SignedUrls.Method;
import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.artifact.blob.UploadSession;
import dev.vitrine.catalog.FileRight;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.statement.tree.Call.BeginVersion;
import dev.vitrine.statement.tree.Call.FinalizeVersion;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.QualifiedName;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The files on disk during changes of versions and interrupted uploads. */
final class FileStorageTest {
  private static final QualifiedName MODEL = QualifiedName.of("c", "s", "m");

  @TempDir private Path directory;

  /** A registry with one model, and its files. */
  private record Opened(TestRegistry registry, Engine engine, Session session, FileStorage files)
      implements AutoCloseable {
    static Opened at(TestStore store, StorageLocation root) {
      TestRegistry registry = TestRegistry.open(store);
      registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
      registry.admin().run("GRANT EXECUTE ON MODEL c.s.m TO admin");
      Engine engine = Engine.open(registry.url());
      try {
        FileStorage files = engine.files(root);
        return new Opened(registry, engine, engine.connect("admin"), files);
      } catch (VitrineException refusal) {
        engine.close();
        throw refusal;
      }
    }

    /**
     * Creates a PENDING version.
     *
     * @return its number
     */
    long begin() {
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
      return session.execute(new BeginVersion(version), Limits.NONE).number();
    }

    long set(long version, OpenFiles.Access access) {
      return session.execute(new OpenFiles(MODEL, version, access, ""), Limits.NONE).set();
    }

    void ready(long version) {
      session.execute(
          new FinalizeVersion(MODEL, version, Optional.empty(), Optional.empty(), Optional.empty()),
          Limits.NONE);
    }

    void put(long set, String path, String text) throws IOException {
      byte[] bytes = text.getBytes(UTF_8);
      files.put(
          set,
          new FilePath(path),
          new ByteArrayInputStream(bytes),
          bytes.length,
          FileStorage.Permission.GRANTED);
    }

    void receivePart(long set) throws IOException {
      files.receive(
          set,
          UploadSession.begin(),
          UploadSession.part(1),
          new ByteArrayInputStream(new byte[10]),
          -1);
    }

    String read(long set, String path) throws IOException {
      try (InputStream in = files.read(files.find(set, new FilePath(path)).orElseThrow())) {
        return new String(in.readAllBytes(), UTF_8);
      }
    }

    @Override
    public void close() {
      session.close();
      engine.close();
    }
  }

  private static Instant later() {
    return Instant.now().plus(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void unreferencedBlobsAreCollected(TestStore store, TestStorage storage) throws IOException {
    StorageLocation root = storage.newLocation(directory);
    try (Opened opened = Opened.at(store, root)) {
      long kept = opened.begin();
      opened.put(opened.set(kept, OpenFiles.Access.WRITE), "a", "kept");
      opened.ready(kept);
      long dropped = opened.begin();
      opened.put(opened.set(dropped, OpenFiles.Access.WRITE), "a", "dropped");
      opened.put(opened.set(dropped, OpenFiles.Access.WRITE), "a", "replaced at once");
      assertThat(TestStorage.count(root)).isEqualTo(2);
      opened.registry().admin().run("ALTER MODEL c.s.m DROP VERSION 2 PURGE");
      opened.registry().admin().run("ALTER MODEL c.s.copy ADD VERSION FROM MODEL c.s.m VERSION 1");
      opened.registry().admin().run("DROP MODEL c.s.m PURGE");
      opened.files().collect();
      assertThat(TestStorage.count(root)).isOne();
      opened.registry().admin().run("DROP CATALOG c CASCADE");
      opened.files().collect();
      assertThat(TestStorage.count(root)).isZero();
    }
  }

  /** As a process that was killed leaves them: half a file, a whole one without its row, a part. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void leftoversOfACrashOnDiskAreCollectedWhenOld(TestStore store) throws IOException {
    Path root = directory.resolve("root");
    StorageLocation location = StorageLocation.of(root);
    try (Opened opened = Opened.at(store, location)) {
      long set = opened.set(opened.begin(), OpenFiles.Access.WRITE);
      opened.put(set, "a", "whole");
      Files.writeString(root.resolve("uploads").resolve("0".repeat(32)), "half");
      Path shelf = Files.createDirectories(root.resolve("blobs").resolve("00"));
      Files.writeString(shelf.resolve("0".repeat(32)), "without a row");
      opened.receivePart(set);
      opened.files().collect();
      assertThat(TestStorage.count(location)).isEqualTo(4);
      opened.files().collect(later());
      assertThat(TestStorage.count(location))
          .as("the file, and the part, which may take a day")
          .isEqualTo(2);
      opened.files().collect(later().plus(BlobStore.LONGEST_UPLOAD));
      assertThat(TestStorage.count(location)).isOne();
      assertThat(opened.read(set, "a")).isEqualTo("whole");
    }
  }

  /** In S3 an object is as old as its upload, so that all of them may be new for a day. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void leftoversOfACrashInS3AreCollectedWhenOld(TestStore store) throws IOException {
    S3Location place = TestS3.shared().newLocation();
    S3Client client = TestS3.shared().client();
    String garbage = place.key("blobs/" + "0".repeat(32));
    try (Opened opened = Opened.at(store, place)) {
      long set = opened.set(opened.begin(), OpenFiles.Access.WRITE);
      opened.put(set, "a", "whole");
      opened.receivePart(set);
      client.createMultipartUpload(r -> r.bucket(place.bucket()).key(garbage));
      client.putObject(
          r -> r.bucket(place.bucket()).key(garbage), RequestBody.fromString("without a row"));
      for (Instant moment : List.of(Instant.now(), later())) {
        opened.files().collect(moment);
        assertThat(TestStorage.count(place)).isEqualTo(3);
        assertThat(uploads(place)).isOne();
      }
      opened.files().collect(later().plus(BlobStore.LONGEST_UPLOAD));
      assertThat(TestStorage.count(place)).isOne();
      assertThat(uploads(place)).isZero();
      assertThat(opened.read(set, "a")).isEqualTo("whole");
    }
  }

  private static int uploads(S3Location place) {
    return TestS3.shared()
        .client()
        .listMultipartUploads(request -> request.bucket(place.bucket()))
        .uploads()
        .size();
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void incompleteUploadsLeaveNothing(TestStore store, TestStorage storage) throws IOException {
    StorageLocation root = storage.newLocation(directory);
    try (Opened opened = Opened.at(store, root)) {
      long set = opened.set(opened.begin(), OpenFiles.Access.WRITE);
      FilePath path = new FilePath("a");
      assertThatThrownBy(
              () ->
                  opened
                      .files()
                      .put(
                          set,
                          path,
                          new ByteArrayInputStream(new byte[3]),
                          4,
                          FileStorage.Permission.GRANTED))
          .isInstanceOfSatisfying(
              VitrineException.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
      InputStream broken =
          new FilterInputStream(new ByteArrayInputStream(new byte[100_000])) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
              if (available() == 0) {
                throw new IOException("The client is gone");
              }
              return super.read(bytes, offset, length);
            }
          };
      assertThatThrownBy(
              () -> opened.files().put(set, path, broken, -1, FileStorage.Permission.GRANTED))
          .hasMessage("The client is gone");
      assertThat(TestStorage.count(root)).isZero();
      assertThat(opened.files().list(set)).isEmpty();
    }
  }

  /**
   * Concurrent uploads and finalizing: a READY version has all acknowledged files, and none is
   * added later.
   */
  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void nothingIsAddedOnceAVersionIsReady(TestStore store, TestStorage storage) throws Exception {
    StorageLocation root = storage.newLocation(directory);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Opened opened = Opened.at(store, root)) {
      for (int round = 0; round < 10; round++) {
        long version = opened.begin();
        long set = opened.set(version, OpenFiles.Access.WRITE);
        List<Callable<Boolean>> uploads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          String path = "f" + i;
          uploads.add(
              () -> {
                try {
                  opened.put(set, path, path);
                  return true;
                } catch (VitrineException refusal) {
                  assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_VERSION_STATE);
                  return false;
                }
              });
        }
        uploads.add(
            2,
            () -> {
              opened.ready(version);
              return true;
            });
        int acknowledged = -1;
        for (Future<Boolean> upload : threads.invokeAll(uploads)) {
          acknowledged += upload.get() ? 1 : 0;
        }
        assertThat(opened.files().list(set)).hasSize(acknowledged);
        assertThatThrownBy(() -> opened.put(set, "late", "late"))
            .hasMessageContaining("INVALID_VERSION_STATE");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void aRootBelongsToOneRegistry(TestStore store, TestStorage storage) {
    StorageLocation root = storage.newLocation(directory);
    try (Opened first = Opened.at(store, root)) {
      first.engine().files(root);
      StorageLocation elsewhere = storage.newLocation(directory.resolve("elsewhere"));
      assertThatThrownBy(() -> first.engine().files(elsewhere)).hasMessageContaining("--storage");
      assertThatThrownBy(() -> Opened.at(store, root))
          .hasMessageContaining("The files of this registry are not");
      StorageLocation around =
          root instanceof S3Location place
              ? TestS3.shared().location("s3://" + place.bucket())
              : StorageLocation.of(directory);
      assertThatThrownBy(() -> Opened.at(store, around)).hasMessageContaining("not empty");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void urlsExpireAndAreCheckedByAnyServerOfTheRegistry(TestStore store, TestStorage storage) {
    StorageLocation root = storage.newLocation(directory);
    try (Opened opened = Opened.at(store, root)) {
      Instant now = Instant.parse("2026-01-01T00:00:00Z");
      SignedUrls one = new SignedUrls(opened.files(), Clock.fixed(now, ZoneOffset.UTC));
      Grant grant =
          new Grant(
              Method.PUT,
              new FileRight(1, List.of(3L, 2L), true, 4, 5),
              7,
              new FilePath("a/b"),
              "");
      String signed = one.sign(grant);
      FileStorage others = opened.engine().files(root);
      for (Duration passed : List.of(Duration.ZERO, Duration.ofMinutes(14))) {
        SignedUrls other = new SignedUrls(others, Clock.fixed(now.plus(passed), ZoneOffset.UTC));
        assertThat(other.check(signed, Method.PUT)).isEqualTo(grant);
      }
      SignedUrls late =
          new SignedUrls(others, Clock.fixed(now.plus(SignedUrls.LONGEST), ZoneOffset.UTC));
      assertThatThrownBy(() -> late.check(signed, Method.PUT)).hasMessageContaining("expired");
      assertThat(SignedUrls.LONGEST).isLessThanOrEqualTo(Duration.ofMinutes(15));
    }
  }

  @Test
  void temporaryCredentialsNeedS3AndARole() {
    try (Opened disk = Opened.at(TestStore.H2, TestStorage.DISK.newLocation(directory))) {
      assertThatThrownBy(() -> disk.files().s3ClientFiles("arn:aws:iam::123456789012:role/clients"))
          .hasMessageContaining("--storage-role requires files in S3");
    }
    try (Opened inS3 = Opened.at(TestStore.H2, TestStorage.S3.newLocation(directory))) {
      assertThatThrownBy(() -> inS3.files().s3ClientFiles("clients"))
          .hasMessageContaining("not the ARN of a role");
      // S3Proxy has no STS.
      assertThatThrownBy(() -> inS3.files().s3ClientFiles("arn:aws:iam::123456789012:role/clients"))
          .hasMessageContaining("cannot be assumed")
          .hasMessageNotContaining(TestS3.SECRET);
    }
  }
}
