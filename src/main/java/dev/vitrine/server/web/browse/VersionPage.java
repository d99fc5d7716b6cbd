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
import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.Call.ReadVersion;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.VersionRef;
import java.util.List;
import java.util.Optional;

/** The page of a version, and the downloads of its files. */
final class VersionPage {
  private static final String PATH = "/models/{model}/versions/{version}";

  private static final String SIGNATURE =
      "SELECT signature FROM system.registry.versions WHERE full_name = ? AND version = ?";

  private static final String SOURCES =
      "SELECT source_table_full_name, created_by, event_time FROM system.access.model_lineage"
          + " WHERE target_model_full_name = ? AND target_model_version = ?"
          + " ORDER BY source_table_full_name";

  private static final String COPIES =
      "SELECT target_model_full_name, target_model_version FROM system.access.model_lineage"
          + " WHERE source_table_full_name = ? ORDER BY target_model_full_name LIMIT 100";

  private static final String EVENTS =
      "SELECT event_time, user_identity, action_name, response_code, error_message, request_params"
          + " FROM system.access.audit WHERE request_params LIKE ? ESCAPE '!'"
          + " AND request_params LIKE ? ORDER BY event_time DESC";

  private final FileStorage files;
  private final SignedUrls urls;

  VersionPage(FileStorage files, SignedUrls urls) {
    this.files = files;
    this.urls = urls;
  }

  void add(Pages pages) {
    pages.get(PATH, this::show);
    pages.get(PATH + "/files/<path>", this::download);
  }

  private WebResponse show(Visit visit) {
    QualifiedName name = Exchange.modelName(visit.path("model"));
    RegisteredModel model = visit.run(new ReadModel(name));
    long number = Exchange.version(visit.path("version"));
    ModelVersion version =
        visit.run(new ReadVersion(name, new VersionRef.ByNumber(number), false)).orElseThrow();
    ObjectPath object = ObjectPath.of(model.fullName());
    List<Tab> tabs =
        Tab.of(
            object.href() + "/versions/" + number,
            visit.text("tab").orElse(""),
            "Signature",
            "Files",
            "Lineage",
            "Activity");
    return switch (Tab.shown(tabs)) {
      case "Files" -> withFiles(visit, name, details(visit, model, version, tabs));
      case "Lineage" ->
          details(visit, model, version, tabs)
              .withLists(
                  Listing.of(visit, tabs.get(2).href(), SOURCES, model.fullName(), number),
                  visit.rows(COPIES, "models:/" + model.fullName() + "/" + number));
      case "Activity" ->
          details(visit, model, version, tabs)
              .withLists(
                  Listing.of(
                      visit,
                      tabs.get(3).href(),
                      EVENTS,
                      "%\"full_name\":\"" + ObjectLists.escaped(model.fullName()) + "\"%",
                      "%\"version\":" + number + "%"),
                  List.of());
      default -> details(visit, model, version, tabs);
    };
  }

  private static VersionDetails details(
      Visit visit, RegisteredModel model, ModelVersion version, List<Tab> tabs) {
    ObjectPath object = ObjectPath.of(model.fullName());
    String signature =
        visit.rows(SIGNATURE, model.fullName(), version.version()).stream()
            .map(row -> row.text(0))
            .findFirst()
            .orElse("");
    return new VersionDetails(
        object,
        version,
        signature,
        Rights.of(visit, object, model.owner()),
        tabs,
        new Listing(List.of(), 1, false, "", object.href()),
        List.<Row>of(),
        List.of(),
        Optional.empty());
  }

  /** Who may see a version need not be permitted to see its files. */
  private VersionDetails withFiles(Visit visit, QualifiedName model, VersionDetails details) {
    try {
      return details.withFiles(files(visit, model, details.version().version()));
    } catch (VitrineException exception) {
      if (exception.code() != ErrorCode.INSUFFICIENT_PRIVILEGES) {
        throw exception;
      }
      return details.withRefusal(Notice.error(exception));
    }
  }

  /** The files in Vitrine's storage; none if the version has its files elsewhere. */
  private List<StoredFile> files(Visit visit, QualifiedName model, long version) {
    try {
      return files.list(visit.run(new OpenFiles(model, version, OpenFiles.Access.LIST, "")).set());
    } catch (VitrineException exception) {
      if (exception.code() != ErrorCode.FILE_NOT_FOUND) {
        throw exception;
      }
      return List.of();
    }
  }

  /** Sends the browser to a URL that is valid for a short time. */
  private WebResponse download(Visit visit) {
    QualifiedName model = Exchange.modelName(visit.path("model"));
    long version = Exchange.version(visit.path("version"));
    FilePath path = new FilePath(visit.path("path"));
    OpenFiles.Opened opened =
        visit.run(new OpenFiles(model, version, OpenFiles.Access.READ, path.toString()));
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
