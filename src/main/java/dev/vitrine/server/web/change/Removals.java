package dev.vitrine.server.web.change;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.DisplayFormat;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.ContainerStatement.DropCatalog;
import dev.vitrine.statement.tree.ContainerStatement.DropSchema;
import dev.vitrine.statement.tree.ModelStatement.DropModel;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;
import dev.vitrine.statement.tree.Statement;
import java.util.ArrayList;
import java.util.List;

/** Deletes an object, after its name was typed. */
final class Removals implements Change {
  private static final String CONFIRM = "confirm";
  private static final String CASCADE = "cascade";

  static void add(Pages pages) {
    pages.change(ChangeTarget.OBJECT + "drop", new Removals());
    pages.change(ChangeTarget.VERSION + "drop", new Removals());
  }

  @Override
  public Dialog dialog(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    List<Field> fields = new ArrayList<>();
    if (target.version().isEmpty()) {
      if (target.object().type() != SecurableType.MODEL) {
        fields.add(
            Field.checkbox(CASCADE, "Delete everything in it, too")
                .hint("Without it, only an empty " + target.object().kind() + " is deleted."));
      }
      fields.add(Field.text(CONFIRM, "Type " + target.object().fullName() + " to confirm").need());
    }
    return new Dialog(
        "Delete " + target.label(), consequence(request, target), fields, "Delete", true);
  }

  /** The other objects and files that are deleted with the object. */
  private static String consequence(UserRequest request, ChangeTarget target) {
    ObjectPath object = target.object();
    String where = target.version().isPresent() ? "full_name = ? AND version = ?" : where(object);
    Object[] values =
        target
            .version()
            .map(version -> new Object[] {object.fullName(), version})
            .orElseGet(object.names()::toArray);
    List<String> parts = new ArrayList<>();
    if (target.version().isEmpty()) {
      if (object.type() != SecurableType.MODEL) {
        parts.add(counted(count(request, "models", where, values), "model", "models"));
      }
      parts.add(counted(count(request, "versions", where, values), "version", "versions"));
    }
    parts.add(counted(count(request, "aliases", where, values), "alias", "aliases"));
    Row files =
        request
            .rows(
                "SELECT COALESCE(SUM(files), 0), COALESCE(SUM(bytes), 0)"
                    + " FROM system.registry.version_files WHERE "
                    + where,
                values)
            .get(0);
    String last =
        counted(files.number(0), "file", "files") + " of " + DisplayFormat.bytes(files.number(1));
    return "This also deletes "
        + String.join(", ", parts)
        + " and "
        + last
        + ". Objects that you may not see are deleted, too, but not counted. "
        + (object.type() == SecurableType.MODEL
            ? "UNDROP restores it as long as the registry keeps what was dropped."
            : "This cannot be undone.");
  }

  private static long count(UserRequest request, String relation, String where, Object... values) {
    return request
        .rows("SELECT COUNT(*) FROM system.registry." + relation + " WHERE " + where, values)
        .get(0)
        .number(0);
  }

  private static String counted(long number, String one, String several) {
    return DisplayFormat.number(number) + " " + (number == 1 ? one : several);
  }

  private static String where(ObjectPath object) {
    return List.of("catalog_name = ?", "schema_name = ?", "model_name = ?")
        .subList(0, object.names().size())
        .stream()
        .reduce((first, second) -> first + " AND " + second)
        .orElseThrow();
  }

  @Override
  public void check(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    if (target.version().isEmpty()
        && !request.required(CONFIRM).equalsIgnoreCase(target.object().fullName())) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The name was not typed correctly.")
          .withHint("Type " + target.object().fullName() + ".");
    }
  }

  @Override
  public List<Statement> statements(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    ObjectPath object = target.object();
    boolean cascade = request.flag(CASCADE);
    if (target.version().isPresent()) {
      return List.of(new DropVersions(object.name(), false, List.of(target.version().get())));
    }
    return List.of(
        switch (object.names().size()) {
          case 1 -> new DropCatalog(object.name().last(), false, cascade);
          case 2 -> new DropSchema(object.name(), false, cascade);
          default -> new DropModel(object.name(), false, false);
        });
  }

  /** Without the object, the page of the one that contained it. */
  @Override
  public String done(UserRequest request) {
    ChangeTarget target = ChangeTarget.of(request);
    if (target.version().isPresent()) {
      return target.object().href();
    }
    return target.object().parent().map(ObjectPath::href).orElse("/");
  }

  @Override
  public String message(UserRequest request) {
    return "Deleted " + ChangeTarget.of(request).label() + ".";
  }
}
