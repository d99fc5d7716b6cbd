package dev.vitrine.server.web.change;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Ages;
import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.ObjectPath;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.Visit;
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
  public Dialog dialog(Visit visit) {
    ChangeTarget target = ChangeTarget.of(visit);
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
        "Delete " + target.label(), consequence(visit, target), fields, "Delete", true);
  }

  /** What goes with the object. */
  private static String consequence(Visit visit, ChangeTarget target) {
    String name = target.object().fullName();
    if (target.version().isPresent()) {
      long version = target.version().get();
      Row row =
          visit
              .rows(
                  "SELECT COALESCE(SUM(files), 0), COALESCE(SUM(bytes), 0)"
                      + " FROM system.registry.version_files WHERE full_name = ? AND version = ?",
                  name,
                  version)
              .get(0);
      long aliases =
          count(
              visit,
              "SELECT COUNT(*) FROM system.registry.aliases WHERE full_name = ? AND version = ?",
              name,
              version);
      return "With it go %s aliases and %s files (%s). This cannot be undone."
          .formatted(Ages.number(aliases), Ages.number(row.number(0)), Ages.bytes(row.number(1)));
    }
    Object[] names = target.object().names().toArray();
    String where = where(target.object());
    long versions =
        count(visit, "SELECT COUNT(*) FROM system.registry.versions WHERE " + where, names);
    long aliases =
        count(visit, "SELECT COUNT(*) FROM system.registry.aliases WHERE " + where, names);
    Row files =
        visit
            .rows(
                "SELECT COALESCE(SUM(files), 0), COALESCE(SUM(bytes), 0)"
                    + " FROM system.registry.version_files WHERE "
                    + where,
                names)
            .get(0);
    String models =
        target.object().type() == SecurableType.MODEL
            ? ""
            : Ages.number(
                    count(
                        visit, "SELECT COUNT(*) FROM system.registry.models WHERE " + where, names))
                + " models, ";
    return "It contains %s%s versions, %s aliases and %s files (%s) that you may see. This cannot be undone."
        .formatted(
            models,
            Ages.number(versions),
            Ages.number(aliases),
            Ages.number(files.number(0)),
            Ages.bytes(files.number(1)));
  }

  private static String where(ObjectPath object) {
    return List.of("catalog_name = ?", "schema_name = ?", "model_name = ?")
        .subList(0, object.names().size())
        .stream()
        .reduce((first, second) -> first + " AND " + second)
        .orElseThrow();
  }

  private static long count(Visit visit, String query, Object... values) {
    return visit.rows(query, values).get(0).number(0);
  }

  @Override
  public void check(Visit visit) {
    ChangeTarget target = ChangeTarget.of(visit);
    if (target.version().isEmpty()
        && !visit.required(CONFIRM).equalsIgnoreCase(target.object().fullName())) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The name was not typed correctly.")
          .withHint("Type " + target.object().fullName() + ".");
    }
  }

  @Override
  public List<Statement> statements(Visit visit) {
    ChangeTarget target = ChangeTarget.of(visit);
    ObjectPath object = target.object();
    boolean cascade = visit.flag(CASCADE);
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
  public String done(Visit visit) {
    ChangeTarget target = ChangeTarget.of(visit);
    if (target.version().isPresent()) {
      return target.object().href();
    }
    return target.object().parent().map(ObjectPath::href).orElse("/");
  }

  @Override
  public String message(Visit visit) {
    return "Deleted " + ChangeTarget.of(visit).label() + ".";
  }
}
