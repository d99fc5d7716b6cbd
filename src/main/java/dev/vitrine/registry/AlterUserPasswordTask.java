package dev.vitrine.registry;

import dev.vitrine.authentication.PasswordHashes;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.statement.tree.AlterUserPassword;
import dev.vitrine.store.PrincipalRow;

/** Users change their own password, admin anybody's. */
final class AlterUserPasswordTask implements Task<AlterUserPassword> {
  @Override
  public TaskResult execute(AlterUserPassword statement, TaskContext context) {
    if (!statement.user().value().equalsIgnoreCase(context.caller().name())) {
      Principals.authorize(Operation.ADMINISTER_PRINCIPALS, context);
    }
    PrincipalRow user = context.principal(PrincipalKind.USER, statement.user());
    String hash = PasswordHashes.hash(statement.password().value());
    context.transaction().writing();
    context.transaction().principals().setPassword(user.id(), hash);
    return TaskResult.changed(1);
  }
}
