package dev.vitrine.store.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vitrine.Effort;
import dev.vitrine.MemoryDirectory;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.WatchedSource;
import dev.vitrine.store.vendor.StoreLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process is killed before any statement of any migration of a store of any older version. After
 * {@code kill -9}, a file store has the content of its files at that moment, so they are copied
 * then; connections to PostgreSQL end silently.
 */
final class MigrationKillTest {
  private static final String FILE = "registry.mv.db";

  /** Reopens what every kill leaves, also where it left the same store file as the kill before. */
  private static final boolean EVERY = Boolean.getBoolean("vitrine.everykill");

  /**
   * Else, every so many of them, and the last; in a build, the first and the last of each version.
   * The migrations work on a copy, so that these kills differ only in how much there is of the file
   * that the next start deletes.
   */
  private static final int SOME = Effort.times(1_000, 15);

  @TempDir(factory = MemoryDirectory.class)
  private Path folder;

  /**
   * A migration works alike whatever the version was before, so that a build tries the new store,
   * the first version and the last ones only.
   */
  static IntStream versionsOfFiles() throws Exception {
    int least = Effort.times(Migrations.CURRENT - 3, 0);
    return olderVersions().filter(version -> version <= 1 || version >= least);
  }

  /** 0 is a store that is not there yet. */
  static IntStream olderVersions() throws Exception {
    Path migrations =
        Path.of(MigrationsTest.class.getResource("V1__registry.sql").toURI()).getParent();
    try (Stream<Path> files = Files.list(migrations)) {
      return IntStream.concat(
          IntStream.of(0),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".sql"))
              .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
              .filter(version -> version < Migrations.CURRENT)
              .sorted()
              .boxed()
              .toList()
              .stream()
              .mapToInt(Integer::intValue));
    }
  }

  private static StoreLocation in(Path directory) {
    return StoreLocation.parse("jdbc:vitrine:file:" + directory.resolve("registry"));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] bytes(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  @ParameterizedTest
  @MethodSource("versionsOfFiles")
  void aFileStoreOutlivesAKillBeforeAnyStatement(int version) throws Exception {
    Path older = folder.resolve("older");
    OlderStore.make(in(older), version);
    Path migrated = write(read(older), folder.resolve("migrated"));
    Kills kills = new Kills(migrated);
    Migrations.open(
            in(migrated), source -> WatchedSource.of(source, sql -> kills.kill()).dataSource())
        .close();
    assertThat(kills.count)
        .as("statements that were seen")
        .isGreaterThan(Migrations.CURRENT - version);
    List<String> expected = OlderStore.content(in(migrated));
    assertThat(names(migrated)).containsExactly(FILE);
    kills.tried.put(kills.count - 1, kills.last);
    for (Map.Entry<Integer, Map<String, byte[]>> kill : kills.tried.entrySet()) {
      Path left = write(kill.getValue(), folder.resolve("killed" + kill.getKey()));
      Migrations.open(in(left)).close();
      assertThat(OlderStore.content(in(left)))
          .as("killed at %d", kill.getKey())
          .isEqualTo(expected);
      assertThat(names(left)).as("killed at %d", kill.getKey()).containsExactly(FILE);
    }
  }

  /** The files that kills leave in a directory. */
  private static final class Kills {
    private final Path directory;

    /** By the number of the kill, those that are tried. */
    private final Map<Integer, Map<String, byte[]>> tried = new TreeMap<>();

    private Map<String, byte[]> last = Map.of();
    private int count;

    Kills(Path directory) {
      this.directory = directory;
    }

    void kill() {
      Map<String, byte[]> now = read(directory);
      boolean untouched = count > 0 && Arrays.equals(now.get(FILE), last.get(FILE));
      if (EVERY || !untouched || count % SOME == 0) {
        tried.put(count, now);
      }
      last = now;
      count++;
    }
  }

  private static Map<String, byte[]> read(Path directory) {
    Map<String, byte[]> files = new TreeMap<>();
    try {
      for (String name : Files.exists(directory) ? names(directory) : List.<String>of()) {
        files.put(name, Files.readAllBytes(directory.resolve(name)));
      }
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return files;
  }

  private static Path write(Map<String, byte[]> files, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    return directory;
  }

  /**
   * The last has rows in most tables; all others take minutes, and are for the long variant.
   * Between commits PostgreSQL undoes all, so that only what comes before a commit is killed each
   * time.
   */
  static IntStream versionsOfDatabases() throws Exception {
    int last = olderVersions().max().orElseThrow();
    return olderVersions().filter(version -> EVERY || version == last);
  }

  @ParameterizedTest
  @MethodSource("versionsOfDatabases")
  void aDatabaseOutlivesAKillBeforeAnyCommit(int version) throws Exception {
    StoreLocation unkilled = StoreLocation.parse(TestStore.POSTGRESQL.newEmptyUrl());
    OlderStore.make(unkilled, version);
    Migrations.open(unkilled).close();
    StoreLocation location = StoreLocation.parse(TestStore.POSTGRESQL.newEmptyUrl());
    OlderStore.make(location, version);
    int kills = 0;
    long before = -1;
    for (int survived = 0; ; survived++) {
      long stored = applied(location);
      // Committed migrations are not repeated: from here on, statements are counted again.
      survived = stored == before ? survived : 0;
      before = stored;
      if (!killedBefore(location, survived)) {
        break;
      }
      kills++;
    }
    assertThat(kills).isGreaterThan(Migrations.CURRENT - version);
    assertThat(OlderStore.content(location)).isEqualTo(OlderStore.content(unkilled));
  }

  private static long applied(StoreLocation location) throws SQLException {
    return OlderStore.content(location).stream()
        .filter(line -> line.startsWith("schema_history row"))
        .count();
  }

  private static boolean killedBefore(StoreLocation location, int statement) {
    AtomicInteger seen = new AtomicInteger();
    AtomicBoolean killed = new AtomicBoolean();
    WatchedSource.Watched[] process = new WatchedSource.Watched[1];
    Throwable failure =
        catchThrowable(
            () ->
                Migrations.open(
                        location,
                        source -> {
                          process[0] =
                              WatchedSource.of(
                                  source,
                                  sql -> {
                                    if ((EVERY || sql.equals("COMMIT"))
                                        && seen.getAndIncrement() == statement) {
                                      killed.set(true);
                                      kill(process[0]);
                                    }
                                  });
                          return process[0].dataSource();
                        })
                    .close());
    assertThat(failure != null).as("%s", failure).isEqualTo(killed.get());
    return killed.get();
  }

  /** Nothing is done after it: Flyway repeats statements for seconds after an exception. */
  private static void kill(WatchedSource.Watched process) {
    try {
      process.kill();
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
    throw new Killed();
  }

  /** The end of the process. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Half a copy, and what H2 writes beside one. */
  @Test
  void filesOfAKilledMigrationAreDeletedByTheNext() throws Exception {
    OlderStore.make(in(folder), 1);
    byte[] whole = bytes(folder);
    Files.write(folder.resolve("registry.migrating.mv.db"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(folder.resolve("registry.migrating.trace.db"), "trace");
    Files.writeString(folder.resolve("registry.migratingother.mv.db"), "of another store");
    Migrations.open(in(folder)).close();
    assertThat(names(folder)).containsExactly("registry.migratingother.mv.db", FILE);
  }

  @Test
  void aFailedMigrationLeavesTheStoreAsItWas() throws Exception {
    OlderStore.make(in(folder), 1);
    List<String> before = OlderStore.content(in(folder));
    assertThatThrownBy(
            () ->
                Migrations.open(
                    in(folder),
                    source ->
                        WatchedSource.of(
                                source,
                                sql -> {
                                  throw new IllegalStateException("a defect");
                                })
                            .dataSource()))
        .hasStackTraceContaining("a defect");
    assertThat(names(folder)).containsExactly(FILE);
    assertThat(OlderStore.content(in(folder))).isEqualTo(before);
    Path empty = folder.resolve("empty");
    assertThatThrownBy(
            () ->
                Migrations.open(
                    in(empty),
                    source ->
                        WatchedSource.of(source, MigrationKillTest::failAtATable).dataSource()))
        .isInstanceOfSatisfying(
            VitrineException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.DISK_FULL));
    assertThat(names(empty)).isEmpty();
  }

  /** Later than the schema, which Flyway tries to create for nine seconds. */
  private static void failAtATable(String sql) {
    if (sql.contains("TABLE")) {
      throw new UncheckedIOException(new IOException("No space left on device"));
    }
  }

  /** As another process does that migrates it, or has it open. */
  @Test
  void aFileThatAnotherProcessHasLockedIsNotMigrated() throws Exception {
    OlderStore.make(in(folder), 1);
    byte[] before = bytes(folder);
    try (FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> Store.open(in(folder)))
          .hasMessageContaining("is in use by another process");
    }
    assertThat(bytes(folder)).isEqualTo(before);
    Store.open(in(folder)).close();
  }

  @Test
  void theNewFileIsAsPrivateAsTheOldAndALinkToItStaysOne() throws Exception {
    Path real = folder.resolve("real");
    OlderStore.make(in(real), 1);
    Files.setPosixFilePermissions(real.resolve(FILE), PosixFilePermissions.fromString("rw-------"));
    Path linked = Files.createDirectory(folder.resolve("linked"));
    Files.createSymbolicLink(linked.resolve(FILE), real.resolve(FILE));
    try (Connection connection = Migrations.open(in(linked))) {
      assertThat(connection.isValid(1)).isTrue();
    }
    assertThat(linked.resolve(FILE)).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real.resolve(FILE))))
        .isEqualTo("rw-------");
    assertThat(OlderStore.content(in(real))).anyMatch(line -> line.contains("released_blobs"));
  }
}
