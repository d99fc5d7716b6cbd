package dev.vitrine.server.web.detail;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.Locale;

/** Registers the comparison of versions and the archive of a version's files. */
public final class ContentPages {
  private final FileStorage files;

  private ContentPages(FileStorage files) {
    this.files = files;
  }

  /**
   * Adds them.
   *
   * @param files of versions
   */
  public static void add(Pages pages, FileStorage files) {
    ContentPages content = new ContentPages(files);
    pages.get("/models/{model}/compare", content::compare);
    pages.get("/models/{model}/versions/{version}/files.zip", content::archive);
  }

  /** The model in the path, in lower case. */
  static QualifiedName model(UserRequest request) {
    return Exchange.modelName(request.path("model").toLowerCase(Locale.ROOT));
  }

  private WebResponse compare(UserRequest request) {
    return CompareView.of(request, files);
  }

  private WebResponse archive(UserRequest request) {
    return VersionFile.archive(
        request, model(request), Exchange.version(request.path("version")), files);
  }
}
