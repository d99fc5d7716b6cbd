package dev.vitrine.server.web.change;

import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.Change.FormChange;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.ContainerStatement.CreateCatalog;
import dev.vitrine.statement.tree.ContainerStatement.CreateSchema;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ModelStatement.AddVersion;
import dev.vitrine.statement.tree.ModelStatement.CopyVersion;
import dev.vitrine.statement.tree.ModelStatement.CreateModel;
import dev.vitrine.statement.tree.ModelStatement.RenameModel;
import dev.vitrine.statement.tree.ModelStatement.SetAlias;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.VersionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Forms that create, copy and rename. */
final class Creations {
  private static final String NAME = "new";
  private static final String COMMENT = "comment";
  private static final String ALIAS = "alias";

  private Creations() {}

  static void add(Pages pages) {
    pages.change(
        "/change/catalog",
        new FormChange(
            "The catalog was created.",
            request -> container("Create a catalog", "A catalog contains schemas."),
            request ->
                List.of(
                    new CreateCatalog(
                        Identifier.of(request.required(NAME)),
                        false,
                        request.text(COMMENT),
                        Optional.empty())),
            request -> request.text(NAME).map(name -> lower(name).href()).orElse("/")));
    pages.change(
        "/change/catalog/{name}/schema",
        new FormChange(
            "The schema was created.",
            request ->
                container(
                    "Create a schema in " + request.path("name"), "A schema contains models."),
            request ->
                List.of(
                    new CreateSchema(
                        child(request).name(), false, request.text(COMMENT), Optional.empty())),
            Creations::created));
    pages.change(
        "/change/schema/{name}/model",
        new FormChange(
            "The model was created.",
            request ->
                container(
                    "Create a model in " + request.path("name"),
                    "Versions are registered after it."),
            request ->
                List.of(
                    new CreateModel(
                        child(request).name(), false, request.text(COMMENT), List.of())),
            Creations::created));
    pages.change(
        "/change/model/{name}/rename",
        new FormChange(
            "The model was renamed.", Creations::rename, Creations::renamed, Creations::newName));
    pages.change(
        "/change/model/{name}/version",
        new FormChange(
            "The version was registered.",
            Creations::register,
            Creations::registered,
            request -> ChangeTarget.of(request).href()));
    pages.change(
        ChangeTarget.VERSION + "copy",
        new FormChange(
            "The version was copied.", Creations::copy, Creations::copied, Creations::copyPage));
  }

  private static Dialog container(String title, String text) {
    return new Dialog(
        title,
        text,
        List.of(
            Field.text(NAME, "Name")
                .need()
                .hint("Stored in lower case; without dots, spaces and slashes."),
            Field.area(COMMENT, "Description").hint("Markdown; may be empty.")),
        "Create",
        false);
  }

  private static ObjectPath lower(String name) {
    return new ObjectPath(List.of(name.toLowerCase(Locale.ROOT)));
  }

  /** A name with dots is one name, which the statement refuses. */
  private static ObjectPath child(UserRequest request) {
    List<String> names = new ArrayList<>(ChangeTarget.of(request).object().names());
    names.add(request.required(NAME));
    return new ObjectPath(names);
  }

  private static String created(UserRequest request) {
    return request.has(NAME)
        ? ObjectPath.of(child(request).fullName().toLowerCase(Locale.ROOT)).href()
        : ChangeTarget.of(request).href();
  }

  private static Dialog rename(UserRequest request) {
    ObjectPath object = ChangeTarget.of(request).object();
    return new Dialog(
        "Rename " + object.fullName(),
        "Clients that use the old name will fail.",
        List.of(Field.text(NAME, "New name").need().value(object.last())),
        "Rename",
        false);
  }

  private static ObjectPath renamedTo(UserRequest request) {
    List<String> names = new ArrayList<>(ChangeTarget.of(request).object().names().subList(0, 2));
    names.add(request.required(NAME));
    return new ObjectPath(names);
  }

  private static List<Statement> renamed(UserRequest request) {
    return List.of(
        new RenameModel(
            ChangeTarget.of(request).object().name(), false, renamedTo(request).name()));
  }

  private static String newName(UserRequest request) {
    return request.text(NAME).isPresent()
        ? ObjectPath.of(renamedTo(request).fullName().toLowerCase(Locale.ROOT)).href()
        : ChangeTarget.of(request).href();
  }

  private static Dialog register(UserRequest request) {
    return new Dialog(
        "Register a version of " + ChangeTarget.of(request).object().fullName(),
        "Records where the model is. Files are uploaded by MLflow clients.",
        List.of(
            Field.text("source", "Source")
                .need()
                .hint("A URI, such as s3://bucket/path or runs:/ID/model."),
            Field.text("run", "Run ID").hint("The MLflow run that made it; may be empty."),
            Field.area("signature", "Signature")
                .hint("As JSON, as in an MLmodel file; may be empty."),
            Field.text("inputs", "Inputs")
                .hint("Full names of the tables that it was trained with, separated by commas."),
            Field.area(COMMENT, "Description").hint("Markdown; may be empty.")),
        "Register",
        false);
  }

  private static List<Statement> registered(UserRequest request) {
    List<QualifiedName> inputs =
        request.text("inputs").stream()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> QualifiedName.of(text.split("\\.", -1)))
            .toList();
    return List.of(
        new AddVersion(
            ChangeTarget.of(request).object().name(),
            request.required("source"),
            request.text("run"),
            request.text("signature"),
            request.text(COMMENT),
            List.of(),
            inputs,
            List.of(),
            List.of(),
            Optional.empty()));
  }

  private static Dialog copy(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    return new Dialog(
        "Copy " + target.label(),
        "The copy is a new version of the target model, with the same files. A model that does not"
            + " exist is created.",
        List.of(
            Field.text("target", "Target model")
                .need()
                .suggestions(
                    ChangeTarget.names(
                        request, "SELECT full_name FROM system.registry.models ORDER BY full_name"))
                .hint("Full name: catalog.schema.model"),
            Field.text(ALIAS, "Alias")
                .hint("Is set to the copy in the same transaction; may be empty.")),
        "Copy",
        false);
  }

  private static List<Statement> copied(UserRequest request) {
    ChangeTarget source = ChangeTarget.of(request);
    QualifiedName target = Exchange.modelName(request.required("target"));
    List<Statement> statements = new ArrayList<>();
    statements.add(
        new CopyVersion(
            target,
            source.object().name(),
            new VersionRef.ByNumber(source.version().orElseThrow())));
    request
        .text(ALIAS)
        .map(Identifier::of)
        .ifPresent(alias -> statements.add(new SetAlias(target, new VersionRef.Latest(), alias)));
    return statements;
  }

  private static String copyPage(UserRequest request) {
    return request
        .text("target")
        .map(name -> ObjectPath.of(name.toLowerCase(Locale.ROOT)).href())
        .orElse(ChangeTarget.of(request).href());
  }
}
