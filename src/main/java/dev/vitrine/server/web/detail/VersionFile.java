package dev.vitrine.server.web.detail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.artifact.FilePath;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.DisplayFormat;
import dev.vitrine.server.web.Download;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.QualifiedName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Downloads of files; the audit trail records each file. */
final class VersionFile {
  /** The file that describes a model. */
  static final String DESCRIPTION = "MLmodel";

  /** Bytes of a description that are shown. */
  private static final int MOST_SHOWN = 1 << 18;

  /** Files of an archive: each takes a row of the audit trail. */
  private static final int MOST_FILES = 1_000;

  /** Bytes of an archive, 4 GiB. */
  private static final long MOST_BYTES = 4L << 30;

  private VersionFile() {}

  /** The beginning of the MLmodel file; empty if there is none. */
  static Optional<String> text(
      UserRequest request, QualifiedName model, long version, FileStorage storage) {
    long set = open(request, model, version, DESCRIPTION);
    return storage.find(set, new FilePath(DESCRIPTION)).map(file -> text(file, storage));
  }

  private static String text(StoredFile file, FileStorage storage) {
    try (InputStream bytes = storage.read(file)) {
      return new String(bytes.readNBytes(MOST_SHOWN), UTF_8);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * All files in a zip archive, without compression.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when there are too many files or bytes
   */
  static Download archive(
      UserRequest request, QualifiedName model, long version, FileStorage storage) {
    List<StoredFile> files = FilesPart.list(request, model, version, storage);
    long bytes = files.stream().mapToLong(StoredFile::size).sum();
    if (files.isEmpty()) {
      throw new VitrineException(
          ErrorCode.FILE_NOT_FOUND, "The files of this version are not in Vitrine.");
    }
    if (files.size() > MOST_FILES || bytes > MOST_BYTES) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The version has too many files for an archive, or too large ones.")
          .withHint(
              "The limits are "
                  + DisplayFormat.number(MOST_FILES)
                  + " files and "
                  + (MOST_BYTES >> 30)
                  + " GiB. Download single files, or use an MLflow client.");
    }
    files.forEach(file -> open(request, model, version, file.path()));
    String name = model.parts().get(model.parts().size() - 1).value() + "-" + version + ".zip";
    return new Download(
        "application/zip",
        name,
        out -> {
          try (ZipOutputStream zip = new ZipOutputStream(out, UTF_8)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (StoredFile file : files) {
              zip.putNextEntry(new ZipEntry(file.path()));
              try (InputStream in = storage.read(file)) {
                in.transferTo(zip);
              }
              zip.closeEntry();
            }
          }
        });
  }

  private static long open(UserRequest request, QualifiedName model, long version, String path) {
    return request.run(new OpenFiles(model, version, OpenFiles.Access.READ, path)).set();
  }
}
