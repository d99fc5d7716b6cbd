package dev.vitrine.server.web.change;

import dev.vitrine.artifact.FilePath;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.Placement;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.artifact.SignedUrls.Grant;
import dev.vitrine.artifact.SignedUrls.Method;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.mlflow.FileEndpoints;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.VersionFinalizer;
import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.statement.tree.Call.BeginVersion;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Registers a version whose files the browser uploads. A script begins the version, sends each file
 * to a URL that is valid for a short time, and finishes the version, as MLflow clients do.
 */
public final class UploadPages {
  private static final String MODEL = "/models/{model}/upload";
  private static final String VERSION = "/models/{model}/versions/{version}/upload";

  private static final String VERSION_TEXTS =
      "SELECT source, run_id, comment FROM system.registry.versions"
          + " WHERE full_name = ? AND version = ?";

  private final FileStorage files;
  private final SignedUrls urls;
  private final VersionFinalizer finalizer;

  private UploadPages(FileStorage files, SignedUrls urls, VersionFinalizer finalizer) {
    this.files = files;
    this.urls = urls;
    this.finalizer = finalizer;
  }

  /** Adds them. */
  public static void add(
      Pages pages, FileStorage files, SignedUrls urls, VersionFinalizer finalizer) {
    UploadPages uploads = new UploadPages(files, urls, finalizer);
    pages.get(MODEL, UploadPages::form);
    pages.post(MODEL, UploadPages::begin);
    pages.post(VERSION, uploads::file);
    pages.post(VERSION + "/finish", uploads::finish);
  }

  private static QualifiedName model(UserRequest request) {
    return Exchange.modelName(request.path("model"));
  }

  private static WebResponse form(UserRequest request) {
    RegisteredModel model = request.run(new ReadModel(model(request)));
    return new UploadView(ObjectPath.of(model.fullName()));
  }

  private static WebResponse begin(UserRequest request) {
    QualifiedName model = model(request);
    AddVersion version =
        version(
            model,
            request.text("source").orElse("browser"),
            request.text("run").orElse(null),
            request.text("comment").orElse(null));
    Registered begun = request.run(new BeginVersion(version));
    return new Redirect(page(model, begun.number()));
  }

  private static AddVersion version(
      QualifiedName model, String source, @Nullable String run, @Nullable String comment) {
    return new AddVersion(
        model,
        source,
        Optional.ofNullable(run),
        Optional.empty(),
        Optional.ofNullable(comment),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** The URL to which the browser sends one file. */
  private WebResponse file(UserRequest request) {
    FilePath path = new FilePath(request.required("path"));
    OpenFiles.Opened opened =
        request.run(
            new OpenFiles(
                model(request),
                Exchange.version(request.path("version")),
                OpenFiles.Access.WRITE,
                path.toString()));
    files.requirePossible(opened.set(), new Placement(path));
    return new Redirect(
        FileEndpoints.SIGNED
            + urls.sign(new Grant(Method.PUT, opened.right(), opened.set(), path, "")));
  }

  private WebResponse finish(UserRequest request) {
    QualifiedName model = model(request);
    long version = Exchange.version(request.path("version"));
    finalizer.finish(model, version, request);
    request.notice(
        Notice.done("Version " + version + " was registered.", statement(request, model, version)));
    return new Redirect(page(model, version));
  }

  /** The statement that registers the same version; empty if the user may not read it. */
  private static String statement(UserRequest request, QualifiedName model, long version) {
    String name = ObjectPath.of(model.toString()).fullName().toLowerCase(Locale.ROOT);
    return request.rows(VERSION_TEXTS, name, version).stream()
        .findFirst()
        .map(
            row ->
                request.sql(
                    version(
                        model,
                        row.text(0),
                        row.optional(1).orElse(null),
                        row.optional(2).orElse(null))))
        .orElse("");
  }

  private static String page(QualifiedName model, long version) {
    return ObjectPath.of(model.toString()).href() + "/versions/" + version;
  }

  /** The page on which a folder is chosen. */
  public record UploadView(ObjectPath model) implements View {
    @Override
    public String template() {
      return "change/upload.jte";
    }

    @Override
    public String title() {
      return "Upload a version of " + model.fullName();
    }

    @Override
    public List<String> place() {
      return model.names();
    }
  }
}
