package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.AlterGroup;
import dev.vitrine.store.principal.PrincipalRow;

final class AlterGroupTask implements Task<AlterGroup, TaskResult> {
  @Override
  public TaskResult execute(AlterGroup statement, TaskContext context) {
    Principals.authorize(Operation.ADMINISTER_PRINCIPALS, context);
    context.transaction().writing();
    context.principals().lock();
    PrincipalRow group = context.principal(PrincipalKind.GROUP, statement.group());
    Principals.requireMembers(group, statement.group());
    Principals.requireOwnMembers(group, statement.group());
    return TaskResult.changed(Memberships.apply(group, statement.changes(), context));
  }
}
