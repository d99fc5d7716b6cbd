package dev.vitrine.store.migration;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.FullDisk;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreErrors;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.Vendor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates a file store of H2. Each DDL statement of H2 commits by itself, so a process that is
 * killed in the middle of a migration would leave half of it. So the migration is done on a copy,
 * which replaces the file in one step when it is complete and on disk: at any moment the file is
 * either the old one or the migrated one.
 *
 * <p>Meanwhile this process holds the lock on the file that H2 itself takes, so that no other
 * process can open the store and change data that was already copied.
 */
final class FileMigration {
  private static final Logger LOG = LoggerFactory.getLogger(FileMigration.class);
  private static final String SUFFIX = ".mv.db";
  private static final String COPY = ".migrating";
  private static final String VITRINE = "jdbc:vitrine:file:";
  private static final String H2 = "jdbc:h2:file:";

  private final StoreLocation location;

  /** The file itself, not a link to it. */
  private final Path file;

  /** The path of the copy, as H2 wants it: without the suffix. */
  private final String copyBase;

  private FileMigration(StoreLocation location, Path file) {
    this.location = location;
    this.file = file;
    String name = file.toString();
    this.copyBase = name.substring(0, name.length() - SUFFIX.length()) + COPY;
  }

  /** For the file store at this location, which need not exist yet. */
  static FileMigration of(StoreLocation location) {
    Path path = Path.of(base(location) + SUFFIX);
    try {
      Files.createDirectories(path.getParent());
      Path real = Files.exists(path) ? path.toRealPath() : path;
      // A link to a file with another ending cannot be followed: H2 knows only its own.
      return new FileMigration(location, real.toString().endsWith(SUFFIX) ? real : path);
    } catch (IOException exception) {
      throw failed(exception);
    }
  }

  private static String base(StoreLocation location) {
    return location.url().substring(VITRINE.length());
  }

  /** Whether there is a store. An empty file is none. */
  boolean hasStore() {
    try {
      return Files.size(file) > 0;
    } catch (NoSuchFileException exception) {
      return false;
    } catch (IOException exception) {
      throw failed(exception);
    }
  }

  /**
   * Replaces the file by a migrated copy. Returns false if another process replaced the file
   * meanwhile; the caller must check it again.
   *
   * @param work migrates the store at the given location
   * @throws SQLException with H2's code when the store is open in a process
   * @throws VitrineException DISK_FULL when there is no space for the copy; the store is unchanged
   */
  boolean run(Consumer<StoreLocation> work) throws SQLException {
    try {
      createIfAbsent();
      Optional<Object> known = key();
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        LOG.debug("Migrating a copy of {} in {}", file, lock);
        // The opened file may have been replaced before it was locked.
        boolean current = known.equals(key());
        if (current) {
          replace(channel, work);
        }
        return current;
      }
    } catch (NoSuchFileException exception) {
      LOG.debug("Another process did not finish creating {}", file, exception);
      return false;
    } catch (IOException exception) {
      throw failed(exception);
    }
  }

  private void createIfAbsent() throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException exception) {
      LOG.debug("{} is there already", file);
    }
  }

  /** The identity (inode) of the file behind this name; empty if it does not exist. */
  private Optional<Object> key() throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException exception) {
      return Optional.empty();
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException, SQLException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException exception) {
      throw inUse(exception);
    }
    throw inUse(null);
  }

  private static SQLException inUse(@Nullable Throwable cause) {
    String code = Integer.toString(StoreErrors.H2_IN_USE);
    return new SQLException("The file is locked", code, StoreErrors.H2_IN_USE, cause);
  }

  private void replace(FileChannel original, Consumer<StoreLocation> work)
      throws IOException, SQLException {
    Path copy = Path.of(copyBase + SUFFIX);
    boolean replaced = false;
    try {
      deleteCopies();
      if (original.size() > 0) {
        copy(original, copy);
      }
      migrate(work);
      sync(copy, StandardOpenOption.WRITE);
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
      sync(Objects.requireNonNull(file.getParent()), StandardOpenOption.READ);
      replaced = true;
    } catch (RuntimeException | SQLException exception) {
      if (FullDisk.isCause(exception)) {
        throw full(exception);
      }
      throw exception;
    } finally {
      if (!replaced) {
        abandon(original);
      }
    }
  }

  private void copy(FileChannel original, Path copy) throws IOException {
    try (FileChannel target =
        FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      PosixFileAttributeView view = Files.getFileAttributeView(copy, PosixFileAttributeView.class);
      if (view != null) {
        // The copy replaces the file, so it gets the same permissions.
        view.setPermissions(Files.getPosixFilePermissions(file));
      }
      long size = original.size();
      for (long done = 0; done < size; ) {
        done += original.transferTo(done, size - done, target);
      }
    }
  }

  private void migrate(Consumer<StoreLocation> work) throws SQLException {
    String settings = location.jdbcUrl().substring((H2 + base(location)).length());
    StoreLocation onCopy =
        new StoreLocation(VITRINE + copyBase, Vendor.H2, H2 + copyBase + settings, false);
    try (Connection held = DriverConnections.connect(onCopy);
        Statement statement = held.createStatement()) {
      work.accept(onCopy);
      // All of it is in the file, and the file closed, when this returns.
      statement.execute("SHUTDOWN");
    }
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  /** Changes nothing; the error of the migration is reported. */
  private void abandon(FileChannel original) {
    try {
      deleteCopies();
      if (original.size() == 0) {
        Files.deleteIfExists(file);
      }
    } catch (IOException exception) {
      LOG.warn(
          "Files of a failed migration could not be deleted; the next migration deletes them",
          exception);
    }
  }

  /** Also those of a process that was killed: the lock on the file is held. */
  private void deleteCopies() throws IOException {
    String prefix = Path.of(copyBase).getFileName() + ".";
    List<Path> copies = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            Objects.requireNonNull(file.getParent()),
            path -> path.getFileName().toString().startsWith(prefix))) {
      all.forEach(copies::add);
    }
    for (Path copy : copies) {
      Files.deleteIfExists(copy);
    }
  }

  private static VitrineException failed(IOException cause) {
    return FullDisk.isCause(cause)
        ? full(cause)
        : new VitrineException(
                ErrorCode.CANNOT_CONNECT, "The file of the registry store cannot be used.")
            .withCause(cause)
            .withHint("Check that it and its directory can be read and written.");
  }

  private static VitrineException full(Throwable cause) {
    return new VitrineException(
            ErrorCode.DISK_FULL,
            "The disk has no space for a copy of the registry store, which the migration needs.")
        .withCause(cause)
        .withHint("Free as much space as its file uses. The store is unchanged.");
  }
}
