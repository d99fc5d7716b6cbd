package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.CommitProxy.Break;
import dev.vitrine.artifact.FileStorage.Permission;
import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.artifact.blob.StorageRoot;
import dev.vitrine.artifact.blob.UploadSession;
import dev.vitrine.artifact.blob.UploadSession.Part;
import dev.vitrine.artifact.s3.S3Blobs;
import dev.vitrine.artifact.s3.S3Connection;
import dev.vitrine.catalog.StoredFile;
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
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The connection to the store is lost during the commit of an upload: the file is there completely
 * or not at all, whichever way the commit went. PostgreSQL's connection is broken by a proxy. H2
 * runs in this process, so the commit itself fails, before or after it was done.
 */
final class UploadOutcomeTest {
  private static final QualifiedName MODEL = QualifiedName.of("c", "s", "m");
  private static final FilePath PATH = new FilePath("a");
  private static final Pattern PORT = Pattern.compile("//[^:/]+:(\\d+)");

  @TempDir private Path directory;

  static Stream<Arguments> everyWay() {
    return Stream.of(TestStore.values())
        .flatMap(
            store ->
                Stream.of(TestStorage.values())
                    .flatMap(
                        storage ->
                            Stream.of(Break.values())
                                .map(way -> Arguments.of(store, storage, way))));
  }

  /** What loses the connection of the next commit of an upload. */
  private interface Breaker extends Consumer<StoreTransaction>, AutoCloseable {
    void arm(Break way);

    boolean hasBroken();

    @Override
    void close() throws IOException;
  }

  private static final class FailingCommit implements Breaker {
    private Optional<Break> next = Optional.empty();

    @Override
    public void arm(Break way) {
      next = Optional.of(way);
    }

    @Override
    public boolean hasBroken() {
      return next.isEmpty();
    }

    @Override
    public void accept(StoreTransaction transaction) {
      Optional<Break> way = next;
      next = Optional.empty();
      if (way.isEmpty() || way.get() == Break.AFTER_THE_COMMIT) {
        transaction.commit();
      }
      if (way.isPresent()) {
        throw new VitrineException(ErrorCode.STORE_UNREACHABLE, "The connection is lost.");
      }
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }

  private record BrokenConnection(CommitProxy proxy) implements Breaker {
    @Override
    public void arm(Break way) {
      proxy.arm(way);
    }

    @Override
    public boolean hasBroken() {
      return proxy.hasBroken();
    }

    @Override
    public void accept(StoreTransaction transaction) {
      transaction.commit();
    }

    @Override
    public void close() throws IOException {
      proxy.close();
    }
  }

  /** A registry with a model, its files, and the same files behind what breaks. */
  private record Opened(
      Engine engine,
      Session session,
      FileStorage files,
      Store behind,
      Breaker breaker,
      FileStorage breaking)
      implements AutoCloseable {
    static Opened at(TestStore kind, StorageLocation root) throws IOException {
      TestRegistry registry = TestRegistry.open(kind);
      registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
      registry.admin().run("GRANT EXECUTE ON MODEL c.s.m TO admin");
      Engine engine = Engine.open(registry.url());
      FileStorage files = engine.files(root);
      BlobStore blobs =
          root instanceof S3Location place
              ? new S3Blobs(S3Connection.open(place))
              : new StorageRoot(((StorageLocation.Directory) root).path().toAbsolutePath());
      String url = registry.url();
      Breaker breaker =
          switch (kind) {
            case H2 -> new FailingCommit();
            case POSTGRESQL -> {
              Matcher port = PORT.matcher(url);
              assertThat(port.find()).isTrue();
              CommitProxy proxy = new CommitProxy(Integer.parseInt(port.group(1)));
              // Else the driver says COMMIT by a number only, once it has said it a few times.
              url = port.replaceFirst("//127.0.0.1:" + proxy.port()) + "&prepareThreshold=0";
              yield new BrokenConnection(proxy);
            }
          };
      Store behind = Store.open(StoreLocation.parse(url));
      return new Opened(
          engine,
          engine.connect("admin"),
          files,
          behind,
          breaker,
          new FileStorage(behind, blobs, new NoRemoteFiles(), breaker));
    }

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

    long set(long version) {
      return session
          .execute(new OpenFiles(MODEL, version, OpenFiles.Access.WRITE, ""), Limits.NONE)
          .set();
    }

    void ready(long version) {
      session.execute(
          new FinalizeVersion(MODEL, version, Optional.empty(), Optional.empty(), Optional.empty()),
          Limits.NONE);
    }

    void put(long set, String text) throws IOException {
      files.put(set, PATH, stream(text), text.length(), Permission.GRANTED);
    }

    /** Puts a file whose commit's outcome its sender does not learn. */
    void lose(long set, String text, Break way) {
      assertLost(
          () -> breaking.put(set, PATH, stream(text), text.length(), () -> breaker.arm(way)));
    }

    void assertLost(ThrowingCallable put) {
      assertThatThrownBy(put)
          .isInstanceOfSatisfying(
              VitrineException.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_UNREACHABLE));
      assertThat(breaker.hasBroken()).isTrue();
    }

