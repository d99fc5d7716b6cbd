package dev.vitrine.registry;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.statement.tree.AccountStatement.AlterGroup;
import dev.vitrine.store.PrincipalRow;

final class AlterGroupTask implements Task<AlterGroup> {
  @Override
  public TaskResult execute(AlterGroup statement, TaskContext context) {
    Principals.authorize(Operation.ADMINISTER_PRINCIPALS, context);
    context.transaction().writing();
    context.transaction().principals().lock();
    PrincipalRow group = context.principal(PrincipalKind.GROUP, statement.group());
    Principals.requireMembers(group, statement.group());
    Principals.requireOwnMembers(group, statement.group());
    return TaskResult.changed(Memberships.apply(group, statement.changes(), context));
  }
}
