package dev.vitrine.server.web.change;

import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.Change.FormChange;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Visit;
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
            visit -> container("Create a catalog", "A catalog contains schemas."),
            visit ->
                List.of(
                    new CreateCatalog(
                        Identifier.of(visit.required(NAME)),
                        false,
                        visit.text(COMMENT),
                        Optional.empty())),
            visit -> visit.text(NAME).map(name -> lower(name).href()).orElse("/")));
    pages.change(
        "/change/catalog/{name}/schema",
        new FormChange(
            "The schema was created.",
            visit ->
                container("Create a schema in " + visit.path("name"), "A schema contains models."),
            visit ->
                List.of(
                    new CreateSchema(
                        child(visit).name(), false, visit.text(COMMENT), Optional.empty())),
            Creations::created));
    pages.change(
        "/change/schema/{name}/model",
        new FormChange(
            "The model was created.",
            visit ->
                container(
                    "Create a model in " + visit.path("name"), "Versions are registered after it."),
            visit ->
                List.of(
                    new CreateModel(child(visit).name(), false, visit.text(COMMENT), List.of())),
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
            visit -> ChangeTarget.of(visit).href()));
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
  private static ObjectPath child(Visit visit) {
    List<String> names = new ArrayList<>(ChangeTarget.of(visit).object().names());
    names.add(visit.required(NAME));
    return new ObjectPath(names);
  }

  private static String created(Visit visit) {
    return visit.has(NAME)
        ? ObjectPath.of(child(visit).fullName().toLowerCase(Locale.ROOT)).href()
        : ChangeTarget.of(visit).href();
  }

  private static Dialog rename(Visit visit) {
    ObjectPath object = ChangeTarget.of(visit).object();
    return new Dialog(
        "Rename " + object.fullName(),
        "Clients that use the old name will fail.",
        List.of(Field.text(NAME, "New name").need().value(object.last())),
        "Rename",
        false);
  }

  private static ObjectPath renamedTo(Visit visit) {
    List<String> names = new ArrayList<>(ChangeTarget.of(visit).object().names().subList(0, 2));
    names.add(visit.required(NAME));
    return new ObjectPath(names);
  }

  private static List<Statement> renamed(Visit visit) {
    return List.of(
        new RenameModel(ChangeTarget.of(visit).object().name(), false, renamedTo(visit).name()));
  }

  private static String newName(Visit visit) {
    return visit.text(NAME).isPresent()
        ? ObjectPath.of(renamedTo(visit).fullName().toLowerCase(Locale.ROOT)).href()
        : ChangeTarget.of(visit).href();
  }

  private static Dialog register(Visit visit) {
    return new Dialog(
        "Register a version of " + ChangeTarget.of(visit).object().fullName(),
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

  private static List<Statement> registered(Visit visit) {
    List<QualifiedName> inputs =
        visit.text("inputs").stream()
            .flatMap(text -> Stream.of(text.split(",", -1)))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> QualifiedName.of(text.split("\\.", -1)))
            .toList();
    return List.of(
        new AddVersion(
            ChangeTarget.of(visit).object().name(),
            visit.required("source"),
            visit.text("run"),
            visit.text("signature"),
            visit.text(COMMENT),
            List.of(),
            inputs,
            List.of(),
            List.of(),
            Optional.empty()));
  }

  private static Dialog copy(Visit visit) {
    ChangeTarget target = ChangeTarget.of(visit);
    return new Dialog(
        "Copy " + target.label(),
        "The copy is a new version of the target model, with the same files. A model that does not"
            + " exist is created.",
        List.of(
            Field.text("target", "Target model")
                .need()
                .suggestions(
                    ChangeTarget.names(
                        visit, "SELECT full_name FROM system.registry.models ORDER BY full_name"))
                .hint("Full name: catalog.schema.model"),
            Field.text(ALIAS, "Alias")
                .hint("Is set to the copy in the same transaction; may be empty.")),
        "Copy",
        false);
  }

  private static List<Statement> copied(Visit visit) {
    ChangeTarget source = ChangeTarget.of(visit);
    QualifiedName target = Exchange.modelName(visit.required("target"));
    List<Statement> statements = new ArrayList<>();
    statements.add(
        new CopyVersion(
            target,
            source.object().name(),
            new VersionRef.ByNumber(source.version().orElseThrow())));
    visit
        .text(ALIAS)
        .map(Identifier::of)
        .ifPresent(alias -> statements.add(new SetAlias(target, new VersionRef.Latest(), alias)));
    return statements;
  }

  private static String copyPage(Visit visit) {
    return visit
        .text("target")
        .map(name -> ObjectPath.of(name.toLowerCase(Locale.ROOT)).href())
        .orElse(ChangeTarget.of(visit).href());
  }
}
