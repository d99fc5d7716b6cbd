package dev.vitrine.server.web.account;

import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.AccountStatement.CreateToken;
import dev.vitrine.statement.tree.Statement;
import java.util.List;

/** Creates a token of the user and shows it once. */
final class NewToken implements Change {
  private static final String COMMENT = "comment";
  private static final String DAYS = "days";

  @Override
  public Dialog dialog(Visit visit) {
    return new Dialog(
        "Create token",
        "A token replaces your password in scripts. It is shown once.",
        List.of(
            Field.text(COMMENT, "Comment").hint("Where it is used, such as: nightly training."),
            Field.text(DAYS, "Days of validity").value("90").hint("1 to 3650.")),
        "Create token",
        false);
  }

  @Override
  public List<Statement> statements(Visit visit) {
    return List.of(new CreateToken(visit.text(COMMENT), visit.number(DAYS)));
  }

  @Override
  public String done(Visit visit) {
    return AccountPages.ACCOUNT;
  }

  @Override
  public WebResponse perform(Visit visit, List<Statement> statements) {
    Statement statement = statements.get(0);
    Row row = visit.rows(statement).get(0);
    return new TokenView(
        row.number(0),
        row.text(1),
        row.time(4).orElseThrow(),
        visit.sql(statement),
        visit.isPartial());
  }
}
