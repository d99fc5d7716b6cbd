package dev.vitrine.server.web.account;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.server.web.form.Dialog;
import dev.vitrine.server.web.form.Field;
import dev.vitrine.statement.tree.AccountStatement.AlterUserPassword;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.Statement;
import java.util.List;

/** Changes the user's own password, which ends all browser sessions of the user. */
final class OwnPassword implements Change {
  private static final String OLD = "old";
  private static final String NEW = "new";
  private static final String AGAIN = "again";

  @Override
  public Dialog dialog(Visit visit) {
    return new Dialog(
        "Change password",
        "This ends your sessions, this one too. Then sign in with the new password.",
        List.of(
            Field.secret(OLD, "Present password").hint("Leave it empty if you have none."),
            Field.secret(NEW, "New password").need(),
            Field.secret(AGAIN, "New password again").need()),
        "Change password",
        false);
  }

  @Override
  public List<Statement> statements(Visit visit) {
    return List.of(
        new AlterUserPassword(
            Identifier.of(visit.user()),
            new Secret(visit.required(NEW)),
            visit.text(OLD).map(Secret::new),
            false));
  }

  @Override
  public void check(Visit visit) {
    if (!visit.required(NEW).equals(visit.text(AGAIN).orElse(""))) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The new passwords are not equal.")
          .withHint("Type the new password twice.");
    }
  }

  @Override
  public String done(Visit visit) {
    return AccountPages.ACCOUNT;
  }

  @Override
  public WebResponse perform(Visit visit, List<Statement> statements) {
    visit.run(statements);
    return new Redirect(Pages.SIGN_IN + "?next=%2Faccount&changed=password");
  }
}
