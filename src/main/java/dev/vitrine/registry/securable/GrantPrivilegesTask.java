package dev.vitrine.registry.securable;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.SecurableStatement.GrantPrivileges;
import dev.vitrine.store.principal.PrincipalRow;

final class GrantPrivilegesTask implements Task<GrantPrivileges, TaskResult> {
  @Override
  public TaskResult execute(GrantPrivileges statement, TaskContext context) {
    ResolvedObject target = context.require(statement.securable());
    context.authorize(Operation.GRANT, target);
    PrincipalRow principal = context.principal(statement.principal());
    Grants.requireApplicable(statement.privileges(), target.type());
    context.transaction().writing();
    return TaskResult.changed(
        statement.privileges().stream()
            .sorted()
            .filter(privilege -> grant(target, principal, privilege, context))
            .count());
  }

  private static boolean grant(
      ResolvedObject target, PrincipalRow principal, Privilege privilege, TaskContext context) {
    context.transaction().claiming(target.type(), target.id(), principal.id(), privilege);
    return context
        .grants()
        .grant(target.type(), target.id(), principal.id(), privilege, context.stamp());
  }
}
