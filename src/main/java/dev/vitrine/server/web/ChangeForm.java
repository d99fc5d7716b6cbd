package dev.vitrine.server.web;

import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.Statement;
import gg.jte.Content;
import java.util.List;
import java.util.Optional;

/** The three requests of a change: its form, the preview of its statements, and the change. */
public final class ChangeForm {
  /** What the path of the preview has in addition. */
  static final String PREVIEW = "/preview";

  /** The button that asks for a draft instead of the change. */
  static final String DRAFT = "draft";

  private final Change change;

  ChangeForm(Change change) {
    this.change = change;
  }

  WebResponse show(Visit visit) {
    return form(visit, change.dialog(visit));
  }

  private DialogView form(Visit visit, Dialog dialog) {
    return new DialogView(
        dialog,
        visit.context().path(),
        change.done(visit),
        "",
        Optional.empty(),
        200,
        visit.isPartial(),
        place(visit));
  }

  WebResponse preview(Visit visit) {
    try {
      return new PreviewView(
          Change.sql(visit, change.statements(visit)), "", change.rendered(visit));
    } catch (VitrineException refusal) {
      boolean incomplete =
          change.dialog(visit).fields().stream()
              .anyMatch(field -> field.required() && visit.text(field.name()).isEmpty());
      return new PreviewView(
          "", incomplete ? "The statement appears here." : refusal.problem(), Optional.empty());
    }
  }

  WebResponse run(Visit visit) {
    List<Statement> statements = List.of();
    try {
      if (visit.flag(DRAFT)) {
        Optional<Dialog> drafted = change.draft(visit);
        if (drafted.isPresent()) {
          return form(visit, drafted.get());
        }
      }
      statements = change.statements(visit);
      change.check(visit);
      return change.perform(visit, statements);
    } catch (VitrineException refusal) {
      Dialog dialog = change.dialog(visit);
      List<Field> fields =
          dialog.fields().stream()
              .map(field -> field.posted(visit.text(field.name()).orElse("")))
              .toList();
      Dialog filled =
          new Dialog(dialog.title(), dialog.text(), fields, dialog.submit(), dialog.danger());
      return new DialogView(
          filled,
          visit.context().path(),
          change.done(visit),
          Change.sql(visit, statements),
          Optional.of(Notice.error(refusal)),
          refusal.code().rest().status(),
          visit.isPartial(),
          place(visit));
    }
  }

  private static List<String> place(Visit visit) {
    String name = visit.context().pathParamMap().getOrDefault("name", "");
    boolean object = visit.context().path().startsWith("/change/") && !name.isEmpty();
    return object ? List.of(name.split("\\.", -1)) : List.of();
  }

  /**
   * The page of a form.
   *
   * @param action the address that the form is sent to
   * @param back the page without the change
   * @param statement the statements that it stands for, if they are known
   */
  public record DialogView(
      Dialog dialog,
      String action,
      String back,
      String statement,
      Optional<Notice> error,
      int status,
      boolean isFragment,
      List<String> place)
      implements View {
    @Override
    public String template() {
      return isFragment ? "tag/dialog.jte" : "dialog.jte";
    }

    @Override
    public String title() {
      return dialog.title();
    }

    @Override
    public List<String> place() {
      return place;
    }
  }

  /**
   * The statements of a form, or why there are none yet.
   *
   * @param rendered a text of the form as pages will show it
   */
  public record PreviewView(String statement, String problem, Optional<Content> rendered)
      implements View {
    @Override
    public String template() {
      return "tag/preview.jte";
    }

    @Override
    public String title() {
      return "Preview";
    }

    @Override
    public boolean isFragment() {
      return true;
    }
  }
}
