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

  WebResponse show(UserRequest request) {
    return form(request, change.dialog(request));
  }

  private DialogView form(UserRequest request, Dialog dialog) {
    return new DialogView(
        dialog,
        request.context().path(),
        change.done(request),
        "",
        Optional.empty(),
        200,
        request.isPartial(),
        place(request));
  }

  WebResponse preview(UserRequest request) {
    try {
      return new PreviewView(
          Change.sql(request, change.statements(request)), "", change.rendered(request));
    } catch (VitrineException refusal) {
      boolean incomplete =
          change.dialog(request).fields().stream()
              .anyMatch(field -> field.required() && request.text(field.name()).isEmpty());
      return new PreviewView(
          "", incomplete ? "The statement appears here." : refusal.problem(), Optional.empty());
    }
  }

  WebResponse run(UserRequest request) {
    List<Statement> statements = List.of();
    try {
      if (request.flag(DRAFT)) {
        Optional<Dialog> drafted = change.draft(request);
        if (drafted.isPresent()) {
          return form(request, drafted.get());
        }
      }
      statements = change.statements(request);
      change.check(request);
      return change.perform(request, statements);
    } catch (VitrineException refusal) {
      Dialog dialog = change.dialog(request);
      List<Field> fields =
          dialog.fields().stream()
              .map(field -> field.posted(request.text(field.name()).orElse("")))
              .toList();
      Dialog filled =
          new Dialog(dialog.title(), dialog.text(), fields, dialog.submit(), dialog.danger());
      return new DialogView(
          filled,
          request.context().path(),
          change.done(request),
          Change.sql(request, statements),
          Optional.of(Notice.error(refusal)),
          refusal.code().rest().status(),
          request.isPartial(),
          place(request));
    }
  }

  private static List<String> place(UserRequest request) {
    String name = request.context().pathParamMap().getOrDefault("name", "");
    boolean object = request.context().path().startsWith("/change/") && !name.isEmpty();
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
