package dev.vitrine.server.web.account;

import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.Notice;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.statement.tree.Statement;
import java.util.List;
import java.util.function.Function;

/**
 * A change of users, groups or tokens by one statement.
 *
 * @param message of the notice after the change
 * @param form with the present values
 * @param made the statement of the fields
 * @param target the page after the change
 */
record PersonChange(
    String message,
    Function<Visit, Dialog> form,
    Function<Visit, Statement> made,
    Function<Visit, String> target)
    implements Change {
  @Override
  public Dialog dialog(Visit visit) {
    return form.apply(visit);
  }

  @Override
  public List<Statement> statements(Visit visit) {
    return List.of(made.apply(visit));
  }

  @Override
  public String done(Visit visit) {
    return target.apply(visit);
  }

  /** The notice has the text of the statements that ran: afterwards the object may not exist. */
  @Override
  public WebResponse perform(Visit visit, List<Statement> statements) {
    visit.run(statements);
    visit.notice(Notice.done(message, Change.sql(visit, statements)));
    return new Redirect(done(visit));
  }
}
