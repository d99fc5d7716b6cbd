package dev.vitrine.server.mlflow;

import dev.vitrine.artifact.FilePath;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of files of a version: {@code /Models/catalog/schema/model/version/…}. It contains the
 * current name, which is resolved with each request.
 *
 * @param directory the path of the version, as sent
 * @param file path of a file in the version; empty for all
 */
record ArtifactPath(QualifiedName model, long version, String directory, Optional<FilePath> file) {
  private static final Pattern FORM =
      Pattern.compile("(/Models/([^/]+)/([^/]+)/([^/]+)/([0-9]{1,18}))(?:/(.*))?", Pattern.DOTALL);

  /**
   * Reads a path that is decoded.
   *
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when the path is invalid
   */
  static ArtifactPath parse(String path) {
    Matcher matcher = FORM.matcher(path);
    if (!matcher.matches()) {
      throw Exchange.invalid("The path is not that of a model version.")
          .withHint("It must start with /Models/catalog/schema/model/version.");
    }
    String rest = matcher.group(6) == null ? "" : matcher.group(6);
    String file = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    return new ArtifactPath(
        QualifiedName.of(matcher.group(2), matcher.group(3), matcher.group(4)),
        Long.parseLong(matcher.group(5)),
        matcher.group(1),
        file.isEmpty() ? Optional.empty() : Optional.of(new FilePath(file)));
  }

  /** The file that is wanted. */
  FilePath requireFile() {
    return file.orElseThrow(() -> Exchange.invalid("The path names no file."));
  }

  /** The path in the version, as text. */
  String relative() {
    return file.map(FilePath::value).orElse("");
  }

  /** The path of the directory, as the client spelled it. */
  String spelled() {
    return file.map(path -> directory + "/" + path).orElse(directory);
  }
}
