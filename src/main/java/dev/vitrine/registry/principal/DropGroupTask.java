package dev.vitrine.registry.principal;

import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.AccountStatement.DropGroup;

final class DropGroupTask implements Task<DropGroup, TaskResult> {
  @Override
  public TaskResult execute(DropGroup statement, TaskContext context) {
    return Principals.drop(PrincipalKind.GROUP, statement.name(), context);
  }
}
