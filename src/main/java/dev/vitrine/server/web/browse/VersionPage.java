package dev.vitrine.server.web.browse;

import dev.vitrine.artifact.FilePath;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.artifact.SignedUrls.Grant;
import dev.vitrine.artifact.SignedUrls.Method;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.mlflow.FileEndpoints;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.content.DetailPart;
import dev.vitrine.server.web.detail.FilesPart;
import dev.vitrine.server.web.detail.MetricsPart;
import dev.vitrine.server.web.detail.SignaturePart;
import dev.vitrine.server.web.lineage.LineagePart;
import dev.vitrine.server.web.rights.Rights;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.Call.ReadVersion;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.VersionRef;
import java.util.List;
import java.util.Optional;

/** The page of a version, and the downloads of its files. */
final class VersionPage {
  static final String PATH = "/models/{model}/versions/{version}";

  private final FileStorage files;
  private final SignedUrls urls;

  VersionPage(FileStorage files, SignedUrls urls) {
    this.files = files;
    this.urls = urls;
  }

  WebResponse show(UserRequest request) {
    RegisteredModel model = request.run(new ReadModel(Exchange.modelName(request.path("model"))));
    long number = Exchange.version(request.path("version"));
    ObjectPath object = ObjectPath.of(model.fullName());
    Rights rights = Rights.of(request, object, model.owner());
    rights.require("EXECUTE");
    ModelVersion version =
        request
            .run(new ReadVersion(object.name(), new VersionRef.ByNumber(number), false))
            .orElseThrow();
    List<Tab> tabs =
        Tab.of(
            object.href() + "/versions/" + number,
            request.text("tab").orElse(""),
            "Signature",
            "Metrics",
            "Files",
            "Lineage",
            "Activity");
    String tab = Tab.shown(tabs);
    boolean activity = tab.equals("Activity");
    return new VersionDetails(
        object,
        version,
        rights,
        tabs,
        activity
            ? ObjectLists.events(request, object, number, PointInTime.OrNow.NOW)
            : Listing.NONE,
        activity ? Optional.empty() : Optional.of(part(request, object.name(), version, tab)));
  }

  private DetailPart part(
      UserRequest request, QualifiedName name, ModelVersion version, String tab) {
    return switch (tab) {
      case "Files" -> FilesPart.of(request, name, version, files, request.flag("show"));
      case "Metrics" -> MetricsPart.of(version);
      case "Lineage" -> LineagePart.of(request, name, version.version());
      default -> SignaturePart.of(request, name, version.version());
    };
  }

  /** Sends the browser to a URL that is valid for a short time. */
  WebResponse download(UserRequest request) {
    QualifiedName model = Exchange.modelName(request.path("model"));
    long version = Exchange.version(request.path("version"));
    FilePath path = new FilePath(request.path("path"));
    OpenFiles.Opened opened =
        request.run(new OpenFiles(model, version, OpenFiles.Access.READ, path.toString()));
    Optional<StoredFile> file = files.find(opened.set(), path);
    if (file.isEmpty()) {
      throw new VitrineException(
              ErrorCode.FILE_NOT_FOUND, "The version has no file '" + path + "'.")
          .withHint("The files of a version are listed on its page.");
    }
    return new Redirect(
        FileEndpoints.SIGNED
            + urls.sign(new Grant(Method.GET, opened.right(), opened.set(), path, "")));
  }
}
