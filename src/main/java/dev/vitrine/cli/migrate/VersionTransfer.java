package dev.vitrine.cli.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.util.regex.Pattern;

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

  /** The description of a model is YAML; a signature is a member of its root. */
  private static final Pattern SIGNATURE = Pattern.compile("(?m)^signature:(?![ \\t]*(null|~))");

  private static final String DESCRIPTION = "MLmodel";

  /** Bytes of the description, as in Vitrine. */
  private static final int LONGEST_DESCRIPTION = 1 << 20;

  private final MlflowSource source;
  private final VitrineTarget target;
  private final ExecutorService workers;
  private final Path directory;
  private final boolean verify;

  /**
   * @param workers copies at the same time
   * @param directory for files on their way
   * @param verify whether copies are read back
   */
  VersionTransfer(
      MlflowSource source,
      VitrineTarget target,
      ExecutorService workers,
      Path directory,
      boolean verify) {
    this.source = source;
    this.target = target;
    this.workers = workers;
    this.directory = directory;
    this.verify = verify;
  }

  /** What {@link #bring} would copy; changes nothing. */
  Size check(SourceModel model, SourceVersion version, Migration.Choices choices)
      throws IOException {
    if (choices.withoutFiles()) {
      return new Size(0, 0);
    }
    List<SourceFile> files = source.files(model.name(), version.number());
    requireSignature(files, choices);
    return size(files);
  }

  /**
   * Imports a version.
   *
   * @param begun whether an import that was interrupted has added the version
   */
  Size bring(
      SourceModel model,
      String name,
      SourceVersion version,
      Map<String, String> tags,
      boolean begun,
      Migration.Choices choices)
      throws IOException {
    JsonNode run = source.run(version.runId()).orElseGet(MissingNode::getInstance);
    SourceVersion authored = version.author().isEmpty() ? version.by(author(run)) : version;
    if (choices.withoutFiles()) {
      target.addSource(name, authored, tags);
      return new Size(0, 0);
    }
    List<SourceFile> files = source.files(model.name(), version.number());
    requireSignature(files, choices);
    if (!begun) {
      target.begin(name, authored, tags, run);
    }
    List<String> sums = each(files, file -> copy(file, name, version.number()));
    target.finish(name, version.number());
    if (verify) {
      List<String> copied = each(files, file -> sumOfCopy(file, name, version.number()));
      if (!copied.equals(sums)) {
        throw new MigrationException(0, "A copied file differs from the file of the source.");
      }
    }
    return size(files);
  }

  private static String author(JsonNode run) {
    for (JsonNode tag : run.path("data").path("tags")) {
      if (tag.path("key").asText().equals("mlflow.user")) {
        return tag.path("value").asText("");
      }
    }
    return run.path("info").path("user_id").asText("");
  }

  private static Size size(List<SourceFile> files) {
    return new Size(files.size(), files.stream().mapToLong(SourceFile::size).sum());
  }

  private void requireSignature(List<SourceFile> files, Migration.Choices choices)
      throws IOException {
    SourceFile description =
        files.stream()
            .filter(file -> file.path().equals(DESCRIPTION))
            .findFirst()
            .orElseThrow(() -> new MigrationException(0, "It has no MLmodel file."));
    if (choices.unsigned()) {
      return;
    }
    Path file = temporary();
    try {
      source.client().download(description.url(), file, LONGEST_DESCRIPTION);
      if (!SIGNATURE.matcher(Files.readString(file, UTF_8)).find()) {
        throw new UnsignedModelException();
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Returns the checksum. */
  private String copy(SourceFile wanted, String name, long version) throws IOException {
    Path file = temporary();
    try {
      long size = source.client().download(wanted.url(), file, LARGEST_FILE);
      if (size != wanted.size()) {
        throw new MigrationException(
            0, wanted.path() + " has " + size + " bytes; the source states " + wanted.size() + ".");
      }
      target.upload(name, version, wanted.path(), file);
      return sum(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private String sumOfCopy(SourceFile wanted, String name, long version) throws IOException {
    Path file = temporary();
    try {
      target.download(name, version, wanted.path(), file, LARGEST_FILE);
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
      throw new IOException(failure.getCause());
    } finally {
      // After a failure, files that were not begun are not copied.
      running.forEach(future -> future.cancel(true));
    }
  }
}
