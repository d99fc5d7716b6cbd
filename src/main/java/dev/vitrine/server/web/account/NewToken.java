package dev.vitrine.server.web.account;

import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
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
  public Dialog dialog(UserRequest request) {
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
  public List<Statement> statements(UserRequest request) {
    return List.of(new CreateToken(request.text(COMMENT), request.number(DAYS)));
  }

  @Override
  public String done(UserRequest request) {
    return AccountPages.ACCOUNT;
  }

  @Override
  public WebResponse perform(UserRequest request, List<Statement> statements) {
    Statement statement = statements.get(0);
    Row row = request.rows(statement).get(0);
    return new TokenView(
        row.number(0),
        row.text(1),
        row.time(4).orElseThrow(),
        request.sql(statement),
        request.isPartial());
  }
}