    Optional<String> read(long set) throws IOException {
      Optional<StoredFile> file = files.find(set, PATH);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = files.read(file.get())) {
        return Optional.of(new String(in.readAllBytes(), UTF_8));
      }
    }

    private static InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Override
    public void close() throws IOException {
      session.close();
      engine.close();
      behind.close();
      breaker.close();
    }
  }

  private static Instant muchLater() {
    return Instant.now().plus(BlobStore.LONGEST_UPLOAD).plus(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aFileWhoseCommitIsLostIsThereOrNot(TestStore store, TestStorage storage, Break way)
      throws IOException {
    StorageLocation root = storage.newLocation(directory);
    try (Opened opened = Opened.at(store, root)) {
      long version = opened.begin();
      long set = opened.set(version);
      opened.lose(set, "lost", way);
      assertThat(TestStorage.count(root)).as("bytes are kept").isOne();
      Optional<String> expected =
          way == Break.AFTER_THE_COMMIT ? Optional.of("lost") : Optional.empty();
      assertThat(opened.read(set)).isEqualTo(expected);
      requireComplete(opened.files(), set);
      opened.files().collect(muchLater());
      assertThat(opened.read(set)).isEqualTo(expected);
      assertThat(TestStorage.count(root)).isEqualTo(expected.isPresent() ? 1 : 0);
      // As a client does that tries again.
      opened.put(set, "again");
      requireComplete(opened.files(), set);
      opened.ready(version);
      assertThat(opened.read(set)).contains("again");
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aFileThatWasToBeReplacedIsTheOldOrTheNew(TestStore store, TestStorage storage, Break way)
      throws IOException {
    StorageLocation root = storage.newLocation(directory);
    try (Opened opened = Opened.at(store, root)) {
      long version = opened.begin();
      long set = opened.set(version);
      opened.put(set, "old");
      opened.lose(set, "new", way);
      String expected = way == Break.AFTER_THE_COMMIT ? "new" : "old";
      assertThat(opened.read(set)).contains(expected);
      opened.files().collect(muchLater());
      requireComplete(opened.files(), set);
      opened.ready(version);
      assertThat(opened.read(set)).contains(expected);
      assertThat(TestStorage.count(root)).isOne();
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aFileInPartsIsThereOrNotAndCanBeCompletedAgain(
      TestStore store, TestStorage storage, Break way) throws IOException {
    StorageLocation root = storage.newLocation(directory);
    try (Opened opened = Opened.at(store, root)) {
      long version = opened.begin();
      long set = opened.set(version);
      UploadSession session = UploadSession.begin();
      Part part = UploadSession.part(1);
      opened.files().receive(set, session, part, Opened.stream("parts"), -1);
      opened.assertLost(
          () ->
              opened
                  .breaking()
                  .put(
                      set,
                      new Placement(PATH),
                      session,
                      List.of(part),
                      () -> opened.breaker().arm(way)));
      assertThat(opened.read(set).isPresent()).isEqualTo(way == Break.AFTER_THE_COMMIT);
      opened.files().put(set, new Placement(PATH), session, List.of(part), Permission.GRANTED);
      requireComplete(opened.files(), set);
      opened.ready(version);
      opened.files().collect(muchLater());
      assertThat(opened.read(set)).contains("parts");
      assertThat(TestStorage.count(root)).isOne();
    }
  }

  /** A refusal before the commit is certain: nothing of the file stays. */
  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void aFileThatIsRefusedLeavesNothing(TestStore store, TestStorage storage) throws IOException {
    StorageLocation root = storage.newLocation(directory);
    try (Opened opened = Opened.at(store, root)) {
      long version = opened.begin();
      long set = opened.set(version);
      Permission withdrawn =
          () -> {
            throw SignedUrls.expired();
          };
      assertThatThrownBy(() -> opened.files().put(set, PATH, Opened.stream("x"), -1, withdrawn))
          .hasMessageContaining("expired");
      assertThatThrownBy(
              () ->
                  opened
                      .files()
                      .put(set, PATH, Opened.stream("x"), -1, () -> opened.ready(version)))
          .hasMessageContaining("can no longer change");
      assertThat(TestStorage.count(root)).isZero();
    }
  }

  private static void requireComplete(FileStorage files, long set) {
    files.requireComplete(set, files.list(set));
  }
}
