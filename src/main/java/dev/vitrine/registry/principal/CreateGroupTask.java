package dev.vitrine.registry.principal;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.catalog.PrincipalName;
import dev.vitrine.registry.task.CheckedNames;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.CreateGroup;
import dev.vitrine.statement.tree.MembershipChange;
import dev.vitrine.store.principal.PrincipalRow;

final class CreateGroupTask implements Task<CreateGroup, TaskResult> {
  @Override
  public TaskResult execute(CreateGroup statement, TaskContext context) {
    Principals.requireFree(statement.name(), context);
    Principals.authorize(Operation.ADMINISTER_PRINCIPALS, context);
    String name =
        CheckedNames.check(() -> new PrincipalName(statement.name().value()), statement.name())
            .value();
    context.transaction().writing();
    context.principals().lock();
    long id = context.principals().insert(name, PrincipalKind.GROUP, null, context.stamp().at());
    if (statement.external()) {
      context.principals().makeExternal(id);
    }
    Memberships.apply(
        new PrincipalRow(id, name, PrincipalKind.GROUP, statement.external()),
        statement.members().stream().map(member -> new MembershipChange(true, member)).toList(),
        context);
    return TaskResult.createdPrincipal(name);
  }
}
