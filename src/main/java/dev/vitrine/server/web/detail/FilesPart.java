package dev.vitrine.server.web.detail;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Tree;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.statement.tree.Call.FindFiles;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files of a version, as a part of a page.
 *
 * @param page the address of the version
 * @param permitted whether the user may read the files
 * @param shown the text of the MLmodel file, if it is requested
 * @param source where the version was registered from, for versions without files
 */
public record FilesPart(
    String page,
    List<StoredFile> files,
    boolean permitted,
    Optional<String> shown,
    Optional<String> source)
    implements DetailPart {
  /** Files that are listed. */
  private static final int MOST_LISTED = 1_000;

  public FilesPart {
    files = List.copyOf(files);
  }

  /**
   * Reads the list.
   *
   * @throws VitrineException if the user may not see the model, or the version is not READY
   */
  public static FilesPart of(
      UserRequest request,
      QualifiedName model,
      ModelVersion version,
      FileStorage storage,
      boolean show) {
    String page = ObjectPath.of(version.model()).href() + "/versions/" + version.version();
    FindFiles.Found found = request.run(new FindFiles(model, version.version()));
    List<StoredFile> files = found.set().map(storage::list).orElse(List.of());
    return new FilesPart(
        page,
        files,
        found.permitted(),
        show && found.set().isPresent()
            ? VersionFile.text(request, model, version.version(), storage)
            : Optional.empty(),
        version.source());
  }

  /** The files of a version; none if they are not in Vitrine. */
  static List<StoredFile> list(
      UserRequest request, QualifiedName model, long version, FileStorage storage) {
    try {
      long set = request.run(new OpenFiles(model, version, OpenFiles.Access.LIST, "")).set();
      return storage.list(set);
    } catch (VitrineException exception) {
      if (exception.code() == ErrorCode.FILE_NOT_FOUND) {
        return List.of();
      }
      throw exception;
    }
  }

  /** A path of a file in an address. */
  private static String encoded(String path) {
    return Arrays.stream(path.split("/", -1)).map(Tree::encoded).collect(Collectors.joining("/"));
  }

  /** The files that are listed. */
  public List<StoredFile> listed() {
    return files.stream().limit(MOST_LISTED).toList();
  }

  /** The address of a file. */
  public String href(StoredFile file) {
    return page + "/files/" + encoded(file.path());
  }

  /** Whether there is an MLmodel file. */
  public boolean hasDescription() {
    return files.stream().anyMatch(file -> file.path().equals(VersionFile.DESCRIPTION));
  }

  /** Total bytes. */
  public long bytes() {
    return files.stream().mapToLong(StoredFile::size).sum();
  }
}
