package dev.vitrine.registry.principal;

import dev.vitrine.authentication.PasswordHashes;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.PrincipalName;
import dev.vitrine.catalog.StoredPassword;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.AfterCommit;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.AlterUserPassword;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.store.principal.LoginCredentials;
import dev.vitrine.store.principal.LoginRow;
import dev.vitrine.store.principal.PrincipalDao;
import dev.vitrine.store.principal.PrincipalRow;

/**
 * Users change their own password; admins reset passwords of others. Both end the user's sessions,
 * except the one in which a user changes the password.
 */
final class AlterUserPasswordTask implements Task<AlterUserPassword, TaskResult> {
  @Override
  public TaskResult execute(AlterUserPassword statement, TaskContext context) {
    boolean own = statement.user().value().equalsIgnoreCase(context.caller().name());
    if (!own) {
      Principals.authorize(Operation.ADMINISTER_PRINCIPALS, context);
    }
    PrincipalRow user = context.principal(PrincipalKind.USER, statement.user());
    if (!own && statement.oldPassword().isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "OLD PASSWORD applies only to your own password.")
          .withHint("An admin resets the password of another user without it.");
    }
    new PrincipalName(user.name()).requireUsableWithPassword();
    StoredPassword password = PasswordHashes.stored(statement.password().value());
    context.transaction().writing();
    context.tokens().lock(user.id());
    PrincipalDao principals = context.principals();
    if (own) {
      requireOldPassword(statement, principals.login(user.name()).orElseThrow(), context);
    }
    long version = principals.setPassword(user.id(), password);
    if (own) {
      context.sessions().keep(context.evidence().sessionId(), version);
    } else if (!statement.keepTokens()) {
      context.addAuditParameter("droppedTokens", context.tokens().deleteOf(user.id()));
    }
    context.causes(AfterCommit.SESSIONS_END);
    return TaskResult.changed(1);
  }

  /** Prevents that a stolen session or token is used to lock its user out. */
  private static void requireOldPassword(
      AlterUserPassword statement, LoginRow user, TaskContext context) {
    if (statement.oldPassword().isPresent()) {
      Secret old = statement.oldPassword().get();
      context.evidence().passwords().accept(user, old.value());
    } else if (user.passwordHash().isPresent()
        && context.evidence().proof().kind() != LoginCredentials.Kind.EMBEDDED) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED,
              "Changing your own password requires the old password.")
          .withHint("Write ALTER USER … SET PASSWORD '…' OLD PASSWORD '…'.");
    }
  }
}
