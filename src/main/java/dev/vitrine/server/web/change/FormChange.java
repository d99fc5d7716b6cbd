package dev.vitrine.server.web.change;

import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.statement.tree.Statement;
import java.util.List;
import java.util.function.Function;

/**
 * A change of an object.
 *
 * @param message of the notice after the change
 * @param form with the present values
 * @param made the statements of the fields
 * @param target the page after the change
 */
record FormChange(
    String message,
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
    return message;
  }
}
