package dev.vitrine.server.web;

import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.statement.tree.Statement;
import java.util.List;
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

  /** The page after the change. */
  String done(Visit visit);

  /** The message after the change. */
  default String message(Visit visit) {
    return "Done.";
  }

  /** Makes the change. */
  default WebResponse perform(Visit visit, List<Statement> statements) {
    return after(visit, visit.run(statements));
  }

  /** The response after the change: by default a redirect, with the statements in a notice. */
  default WebResponse after(Visit visit, List<Outcome> outcomes) {
    visit.notice(Notice.done(message(visit), sql(visit, statements(visit))));
    return new Redirect(done(visit));
  }

  /** The text of statements, with asterisks for secrets. */
  static String sql(Visit visit, List<Statement> statements) {
    return statements.stream().map(visit::sql).collect(Collectors.joining(";\n"));
  }
}
