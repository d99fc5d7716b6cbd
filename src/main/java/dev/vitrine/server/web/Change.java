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
  Dialog dialog(UserRequest request);

  /**
   * The statements of the form's fields.
   *
   * @throws dev.vitrine.error.VitrineException when fields are missing or invalid
   */
  List<Statement> statements(UserRequest request);

  /**
   * Checks conditions of the run that the preview does not have, such as a confirmation.
   *
   * @throws dev.vitrine.error.VitrineException when a confirmation is missing
   */
  default void check(UserRequest request) {}

  /**
   * The form with a draft instead of the change; empty for forms without drafts.
   *
   * @throws dev.vitrine.error.VitrineException when there is no draft
   */
  default Optional<Dialog> draft(UserRequest request) {
    return Optional.empty();
  }

  /** The text of the form that will be shown with format, for the preview; empty for others. */
  default Optional<Content> rendered(UserRequest request) {
    return Optional.empty();
  }

  /** The page after the change. */
  String done(UserRequest request);

  /** The message after the change. */
  default String message(UserRequest request) {
    return "Done.";
  }

  /** Makes the change; by default shows the statements in a notice on the next page. */
  default WebResponse perform(UserRequest request, List<Statement> statements) {
    request.run(statements);
    request.notice(Notice.done(message(request), sql(request, statements)));
    return new Redirect(done(request));
  }

  /** The text of statements, with asterisks for secrets. */
  static String sql(UserRequest request, List<Statement> statements) {
    return statements.stream().map(request::sql).collect(Collectors.joining(";\n"));
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
      Function<UserRequest, Dialog> form,
      Function<UserRequest, List<Statement>> made,
      Function<UserRequest, String> target)
      implements Change {
    @Override
    public Dialog dialog(UserRequest request) {
      return form.apply(request);
    }

    @Override
    public List<Statement> statements(UserRequest request) {
      return made.apply(request);
    }

    @Override
    public String done(UserRequest request) {
      return target.apply(request);
    }

    @Override
    public String message(UserRequest request) {
      return text;
    }
  }
}
