package dev.vitrine.server.web;

import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.statement.tree.Statement;
import gg.jte.Content;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A change that is made with a form: statements whose text the user sees before they run. */
public interface Change {
  /** The form, with the present values. */
  Dialog dialog(Visit visit);

  /**
   * The statements of the form's fields.
   *
   * @throws dev.vitrine.error.VitrineException when fields are missing or invalid
   */
  List<Statement> statements(Visit visit);

  /**
   * Checks conditions of the run that the preview does not have, such as a confirmation.
   *
   * @throws dev.vitrine.error.VitrineException when a confirmation is missing
   */
  default void check(Visit visit) {}

  /**
   * The form with a draft instead of the change; empty for forms without drafts.
   *
   * @throws dev.vitrine.error.VitrineException when there is no draft
   */
  default Optional<Dialog> draft(Visit visit) {
    return Optional.empty();
  }

  /** The text of the form that will be shown with format, for the preview; empty for others. */
  default Optional<Content> rendered(Visit visit) {
    return Optional.empty();
  }

  /** The page after the change. */
  String done(Visit visit);

  /** The message after the change. */
  default String message(Visit visit) {
    return "Done.";
  }

  /** Makes the change; by default shows the statements in a notice on the next page. */
  default WebResponse perform(Visit visit, List<Statement> statements) {
    visit.run(statements);
    visit.notice(Notice.done(message(visit), sql(visit, statements)));
    return new Redirect(done(visit));
  }

  /** The text of statements, with asterisks for secrets. */
  static String sql(Visit visit, List<Statement> statements) {
    return statements.stream().map(visit::sql).collect(Collectors.joining(";\n"));
  }

  /**
   * A change that is made of functions.
   *
   * @param text the message after the change
   * @param form with the present values
   * @param made the statements of the fields
   * @param target the page after the change
   */
  record FormChange(
      String text,
      Function<Visit, Dialog> form,
      Function<Visit, List<Statement>> made,
      Function<Visit, String> target)
      implements Change {
    @Override
    public Dialog dialog(Visit visit) {
      return form.apply(visit);
    }

    @Override
    public List<Statement> statements(Visit visit) {
      return made.apply(visit);
    }

    @Override
    public String done(Visit visit) {
      return target.apply(visit);
    }

    @Override
    public String message(Visit visit) {
      return text;
    }
  }
}
