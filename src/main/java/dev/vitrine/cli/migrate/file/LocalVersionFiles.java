package dev.vitrine.cli.migrate.file;

import dev.vitrine.cli.migrate.file.DirectoryWalk.Entry;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.source.SourceFile;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceVersion;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of versions in directories of this machine. The registry states the directories, so only
 * those below a directory that the user names are read: otherwise a registry could make the import
 * publish any file of the user.
 */
public final class LocalVersionFiles implements SourceFiles {
  private final @Nullable Path allowed;

  /**
   * @param allowed directory below which files may be read; null for none
   */
  public LocalVersionFiles(@Nullable Path allowed) {
    this.allowed = allowed;
  }

  @Override
  public List<SourceFile> list(String model, SourceVersion version) throws IOException {
    Path root = directory(version.location());
    List<SourceFile> files =
        DirectoryWalk.files(
            directory -> entries(root, root.resolve(directory)), DirectoryWalk.LIMIT);
    if (files.isEmpty()) {
      throw new UnusableVersionException("It has no files in " + version.location() + ".");
    }
    return files;
  }

  private Path directory(String location) throws IOException {
    if (!location.startsWith("file:")) {
      throw new UnusableVersionException(
          "Its files are in " + location + ", which cannot be read (--without-files).");
    }
    if (allowed == null) {
      throw new UnusableVersionException(
          "Its files are in " + location + ", which --local-files does not allow to be read.");
    }
    Path path;
    try {
      // Also file:/path and file:path/ without the slashes of a host.
      path = Path.of(URI.create(location.replaceFirst("^file:/*", "file:///")));
    } catch (IllegalArgumentException | FileSystemNotFoundException malformed) {
      UnusableVersionException failure =
          new UnusableVersionException("The location of its files is malformed: " + location);
      failure.initCause(malformed);
      throw failure;
    }
    if (!Files.isDirectory(path)) {
      throw new UnusableVersionException("There is no directory " + location + ".");
    }
    Path real = path.toRealPath();
    if (!real.startsWith(allowed.toRealPath())) {
      throw new UnusableVersionException(
          "Its files are in " + location + ", which --local-files does not allow to be read.");
    }
    return real;
  }

  /** Symbolic links are refused, because they can lead out of the directory. */
  private static List<Entry> entries(Path root, Path directory) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.limit(DirectoryWalk.MOST_FILES + 1L).toList()) {
        boolean inner = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
        if (!inner && !Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS)) {
          throw new UnusableVersionException(
              root.relativize(child) + " is neither a file nor a directory.");
        }
        entries.add(
            new Entry(
                child.getFileName().toString(),
                inner,
                child.toString(),
                inner ? 0 : Files.size(child)));
      }
    }
    return entries;
  }

  @Override
  public long download(SourceFile file, Path target, long most, LongConsumer received)
      throws IOException {
    if (file.size() > most) {
      throw new MigrationException(0, file.path() + " has more than " + most + " bytes.");
    }
    try (InputStream in =
            Files.newInputStream(Path.of(file.location()), LinkOption.NOFOLLOW_LINKS);
        OutputStream out = Files.newOutputStream(target)) {
      long size = in.transferTo(out);
      received.accept(size);
      return size;
    }
  }
}
