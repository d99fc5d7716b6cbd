package dev.vitrine.cli.migrate;

import dev.vitrine.artifact.ModelDescription;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.source.RegistrySource;
import dev.vitrine.cli.migrate.source.SourceDetails;
import dev.vitrine.cli.migrate.source.SourceFile;
import dev.vitrine.cli.migrate.source.SourceModel;
import dev.vitrine.cli.migrate.source.SourceVersion;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Copies the files of a version, several at a time, and compares them afterwards. */
final class VersionTransfer {
  /** What was, or is to be, copied. */
  record Size(int files, long bytes) {
    @Override
    public String toString() {
      return files == 0 ? "without files" : files + " files, " + bytes + " bytes";
    }
  }

  /** The same limit as for a file that is uploaded in one request. */
  private static final long LARGEST_FILE = 5L << 30;

  private final RegistrySource source;
  private final VitrineTarget target;
  private final ExecutorService workers;
  private final Path directory;
  private final boolean verify;
  private final ImportProgress progress;

  /**
   * @param workers copies at the same time
   * @param directory for files on their way
   * @param verify whether copies are read back
   */
  VersionTransfer(
      RegistrySource source,
      VitrineTarget target,
      ExecutorService workers,
      Path directory,
      boolean verify,
      ImportProgress progress) {
    this.source = source;
    this.target = target;
    this.workers = workers;
    this.directory = directory;
    this.verify = verify;
    this.progress = progress;
  }

  /** What {@link #bring} would copy; changes nothing. */
  Size check(SourceModel model, SourceVersion version, Migration.Choices choices)
      throws IOException {
    if (choices.withoutFiles()) {
      return new Size(0, 0);
    }
    List<SourceFile> files = source.files().list(model.fullName(), version);
    requireSignature(files, choices);
    return size(files);
  }

  /**
   * Imports a version.
   *
   * @param details of the version
   * @param begun whether an import that was interrupted has added the version
   */
  Size bring(
      SourceModel model,
      String name,
      SourceDetails details,
      Map<String, String> tags,
      boolean begun,
      Migration.Choices choices)
      throws IOException {
    SourceVersion version = details.version();
    if (choices.withoutFiles()) {
      target.addSource(name, details, tags);
      return new Size(0, 0);
    }
    List<SourceFile> files = source.files().list(model.fullName(), version);
    requireSignature(files, choices);
    // Downloaded, uploaded and, to compare them, read back.
    progress.begin(size(files).bytes() * (verify ? 3 : 2));
    if (!begun) {
      target.begin(name, details, tags, verify);
    } else if (verify) {
      target.setUnverified(name, version.number());
    }
    List<String> sums = each(files, file -> copy(file, name, version.number()));
    target.finish(name, version.number());
    if (verify) {
      compare(files, sums, name, version.number());
    }
    return size(files);
  }

  /** Compares a version that an earlier import made READY, but did not compare. */
  void verify(SourceModel model, String name, SourceVersion version) throws IOException {
    List<SourceFile> files = source.files().list(model.fullName(), version);
    progress.begin(size(files).bytes() * 2);
    compare(files, each(files, this::sumOfOriginal), name, version.number());
  }

  private void compare(List<SourceFile> files, List<String> sums, String name, long version)
      throws IOException {
    List<String> copied = each(files, file -> sumOfCopy(file, name, version));
    if (!copied.equals(sums)) {
      throw new MigrationException(
          0, "A copied file differs from the file of the source. Drop the version.");
    }
    target.setVerified(name, version);
  }

  private static Size size(List<SourceFile> files) {
    return new Size(files.size(), files.stream().mapToLong(SourceFile::size).sum());
  }

  private void requireSignature(List<SourceFile> files, Migration.Choices choices)
      throws IOException {
    if (choices.unsigned()) {
      return;
    }
    SourceFile description =
        files.stream()
            .filter(file -> file.path().equals(ModelDescription.PATH.value()))
            .findFirst()
            .orElseThrow(() -> new UnusableVersionException("It has no MLmodel file."));
    if (description.size() > ModelDescription.MOST_BYTES) {
      throw new UnusableVersionException(
          "Its MLmodel file is larger than " + ModelDescription.MOST_BYTES + " bytes.");
    }
    Path file = temporary();
    try {
      source.files().download(description, file, ModelDescription.MOST_BYTES, bytes -> {});
      try (InputStream in = Files.newInputStream(file)) {
        if (!ModelDescription.read(in).isSigned()) {
          throw new UnusableVersionException(
              "It has no signature of both inputs and outputs (--allow-unsigned).");
        }
      } catch (VitrineException invalid) {
        UnusableVersionException failure =
            new UnusableVersionException("Its MLmodel file is not valid: " + invalid.getMessage());
        failure.initCause(invalid);
        throw failure;
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Returns the checksum. */
  private String copy(SourceFile wanted, String name, long version) throws IOException {
    Path file = temporary();
    try {
      fetch(wanted, file);
      target.upload(name, version, wanted.path(), file);
      progress.moved(wanted.size());
      return sum(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private String sumOfOriginal(SourceFile wanted) throws IOException {
    Path file = temporary();
    try {
      fetch(wanted, file);
      return sum(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void fetch(SourceFile wanted, Path file) throws IOException {
    long size = source.files().download(wanted, file, LARGEST_FILE, progress::moved);
    if (size != wanted.size()) {
      throw new MigrationException(
          0, wanted.path() + " has " + size + " bytes; the source states " + wanted.size() + ".");
    }
  }

  private String sumOfCopy(SourceFile wanted, String name, long version) throws IOException {
    Path file = temporary();
    try {
      target.download(name, version, wanted.path(), file, LARGEST_FILE, progress::moved);
      return sum(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Path temporary() throws IOException {
    return Files.createTempFile(directory, "file", "");
  }

  private static String sum(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  private interface FileWork {
    String run(SourceFile file) throws IOException;
  }

  private List<String> each(List<SourceFile> files, FileWork work) throws IOException {
    List<Future<String>> running = new ArrayList<>();
    for (SourceFile file : files) {
      Callable<String> call = () -> work.run(file);
      running.add(workers.submit(call));
    }
    List<String> results = new ArrayList<>();
    try {
      for (Future<String> future : running) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof MigrationException refusal) {
        throw new MigrationException(refusal.status(), refusal.problem());
      }
      MigrationException local =
          new MigrationException(
              0,
              "A file cannot be copied by way of the temporary directory: " + failure.getCause());
      local.initCause(failure);
      throw local;
    } finally {
      // After a failure, files that were not begun are not copied.
      running.forEach(future -> future.cancel(true));
    }
  }
}
