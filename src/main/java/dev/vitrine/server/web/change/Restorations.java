package dev.vitrine.server.web.change;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.Change.FormChange;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.ModelStatement.UndropModel;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The form that restores a dropped model. */
final class Restorations {
  private static final String OLD_NAME = "old";
  private static final String NAME = "new";

  private static final String DROPPED =
      "SELECT full_name, versions FROM system.registry.dropped_models WHERE model_id = ?";

  private Restorations() {}

  static void add(Pages pages) {
    pages.change(
        "/change/schema/{name}/dropped/{id}",
        new FormChange(
            "The model was restored.",
            Restorations::dialog,
            Restorations::statements,
            Restorations::page));
  }

  private static Dialog dialog(UserRequest request) {
    Row dropped =
        request.rows(DROPPED, id(request)).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new VitrineException(
                            ErrorCode.MODEL_NOT_FOUND, "The dropped model does not exist.")
                        .withHint("It was restored or purged."));
    ObjectPath model = ObjectPath.of(dropped.text(0));
    return new Dialog(
        "Restore " + model.fullName(),
        "The model comes back with its versions ("
            + dropped.number(1)
            + "), aliases, tags, files and grants.",
        List.of(
            Field.hidden(OLD_NAME, model.last()),
            Field.text(NAME, "Name")
                .need()
                .value(model.last())
                .hint("Choose another one if the name is taken.")),
        "Restore",
        false);
  }

  private static List<Statement> statements(UserRequest request) {
    ObjectPath old = ChangeTarget.of(request).object().child(request.required(OLD_NAME));
    String name = request.required(NAME);
    return List.of(
        new UndropModel(
            old.name(),
            Optional.of(id(request)),
            Optional.of(name)
                .filter(other -> !other.equalsIgnoreCase(old.last()))
                .map(QualifiedName::of)));
  }

  /** The page of the restored model; that of the schema as long as the model has no new name. */
  private static String page(UserRequest request) {
    ObjectPath schema = ChangeTarget.of(request).object();
    return request
        .text(NAME)
        .map(name -> ObjectPath.of(schema.child(name).fullName().toLowerCase(Locale.ROOT)))
        .orElse(schema)
        .href();
  }

  private static long id(UserRequest request) {
    return Exchange.version(request.path("id"));
  }
}
