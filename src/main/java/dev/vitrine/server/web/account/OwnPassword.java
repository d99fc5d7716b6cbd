package dev.vitrine.server.web.account;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.web.Change;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.Redirect;
import dev.vitrine.server.web.UserRequest;
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
  public Dialog dialog(UserRequest request) {
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
  public List<Statement> statements(UserRequest request) {
    return List.of(
        new AlterUserPassword(
            Identifier.of(request.user()),
            new Secret(request.required(NEW)),
            request.text(OLD).map(Secret::new),
            false));
  }

  @Override
  public void check(UserRequest request) {
    if (!request.required(NEW).equals(request.text(AGAIN).orElse(""))) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The new passwords are not equal.")
          .withHint("Type the new password twice.");
    }
  }

  @Override
  public String done(UserRequest request) {
    return AccountPages.ACCOUNT;
  }

  @Override
  public WebResponse perform(UserRequest request, List<Statement> statements) {
    request.run(statements);
    return new Redirect(Pages.SIGN_IN + "?next=%2Faccount&changed=password");
  }
}
